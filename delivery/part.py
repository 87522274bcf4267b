"""A part of something that must exist in the account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """How it is now, if `read` finds it (else None, or an error of AWS's), and how it should be."""

    name: str
    read: Callable[[], Any]
    wanted: Any
    write: Callable[[], Any]


def tag_list(
    tags: Mapping[str, str], key: str = "Key", value: str = "Value"
) -> list[dict[str, str]]:
    """Tags as most of AWS's calls want them; KMS names its fields otherwise."""
    return [{key: name, value: text} for name, text in tags.items()]
