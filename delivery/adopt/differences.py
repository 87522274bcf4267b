"""What a deployment would change on adopted resources, and the records that keep it as it is."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from delivery.plan.change import WITHHELD, Change, Op, value_at

_TAGS = ("tags", "tagsAll")
"""Inputs that a deployment changes in place without an effect on the resource."""


class Kept(NamedTuple):
    """An input of an adopted resource which differs from the program.

    `path` leads to the input, or to the list that contains it. `value` is what AWS has, None for
    nothing. `replaces` is whether the program's value would replace the resource.
    """

    path: str
    replaces: bool
    value: Any
    declared: Any


def kept_inputs(change: Change) -> Iterator[Kept]:
    """Yields the inputs that must stay as they are, so that a deployment changes only tags."""
    found: dict[str, bool] = {}
    for one in change.differences:
        path = one.path.partition("[")[0]
        if one.replaces or path.partition(".")[0] not in _TAGS:
            found[path] = found.get(path, False) or one.replaces
    sides = (change.old, change.new)
    for path, replaces in found.items():
        live, declared = (value_at(side.inputs, path) if side else None for side in sides)
        yield Kept(path, replaces, live, declared)


def is_secret(kept: Kept) -> bool:
    """Returns whether the engine withholds the value, so that no record can keep it."""
    return WITHHELD in str(kept.value)


def records(changes: Mapping[str, Change]) -> list[dict[str, Any]]:
    """Returns the records of `cellscope:adopted` for the changes of adopted resources."""
    found: list[dict[str, Any]] = []
    for change in changes.values():
        keep = {one.path: one.value for one in kept_inputs(change) if not is_secret(one)}
        if keep and change.op in (Op.UPDATE, Op.REPLACE):
            found.append({"resource": change.label, "keep": keep})
    return sorted(found, key=lambda record: record["resource"])
