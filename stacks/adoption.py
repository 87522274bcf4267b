"""Adopts data stores that a retirement kept in AWS, when the program declares them again.

Only resources with the tags of this project and environment are adopted. For a resource that is in
the state already, the import id changes nothing. After an import the engine updates what differs.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pulumi import InvokeOptions, ResourceOptions
from pulumi import ResourceTransformation as Transformation
from pulumi import ResourceTransformationArgs as Declared
from pulumi import ResourceTransformationResult as Result
from pulumi_aws import Provider, kms, resourcegroupstaggingapi, secretsmanager

from estate.ownership import OF_SANDBOX, default_tags
from settings import AccountSettings, PlatformSettings

_BUCKET = "aws:s3/bucket:Bucket"
_IDENTITY_POOL = "aws:cognito/identityPool:IdentityPool"
_KEY = "aws:kms/key:Key"
_REPOSITORY = "aws:ecr/repository:Repository"
_SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105 (a type, no secret)
_TABLE = "aws:dynamodb/table:Table"
_USER_POOL = "aws:cognito/userPool:UserPool"
_VAULT = "aws:backup/vault:Vault"

KINDS = (
    *("backup:backup-vault", "cognito-identity:identitypool", "cognito-idp:userpool"),
    *("dynamodb:table", "ecr:repository", "kms:key", "s3", "secretsmanager:secret"),
)
"""The types to search for, so that AWS does not list others, such as recovery points.

https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

_ONLY = ""
"""What identifies a resource of which an environment has one."""

_IDENTITIES = {
    _BUCKET: "bucket",
    _KEY: "description",
    _REPOSITORY: "name",
    _SECRET: "name",
    _TABLE: "name",
    _VAULT: "name",
}
"""The property that identifies a resource among those of its type in an environment."""

_SUFFIX = len("-AbCdEf")
"""The length of what Secrets Manager appends to the name of a secret in its ARN.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
"""


def adoption(settings: AccountSettings | PlatformSettings, provider: Provider) -> Transformation:
    """Returns a transformation that imports the declared data stores which exist in AWS.

    Of two that are alike, such as two user pools of an environment, none is imported.
    """
    options = InvokeOptions(provider=provider)
    found = [*_data_stores([*_tagged(settings, options)], options)]
    times = Counter(identity for identity, _ in found)
    ids = {identity: id_ for identity, id_ in found if times[identity] == 1}

    def adopt(resource: Declared) -> Result | None:
        identity = resource.props.get(_IDENTITIES.get(resource.type_, ""), _ONLY)
        known = ids.get((resource.type_, identity)) if isinstance(identity, str) else None
        # The account's bucket and key, which the bootstrap creates, have an import id already.
        if known is None or resource.opts.import_:
            return None
        imported = ResourceOptions.merge(resource.opts, ResourceOptions(import_=known))
        return Result(resource.props, imported)

    return adopt


def _tagged(settings: AccountSettings | PlatformSettings, options: InvokeOptions) -> Iterator[str]:
    """Yields the ARNs of the environment's resources, without those of sandboxes."""
    answer = resourcegroupstaggingapi.get_resources(
        resource_type_filters=list(KINDS),
        tag_filters=[
            {"key": key, "values": [value]} for key, value in default_tags(settings).items()
        ],
        opts=options,
    )
    for one in answer.resource_tag_mapping_lists:
        if OF_SANDBOX not in one.tags:
            yield one.resource_arn


def _data_stores(
    arns: Sequence[str], options: InvokeOptions
) -> Iterator[tuple[tuple[str, str], str]]:
    """Yields the type and identity, and the import id, of each resource.

    Secrets and keys that are pending deletion are left out, because they cannot be imported. AWS
    does not list such secrets.
    """
    # One call for all secrets, and none for a stack without any.
    has_secrets = any(":secretsmanager:" in arn for arn in arns)
    secrets = secretsmanager.get_secrets(opts=options).arns if has_secrets else ()
    for arn in arns:
        _, _, service, _, _, rest = arn.split(":", 5)
        # After the type; a bucket has none, and the id of an identity pool contains a colon.
        name = re.split("[:/]", rest, maxsplit=1)[-1]
        match service:
            case "backup":
                yield (_VAULT, name), name
            case "cognito-identity":
                yield (_IDENTITY_POOL, _ONLY), name
            case "cognito-idp":
                yield (_USER_POOL, _ONLY), name
            case "dynamodb":
                yield (_TABLE, name), name
            case "ecr":
                yield (_REPOSITORY, name), name
            case "kms":
                key = kms.get_key(key_id=arn, opts=options)
                if not key.deletion_date:
                    yield (_KEY, key.description), name
            case "secretsmanager":
                if arn in secrets:
                    yield (_SECRET, name[:-_SUFFIX]), arn
            case "s3":
                yield (_BUCKET, name), name
            case _:
                pass
