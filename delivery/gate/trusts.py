"""Finds roles with a wider trust policy, and deleted roles that people assume."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from delivery.gate.access.access_settings import is_known, without_path
from delivery.plan.change import Change, Op
from delivery.plan.grants import principals_in
from delivery.plan.stack_plan import StackPlan
from iam.coverage import added
from iam.documents import Statement, statements_of

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
        if is_for_people(one) and one.old:
            arn = one.old.outputs.get("arn") or one.old.inputs.get("name") or one.name
            yield without_path(str(arn)), "the role that people or workflows assume is deleted"


def is_for_people(change: Change) -> bool:
    """Returns whether the change is one of an existing role that people or workflows assume."""
    if change.type != _ROLE or change.old is None:
        return False
    allowed = (
        one for one in statements_of(change.old.inputs.get("assumeRolePolicy")) if one.allows
    )
    return any(_PEOPLE.search(arn) for one in allowed for arn in one.principals_of("AWS"))


def _wider(old: Any, new: Any) -> str | None:
    if old != new and not is_known(new):
        return "the trust policy is not known until deployment"
    before, after = list(statements_of(old)), list(statements_of(new))
    if gained := [one for one in added(before, after) if one.allows]:
        who = ", ".join(sorted({principals_in(one) for one in gained}))
        what = ", ".join(sorted(_condition_values(gained) - _condition_values(before)))
        return f"the trust policy allows more for {who}{f', with {what}' if what else ''}"
    lost = (one for one in added(after, before) if not one.allows)
    return "the trust policy denies less" if any(lost) else None


def _condition_values(statements: Iterable[Statement]) -> set[str]:
    return {value for one in statements for asked in one.conditions for value in asked.values}
