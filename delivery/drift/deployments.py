"""Deployments during a comparison with AWS, which would look like drift.

A deployment holds a lock in the state bucket, and publishes the state when it ends. This also shows
the deployments of people, which no workflow knows.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from delivery.aws import paginated
from delivery.command import DeliveryError
from delivery.recovery.backend import lock_folder
from estate.account.account import published_state_key

_PATIENCE_SECONDS = 45 * 60
"""The maximum time to wait for deployments, shorter than the workflow's timeout."""

_POLL_SECONDS = 20


class StillDeployingError(DeliveryError):
    """A deployment did not end in time; the message has the remedy."""


class Moment(NamedTuple):
    """The locks of a stack, and the version of its published state; empty if there is none."""

    locks: tuple[str, ...]
    published: str


class Deployments:
    """The deployments of a project's stacks; `bucket` has the states."""

    def __init__(self, project: str, s3: Any, bucket: str) -> None:
        self._project, self._s3, self._bucket = project, s3, bucket
        self._deadline = time.monotonic() + _PATIENCE_SECONDS

    def ended(self, stacks: Sequence[str]) -> Iterator[str]:
        """Waits until no stack is being deployed; yields a line for each that it waits for.

        Raises StillDeployingError if that takes too long.
        """
        for stack in stacks:
            if (moment := self.moment(stack)).locks:
                yield f"{stack}: waits for a deployment"
            while moment.locks:
                if time.monotonic() > self._deadline:
                    raise StillDeployingError(
                        f"{stack}: a deployment still has the lock {moment.locks[0]}. If none runs,"
                        f" the next `python -m delivery deploy {stack}` removes the lock."
                    )
                time.sleep(_POLL_SECONDS)
                moment = self.moment(stack)

    def moment(self, stack: str) -> Moment:
        """Returns what shows whether the stack is or was deployed."""
        place = {"Bucket": self._bucket, "Prefix": lock_folder(self._project, stack)}
        locks = paginated(self._s3, "list_objects_v2", "Contents", **place)
        return Moment(tuple(one["Key"] for one in locks), self._published(stack))

    def _published(self, stack: str) -> str:
        try:
            key = published_state_key(stack)
            return str(self._s3.head_object(Bucket=self._bucket, Key=key)["ETag"])
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey"):
                return ""
            raise
