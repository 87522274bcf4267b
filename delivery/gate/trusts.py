"""Finds roles with a wider trust policy, and deleted roles that people assume."""

import re
from collections.abc import Iterator
from typing import Any

from delivery.gate.access.identities import is_known, without_path
from delivery.gate.statement_subset import beyond, condition_values
from delivery.plan.change import Change, Op
from delivery.plan.grants import Grant, Kind, of_resource
from delivery.plan.stack_plan import StackPlan

_ROLE = "aws:iam/role:Role"

_PEOPLE = re.compile(r"^\d{12}$|:root$|:user/")
"""Principals that are people: users, or an account that delegates to its IAM policies."""


def widened_trusts(plan: StackPlan) -> Iterator[tuple[Change, str]]:
    """Yields roles whose trust policy allows more, each with a description of the change.

    A trust policy that is not known until deployment counts as wider.
    """
    for one in plan.changes(Op.UPDATE, Op.REPLACE):
        if one.type != _ROLE or one.old is None or one.new is None:
            continue
        if words := _wider(*(side.inputs.get("assumeRolePolicy") for side in (one.old, one.new))):
            yield one, words


def lost_roles(plan: StackPlan) -> Iterator[tuple[str, str]]:
    """Yields ARNs of deleted roles that people assume, such as the deploy role, with the reason."""
    for one in plan.changes(Op.DELETE, Op.REPLACE):
        if one.type == _ROLE and one.old and _is_for_people(one.old.inputs.get("assumeRolePolicy")):
            arn = one.old.outputs.get("arn") or one.old.inputs.get("name") or one.name
            yield without_path(str(arn)), "the role that people or workflows assume is deleted"


def _wider(old: Any, new: Any) -> str | None:
    if old != new and not is_known(new):
        return "the trust policy is not known until deployment"
    before, after = _ways_in(old), _ways_in(new)
    if gained := beyond(after, before, "Allow"):
        who = ", ".join(sorted({one.who for one in gained}))
        what = ", ".join(sorted(condition_values(gained) - condition_values(before)))
        return f"the trust policy allows more for {who}{f', with {what}' if what else ''}"
    return "the trust policy denies less" if beyond(before, after, "Deny") else None


def _is_for_people(trust: Any) -> bool:
    return any(one.effect == "Allow" and _PEOPLE.search(one.who) for one in _ways_in(trust))


def _ways_in(trust: Any) -> list[Grant]:
    return list(of_resource(Kind.TRUST, str(trust)))
