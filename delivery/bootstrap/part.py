"""A part of a resource that the bootstrap creates or updates."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from delivery.aws import status_of
from delivery.command import DeliveryError


class BootstrapError(DeliveryError):
    """The bootstrap cannot run; the message has the reason and the remedy."""


class PartState(StrEnum):
    """The state of a part after the bootstrap, or in a dry run."""

    UP_TO_DATE = "up to date"
    CREATED = "created"
    UPDATED = "updated"
    WOULD_BE_CREATED = "would be created"
    WOULD_BE_UPDATED = "would be updated"


class PartResult(NamedTuple):
    """A part by its name, and its state."""

    part: str
    state: PartState


class Part(NamedTuple):
    """A setting: `read` returns its value, `write` sets it to `wanted`.

    `read` returns None or raises ClientError if the part does not exist.
    """

    name: str
    read: Callable[[], Any]
    wanted: Any
    write: Callable[[], Any]

    def apply(self, *, dry_run: bool) -> PartResult:
        """Writes the part if it is missing or differs; with `dry_run` writes nothing.

        Raises BootstrapError if AWS denies reading it.
        """
        try:
            current = self.read()
        except ClientError as error:
            if status_of(error) == 403:
                raise BootstrapError(
                    f"{self.name} cannot be read: {error}. Either another account owns the name, or"
                    " these credentials do not allow reading it."
                ) from None
            current = None
        if current == self.wanted:
            return PartResult(self.name, PartState.UP_TO_DATE)
        missing = current is None
        if dry_run:
            state = PartState.WOULD_BE_CREATED if missing else PartState.WOULD_BE_UPDATED
        else:
            self.write()
            state = PartState.CREATED if missing else PartState.UPDATED
        return PartResult(self.name, state)


def tag_list(
    tags: Mapping[str, str], key: str = "Key", value: str = "Value"
) -> list[dict[str, str]]:
    """Returns tags as a list for AWS calls; KMS uses other field names than most services."""
    return [{key: name, value: text} for name, text in tags.items()]
