"""One resource in a plan: what it is now, what it would be, and what happens to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the engine writes for a value that is decided at deployment (Pulumi SDK, rpc.UNKNOWN)."""

WITHHELD = "[secret]"
"""What the engine writes for a secret value in its events (pulumi/pkg, engine/events.go)."""


class Op(StrEnum):
    """What happens to a resource, once for each: the engine's parts of a replacement are one."""

    SAME = "same"
    CREATE = "create"
    IMPORT = "import"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    FORGET = "forget"
    """It leaves the state alone: AWS keeps it (`retainOnDelete`)."""


@dataclass(frozen=True)
class State:
    """A resource at one side of a change. Secret values are `WITHHELD`, unknown ones `UNKNOWN`."""

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    id: str = ""
    protected: bool = False
    retained: bool = False
    custom: bool = True
    """Whether AWS or the cluster has it; a component is the program's alone."""


@dataclass(frozen=True)
class Difference:
    """A property that differs: its path, such as `tags.Owner`, and whether it forces replacement.

    `before` and `after` are its values, None where there is none.
    """

    path: str
    replaces: bool
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Change:
    """A resource of a stack's plan; `old` is None for a new one, `new` for one that goes."""

    urn: str
    op: Op
    old: State | None
    new: State | None
    differences: tuple[Difference, ...] = field(default=())
    deletes_first: bool = False
    """Of a replacement: whether there is a time without the resource."""

    @property
    def name(self) -> str:
        """The name within the program, such as `cell-sets`."""
        return self.urn.split("::", 3)[3]

    @property
    def type(self) -> str:
        """The type's token, such as `aws:s3/bucket:Bucket`."""
        return self.urn.split("::", 3)[2].rpartition("$")[2]

    @property
    def label(self) -> str:
        """Type and name, as people read and acknowledge them: `s3.Bucket cell-sets`."""
        return f"{short(self.type)} {self.name}"

    @property
    def is_component(self) -> bool:
        """Whether it stands for its children alone."""
        side = self.new or self.old
        return side is not None and not side.custom

    @cached_property
    def unprotects(self) -> bool:
        """Whether a resource that stays, or is replaced, loses the engine's protection.

        What is to go while it is protected loses nothing: the engine refuses.
        """
        return bool(self.old and self.old.protected and self.new and not self.new.protected)

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """Paths of the inputs that are decided at deployment."""
        return tuple(_unknown_in(self.new.inputs)) if self.new else ()


def short(token: str) -> str:
    """A type as people say it: `s3.Bucket`, `core/v1.ConfigMap`, `access.AccessGroup`."""
    _, module, kind = token.split(":", 2)
    # A Kubernetes module is an API version, such as apps/v1; an AWS one is a service and a file.
    module = module if re.search(r"/v\d", module) else module.partition("/")[0]
    return f"{module}.{kind}" if module and module != "index" else kind


def value_at(values: Any, path: str) -> Any:
    """The value at a path as the engine writes them (`a.b[0]["c.d"]`), or None."""
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
