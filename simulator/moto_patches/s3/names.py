"""The name of a deleted bucket stays taken for a while, also for the account that owned it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html
"""

from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, S3Backend

from simulator.account.clock import CLOCK

_TAKEN_SECONDS = 120
"""S3 documents no time, only that the name might not be available for reuse for some time."""

_create = S3Backend.create_bucket
_delete = S3Backend.delete_bucket


def _deletions(backend: S3Backend) -> dict[str, float]:
    """When buckets were deleted, by name, in seconds of the account's clock."""
    return vars(backend).setdefault("deletions", {})


def _create_unless_taken(
    self: S3Backend, bucket_name: str, *arguments: Any, **named: Any
) -> FakeBucket:
    deleted = _deletions(self).get(bucket_name)
    if deleted is not None and CLOCK.now() < deleted + _TAKEN_SECONDS:
        # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
        raise S3ClientError(
            "OperationAborted",
            "A conflicting conditional operation is currently in progress against this resource."
            " Please try again.",
        )
    return _create(self, bucket_name, *arguments, **named)


def _delete_and_take_name(self: S3Backend, bucket_name: str) -> FakeBucket | None:
    deleted = _delete(self, bucket_name)
    if deleted:
        _deletions(self)[bucket_name] = CLOCK.now()
    return deleted


def install() -> None:
    """Patch moto in this process."""
    S3Backend.create_bucket = _create_unless_taken
    S3Backend.delete_bucket = _delete_and_take_name
