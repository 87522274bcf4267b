"""Builders of small plans for the tests of the report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from delivery.plan.change import Change, Difference, Op, State
from delivery.plan.stack_plan import StackPlan

_NEITHER = (Op.CREATE, Op.IMPORT)


def change(
    type_: str,
    name: str,
    op: Op = Op.SAME,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    *,
    differences: tuple[Difference, ...] = (),
    **of_old: Any,
) -> Change:
    """Returns a change; a missing side is equal to the other.

    `of_old` sets fields of the old state, such as `protected=True`.
    """
    before, after = old if old is not None else new or {}, new if new is not None else old or {}
    return Change(
        f"urn:pulumi:staging::cellscope::{type_}::{name}",
        op,
        None if op in _NEITHER else replace(State(before, {}, id=name), **of_old),
        None if op in (Op.DELETE, Op.FORGET) else State(after, {}),
        differences,
    )


def plan(*changes: Change, stack: str = "staging", **more: Any) -> StackPlan:
    """Returns a plan of these resources."""
    return StackPlan(stack, changes, **more)
