"""Restores secrets and KMS keys that are pending deletion and that a plan would create.

AWS refuses a secret with the name of one that is scheduled for deletion, and a new key cannot
decrypt what the old one encrypted. The program imports what was restored.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from delivery.aws import Clients, paginated
from delivery.command import NegativeResultError
from delivery.plan.change import Change, Op
from delivery.plan.stack_plan import StackPlan
from estate.ownership import OF_SANDBOX, default_tags
from settings import StackSettings

_PENDING = "PendingDeletion"
"""The state of a key that is scheduled for deletion.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
"""

_BLOCKED = (
    "Until AWS has deleted it, no other secret can have this name. Ask its owner, or choose another"
    " name."
)


class ForeignSecretError(NegativeResultError):
    """A secret of another owner has the name of a declared one."""


def restore(plan: StackPlan, settings: StackSettings, aws: Clients) -> Iterator[str]:
    """Restores what a plan would create although it is pending deletion; yields a line for each.

    Only resources with the tags of the project and environment are restored, as the program adopts
    only these (stacks/adoption.py). Raises ForeignSecretError if a secret of another owner blocks
    the name.
    """
    for change in plan.resources:
        if change.op is Op.CREATE and change.type == "aws:secretsmanager/secret:Secret":
            yield from _secret(change, settings, aws("secretsmanager"))
        elif change.op is Op.CREATE and change.type == "aws:kms/key:Key":
            yield from _key(change, settings, aws)


def _secret(change: Change, settings: StackSettings, secrets: Any) -> Iterator[str]:
    name = _input(change, "name")
    found = _described(name, secrets)
    if not found.get("DeletedDate"):
        return
    if not _is_ours(found.get("Tags", []), settings):
        raise ForeignSecretError(
            f"The secret {name} is scheduled for deletion, and its tags are not those of this"
            f" environment, so it is not restored. {_BLOCKED}"
        )
    secrets.restore_secret(SecretId=name)
    yield f"{change.label} was pending deletion and is restored with its value"


def _described(name: str, secrets: Any) -> Mapping[str, Any]:
    """Returns a secret as AWS describes it, empty if there is none."""
    try:
        return secrets.describe_secret(SecretId=name)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code")
        if code == "ResourceNotFoundException":
            return {}
        # The boundary of the deploy role denies the secrets of other environments.
        if code == "AccessDeniedException":
            raise ForeignSecretError(
                f"The secret {name} exists, and the role that deploys may not read it. {_BLOCKED}"
                f" AWS error: {error}"
            ) from None
        raise


def _key(change: Change, settings: StackSettings, aws: Clients) -> Iterator[str]:
    filters = [{"Key": key, "Values": [value]} for key, value in default_tags(settings).items()]
    kms, search = aws("kms"), aws("resourcegroupstaggingapi")
    pending: list[Any] = []
    for one in paginated(
        *(search, "get_resources", "ResourceTagMappingList"),
        ResourceTypeFilters=["kms:key"],
        TagFilters=filters,
    ):
        key = kms.describe_key(KeyId=one["ResourceARN"])["KeyMetadata"]
        of_this_change = key["Description"] == _input(change, "description")
        if key["KeyState"] == _PENDING and of_this_change and _is_ours(one["Tags"], settings):
            pending.append(key)
    if pending:
        # A cluster that was removed twice has left two.
        newest = max(pending, key=lambda key: key["CreationDate"])["KeyId"]
        kms.cancel_key_deletion(KeyId=newest)
        # KMS leaves a key disabled whose deletion is cancelled.
        kms.enable_key(KeyId=newest)
        yield f"{change.label} was pending deletion and is restored"


def _input(change: Change, name: str) -> str:
    return change.new.inputs.get(name, "") if change.new else ""


def _is_ours(listed: Iterable[Mapping[str, str]], settings: StackSettings) -> bool:
    """Returns whether tags are those of the environment, and not of a sandbox in it."""
    tags = {one["Key"]: one["Value"] for one in listed}
    return OF_SANDBOX not in tags and default_tags(settings).items() <= tags.items()
