"""The name of a deleted bucket stays taken for a while, also for the account that owned it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html
"""

from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, S3Backend

from simulator.moto_patches.taken_names import is_taken, take_name

_TAKEN_SECONDS = 120
"""S3 documents no time, only that the name might not be available for reuse for some time."""

_create = S3Backend.create_bucket
_delete = S3Backend.delete_bucket


def _create_unless_taken(
    self: S3Backend, bucket_name: str, *arguments: Any, **named: Any
) -> FakeBucket:
    if is_taken(self, bucket_name, _TAKEN_SECONDS):
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
        take_name(self, bucket_name)
    return deleted


def install() -> None:
    """Patch moto in this process."""
    S3Backend.create_bucket = _create_unless_taken
    S3Backend.delete_bucket = _delete_and_take_name
