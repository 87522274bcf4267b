"""The report for programs, as JSON with stable keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from delivery.plan.change import Change, Op
from delivery.plan.grants import Grant
from delivery.plan.holds_data import lost_data
from delivery.plan.rights import RightsChange
from delivery.plan.stack_plan import StackPlan


def machine_readable(
    plans: Sequence[tuple[StackPlan, RightsChange]], drift: Sequence[StackPlan]
) -> Mapping[str, Any]:
    """Returns `stacks` and `drift`, each by the name of the stack, without property values."""
    return {
        "stacks": {plan.stack: _of_plan(plan, rights) for plan, rights in plans},
        "drift": {found.stack: _of_drift(found) for found in drift},
    }


def _of_plan(plan: StackPlan, rights: RightsChange) -> dict[str, Any]:
    return {
        "succeeded": plan.succeeded,
        "errors": list(plan.errors),
        "changes": _changes(plan),
        "rights": {
            "gained": _grants(rights.gained),
            "lost": _grants(rights.lost),
            "unknown": list(rights.unknown),
        },
        "policies": [
            {"rule": one.rule, "mandatory": one.mandatory, "urn": one.urn, "message": one.message}
            for one in plan.judgements
        ],
    }


def _of_drift(found: StackPlan) -> dict[str, Any]:
    return {
        "succeeded": found.succeeded,
        "errors": list(found.errors),
        "changes": _changes(found),
        "access": [one.problem for one in found.access],
    }


def _changes(plan: StackPlan) -> list[dict[str, Any]]:
    return [_change(one) for one in plan.changes() if not one.is_component]


def _change(one: Change) -> dict[str, Any]:
    return {
        "urn": one.urn,
        "step": one.op.value,
        "properties": [each.path for each in one.differences],
        "replacedFor": [each.path for each in one.differences if each.replaces],
        "lost": lost_data(one),
        "unprotected": one.unprotects,
        "deletedFirst": one.op is Op.REPLACE and one.deletes_first,
        "unknown": list(one.unknown),
    }


def _grants(grants: Iterable[Grant]) -> list[dict[str, str]]:
    return [{key: str(found) for key, found in asdict(one).items()} for one in grants]
