"""A part of a resource that the bootstrap creates or updates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """A setting: `read` returns its value, `write` sets it to `wanted`.

    `read` returns None or raises ClientError if the part does not exist.
    """

    name: str
    read: Callable[[], Any]
    wanted: Any
    write: Callable[[], Any]


def tag_list(
    tags: Mapping[str, str], key: str = "Key", value: str = "Value"
) -> list[dict[str, str]]:
    """Returns tags as a list for AWS calls; KMS uses other field names than most services."""
    return [{key: name, value: text} for name, text in tags.items()]
