"""Rules for S3 buckets: encryption, public access, versioning and lifecycle."""

from collections.abc import Iterator

from pydantic import Field

from iam.documents import statements_of
from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.data.data_retention import KeepingConfig, keeps_data
from policies.rules.identity.resource_policies import BUCKET, BUCKET_POLICY

BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"

_BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_ALGORITHM = "applyServerSideEncryptionByDefault.sseAlgorithm"
_GUIDE = "Amazon S3 User Guide"
_NAMES = ("id", "bucket")


class EncryptionConfig(RuleConfig):
    """The configuration of bucket-encryption."""

    algorithms: tuple[str, ...] = Field(
        ("aws:kms", "aws:kms:dsse"), description="the encryption algorithms that a bucket may use"
    )
    writers: tuple[str, ...] = Field(
        ("logdelivery.elasticloadbalancing.amazonaws.com",),
        description="services that write to buckets but cannot use KMS keys; buckets whose policy"
        " allows them to write may use S3-managed keys",
    )


def _encrypted(one: Resource, context: Context[EncryptionConfig]) -> Iterator[str]:
    configurations = [*context.others.about(one, ENCRYPTION, "bucket", _NAMES)]
    rules = [rule for each in configurations for rule in each.items("rules")]
    found = [
        (rule.get("applyServerSideEncryptionByDefault") or {}).get("sseAlgorithm") for rule in rules
    ]
    if not set(found).intersection(context.config.algorithms) and not _is_logged_to(one, context):
        found_algorithms = ", ".join(map(str, found)) or "AES256 (S3-managed keys)"
        yield (
            f"its encryption is {found_algorithms}: reading it requires no permission on a KMS key."
        )


def _is_logged_to(one: Resource, context: Context[EncryptionConfig]) -> bool:
    """Whether a service that cannot use KMS keys writes to the bucket."""
    policies = context.others.about(one, BUCKET_POLICY, "bucket", _NAMES)
    return any(
        each.allows and not {*context.config.writers}.isdisjoint(each.principals_of("Service"))
        for policy in policies
        for each in statements_of(policy.get("policy"))
    )


def _private(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    blocks = [*context.others.about(one, BLOCK, "bucket", _NAMES)]
    if not blocks:
        yield "it has no public access block, so a policy or an ACL can make it public."
    for block in blocks:
        if missing := [name for name in _BLOCKS if block.get(name) is not True]:
            yield f"its public access block does not set {', '.join(missing)}."


def _forgiving(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    if not keeps_data(context) or _all_expires(one, context):
        return
    versionings = context.others.about(one, VERSIONING, "bucket", _NAMES)
    found = [each.get("versioningConfiguration.status") for each in versionings]
    if "Enabled" not in found:
        status = ", ".join(map(str, found)) or "off"
        yield f"its versioning is {status}: overwritten or deleted objects cannot be restored."


def _all_expires(one: Resource, context: Context[KeepingConfig]) -> bool:
    lifecycles = context.others.about(one, LIFECYCLE, "bucket", _NAMES)
    rules = [rule for each in lifecycles for rule in each.items("rules")]
    return any(
        rule.get("status") == "Enabled"
        and (rule.get("expiration") or {}).get("days")
        and not (rule.get("filter") or {}).get("tag")
        and not (rule.get("filter") or {}).get("prefix")
        for rule in rules
    )


def _tidy(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    lifecycles = context.others.about(one, LIFECYCLE, "bucket", _NAMES)
    rules = [rule for each in lifecycles for rule in each.items("rules")]
    if not any(rule.get("status") == "Enabled" for rule in rules):
        yield "it has no enabled lifecycle rule, so its objects are never removed."


_LIFECYCLE = {
    LIFECYCLE: (
        *("bucket", "rules.status", "rules.expiration.days"),
        *("rules.filter.tag", "rules.filter.prefix"),
    )
}


RULES = (
    Rule(
        "bucket-encryption",
        description="Objects are encrypted with a KMS key.",
        reason="With KMS, reading an object requires permission on the key as well as on the"
        " bucket.",
        remedy="Add a BucketServerSideEncryptionConfiguration with sseAlgorithm aws:kms.",
        source=f"{_GUIDE}, Setting default server-side encryption behavior for Amazon S3 buckets",
        example="rules: [{applyServerSideEncryptionByDefault: {sseAlgorithm: AES256}}]",
        judges={BUCKET: ("id", "bucket")},
        joins={
            BUCKET_POLICY: ("bucket", "policy"),
            ENCRYPTION: ("bucket", f"rules.{_ALGORITHM}"),
        },
        check=_encrypted,
        config=EncryptionConfig,
        group="encryption",
    ),
    Rule(
        "bucket-public-access-block",
        description="Buckets block public access by policies and ACLs.",
        reason="Most data leaks from S3 are caused by buckets that were made public by mistake.",
        remedy="Add a BucketPublicAccessBlock with all four settings true.",
        source=f"{_GUIDE}, Blocking public access to your Amazon S3 storage",
        example="blockPublicPolicy: false",
        judges={BUCKET: ("id", "bucket")},
        joins={BLOCK: ("bucket", *_BLOCKS)},
        check=_private,
        config=RuleConfig,
    ),
    Rule(
        "bucket-versioning",
        description="A bucket has versioning enabled, unless all its objects expire.",
        reason="Overwritten or deleted objects can then be restored.",
        remedy="Add a BucketVersioning with status Enabled, or a lifecycle rule that expires all"
        " objects.",
        source=f"{_GUIDE}, Retaining multiple versions of objects with S3 Versioning",
        example="versioningConfiguration: {status: Suspended}",
        judges={BUCKET: ("id", "bucket")},
        joins={VERSIONING: ("bucket", "versioningConfiguration.status"), **_LIFECYCLE},
        check=_forgiving,
        config=KeepingConfig,
        group="versioning",
    ),
    Rule(
        "bucket-lifecycle",
        description="A bucket has a lifecycle rule, for example one that expires old versions.",
        reason="Data that is kept forever costs money forever and can leak at any time.",
        remedy="Add a BucketLifecycleConfiguration with an enabled rule.",
        source=f"{_GUIDE}, Managing the lifecycle of objects",
        example="rules: [{id: tidy, status: Disabled}]",
        judges={BUCKET: ("id", "bucket")},
        joins=_LIFECYCLE,
        check=_tidy,
        config=RuleConfig,
        group="versioning",
    ),
)
