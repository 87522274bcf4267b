"""A resource in a plan: its old state, its new state, and the operation."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

from settings.adopted import resource_label

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Placeholder of the engine for an unknown value.

https://github.com/pulumi/pulumi/blob/master/sdk/python/lib/pulumi/runtime/rpc.py
"""

WITHHELD = "[secret]"
"""Placeholder of the engine for a secret value in events.

https://github.com/pulumi/pulumi/blob/master/pkg/engine/events.go
"""


class Op(StrEnum):
    """The operation on a resource; the parts of a replacement count as one operation."""

    SAME = "same"
    CREATE = "create"
    IMPORT = "import"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    FORGET = "forget"
    """The resource is removed from the state, but retained in AWS (`retainOnDelete`)."""


@dataclass(frozen=True)
class State:
    """The state of a resource. Secret values are `WITHHELD`, unknown ones `UNKNOWN`."""

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    id: str = ""
    protected: bool = False
    retained: bool = False
    custom: bool = True
    """Whether it exists in AWS or the cluster; a component exists only in the program."""


@dataclass(frozen=True)
class Difference:
    """A changed property: its path, such as `tags.Owner`, and whether it forces replacement.

    `before` and `after` are its values, or None if it has none.
    """

    path: str
    replaces: bool
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Change:
    """A resource in a plan; `old` is None for a created one, `new` for a deleted one."""

    urn: str
    op: Op
    old: State | None
    new: State | None
    differences: tuple[Difference, ...] = field(default=())
    deletes_first: bool = False
    """Whether a replacement deletes the old resource before it creates the new one."""

    @property
    def name(self) -> str:
        """The name in the program, such as `cell-sets`."""
        return self.urn.split("::", 3)[3]

    @property
    def type(self) -> str:
        """The type token, such as `aws:s3/bucket:Bucket`."""
        return self.urn.split("::", 3)[2].rpartition("$")[2]

    @property
    def label(self) -> str:
        """The short type and the name, as in acknowledgements: `s3.Bucket cell-sets`."""
        return resource_label(self.type, self.name)

    @property
    def is_component(self) -> bool:
        """Whether it is a component resource, which only has children."""
        side = self.new or self.old
        return side is not None and not side.custom

    @cached_property
    def unprotects(self) -> bool:
        """Whether a resource that is kept or replaced loses its protection by the engine.

        False for a protected resource that is deleted, because the engine refuses that.
        """
        return bool(self.old and self.old.protected and self.new and not self.new.protected)

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """Paths of the inputs that are not known until deployment."""
        return tuple(_unknown_in(self.new.inputs)) if self.new else ()


def value_at(values: Any, path: str) -> Any:
    """Returns the value at a path in the syntax of the engine (`a.b[0]["c.d"]`), or None."""
    for key in _keys(path):
        if isinstance(values, Mapping):
            values = cast(Mapping[str, Any], values).get(str(key))
        elif isinstance(values, list) and isinstance(key, int):
            items = cast(list[Any], values)
            values = items[key] if key < len(items) else None
        else:
            return None
    return values


_KEY = re.compile(r'\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.\[]+)')


def _keys(path: str) -> Iterator[str | int]:
    for index, quoted, plain in _KEY.findall(path):
        yield int(index) if index else quoted or plain


def _unknown_in(values: Any, path: str = "") -> Iterator[str]:
    if isinstance(values, Mapping):
        for key, value in cast(Mapping[str, Any], values).items():
            yield from _unknown_in(value, f"{path}.{key}" if path else key)
    elif isinstance(values, list):
        for index, value in enumerate(cast(list[Any], values)):
            yield from _unknown_in(value, f"{path}[{index}]")
    elif isinstance(values, str) and UNKNOWN in values:
        yield path
