"""Builders of small plans."""

from collections.abc import Iterable, Mapping
from typing import Any

from delivery.plan.change import Change, Difference, Op, State
from delivery.plan.stack_plan import StackPlan


def change(
    type_: str,
    name: str,
    op: Op = Op.SAME,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    *,
    deletes_first: bool = False,
    differences: Iterable[Difference] = (),
    urn: str = "",
    id_: str = "",
    **of_both: Any,
) -> Change:
    """Returns a change; a missing side has the inputs of the other.

    `of_both` sets fields of both states, such as `protected=True`.
    """
    before, after = old if old is not None else new or {}, new if new is not None else old or {}
    return Change(
        urn or f"urn:pulumi:staging::cellscope::{type_}::{name}",
        op,
        None if op in (Op.CREATE, Op.IMPORT) else State(before, {}, id_ or name, **of_both),
        None if op in (Op.DELETE, Op.FORGET) else State(after, {}, **of_both),
        tuple(differences),
        deletes_first,
    )


def plan(*changes: Change, stack: str = "staging", **more: Any) -> StackPlan:
    """Returns a plan of these resources."""
    return StackPlan(stack, changes, **more)
