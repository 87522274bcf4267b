"""Finds changes that keep data but remove or weaken its protection."""

from collections.abc import Iterator

from delivery.gate.protections.properties import PROTECTIONS
from delivery.plan.change import Change, Op, State, value_at
from delivery.plan.holds_data import holds_data
from delivery.plan.stack_plan import StackPlan

_BUCKET = "aws:s3/bucket:Bucket"
_LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"

_STORES = (_BUCKET, "aws:backup/vault:Vault", "aws:sns/topic:Topic", "aws:sqs/queue:Queue")
"""Types that the resources below protect."""

PROTECTION_RESOURCES = {
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "backupVaultName",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "bucket",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "bucket",
    "aws:s3/bucketPolicy:BucketPolicy": "bucket",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "bucket",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        "bucket"
    ),
    "aws:s3/bucketVersioning:BucketVersioning": "bucket",
    "aws:sns/topicPolicy:TopicPolicy": "arn",
    "aws:sqs/queuePolicy:QueuePolicy": "queueUrl",
}
"""Types that only protect another resource, with the property that has the id of the other."""

WATCHES = {
    "aws:backup/plan:Plan": "its backups stop",
    "aws:backup/selection:Selection": "the resources that it selects are no longer backed up",
    "aws:cloudtrail/trail:Trail": "API activity is no longer recorded",
    "aws:ebs/encryptionByDefault:EncryptionByDefault": "new volumes are no longer encrypted",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (
        "new instances accept requests for their credentials without a session (IMDSv1)"
    ),
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": "people may set weak passwords",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": (
        "buckets of the account may become public"
    ),
}
"""Types that protect data continuously, and the effect of deleting each."""


def loosened(plan: StackPlan) -> Iterator[tuple[Change, str]]:
    """Yields the resources of a plan whose change weakens protection, each with all reasons."""
    going = plan.changes(Op.DELETE, Op.REPLACE, Op.FORGET)
    stores = {one.old.id for one in going if one.old and one.type in _STORES}
    made = [one.new for one in plan.changes(Op.CREATE) if one.type == _BUCKET]
    new = {side.inputs.get("bucket") for side in made if side}
    for one in plan.resources:
        goes_too = one.old is not None and _protected_by(one.type, one.old) in stores
        reasons = [
            *_of_resource(one, goes_too=goes_too),
            *_of_protection_resource(one, goes_too=goes_too),
            *_of_lifecycle(one, new),
        ]
        if reasons:
            yield one, "; ".join(reasons)


def _protected_by(type_: str, side: State) -> str | None:
    """Returns the id of the resource that this one only protects, or None for other types."""
    key = PROTECTION_RESOURCES.get(type_)
    return str(side.inputs.get(key)) if key else None


def _of_resource(change: Change, *, goes_too: bool) -> Iterator[str]:
    old, new = change.old, change.new
    if old is None or new is None:
        return
    if old.retained and not new.retained and (old.protected or holds_data(change)):
        yield "AWS no longer retains it when it is removed from the program"
    # The data of a replaced store is lost; this is reported as a replacement instead.
    replaced_alone = change.op is Op.REPLACE and not (goes_too or holds_data(change))
    if change.op is Op.UPDATE or replaced_alone:
        yield from _weaker(change.type, old, new)


def _weaker(type_: str, old: State, new: State) -> Iterator[str]:
    for protection in PROTECTIONS.get(type_, ()):
        sides = (value_at(side.inputs, protection.path) for side in (old, new))
        words = protection.weaker(*sides)
        if words and not (protection.unless and new.inputs.get(protection.unless)):
            yield f"{protection.path} {words}"


def _of_protection_resource(change: Change, *, goes_too: bool) -> Iterator[str]:
    """Yields reasons for a deleted or moved protection, unless its store is deleted too."""
    if change.old is None or goes_too or change.op not in (Op.DELETE, Op.REPLACE):
        return
    before, after = (side and _protected_by(change.type, side) for side in (change.old, change.new))
    if before != after:
        yield f"{before} loses this protection"
    if change.op is Op.DELETE and (end := WATCHES.get(change.type)):
        yield end


def _of_lifecycle(change: Change, new_buckets: set[str | None]) -> Iterator[str]:
    """Yields reasons for a new lifecycle of an existing bucket, which may have objects."""
    is_new = change.type == _LIFECYCLE and change.op is Op.CREATE
    if is_new and change.new and change.new.inputs.get("bucket") not in new_buckets:
        yield from _weaker(_LIFECYCLE, State({}, {}), change.new)
