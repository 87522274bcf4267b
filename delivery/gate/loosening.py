"""Steps that leave data where it is and take away what protects it."""

from collections.abc import Iterator

from delivery.gate.protections import PROTECTIONS
from delivery.plan.change import Change, Op, State, value_at
from delivery.plan.holds_data import holds_data
from delivery.plan.stack_plan import StackPlan

_BUCKET = "aws:s3/bucket:Bucket"
_LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"

_WARDENS = {
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
"""Resources that only protect another, with the property that names it by its id."""


def loosened(plan: StackPlan) -> Iterator[tuple[Change, str]]:
    """The resources of a plan by which data gets less safe, each with all reasons in words."""
    stores = {one.old.id for one in plan.changes(Op.DELETE, Op.REPLACE, Op.FORGET) if one.old}
    made = [one.new for one in plan.changes(Op.CREATE) if one.type == _BUCKET]
    new = {side.inputs.get("bucket") for side in made if side}
    for one in plan.resources:
        if reasons := [*_of_resource(one), *_of_warden(one, stores), *_of_lifecycle(one, new)]:
            yield one, "; ".join(reasons)


def _of_resource(change: Change) -> Iterator[str]:
    old, new = change.old, change.new
    if old is None or new is None:
        return
    if old.retained and not new.retained and (old.protected or holds_data(change)):
        yield "AWS no longer keeps it when it leaves the program"
    if change.op is Op.UPDATE:
        yield from _weaker(change.type, old, new)


def _weaker(type_: str, old: State, new: State) -> Iterator[str]:
    for protection in PROTECTIONS.get(type_, ()):
        sides = (value_at(side.inputs, protection.path) for side in (old, new))
        words = protection.weaker(*sides)
        if words and not (protection.unless and new.inputs.get(protection.unless)):
            yield f"{protection.path} {words}"


def _of_warden(change: Change, stores: set[str]) -> Iterator[str]:
    """A protection that is deleted, unless what it protects goes as well."""
    key = _WARDENS.get(change.type)
    if key and change.op is Op.DELETE and change.old:
        protected = str(change.old.inputs.get(key))
        if protected not in stores:
            yield f"{protected} loses it"


def _of_lifecycle(change: Change, new_buckets: set[str | None]) -> Iterator[str]:
    """A lifecycle on a bucket that had none, and may have objects."""
    is_new = change.type == _LIFECYCLE and change.op is Op.CREATE
    if is_new and change.new and change.new.inputs.get("bucket") not in new_buckets:
        yield from _weaker(_LIFECYCLE, State({}, {}), change.new)
