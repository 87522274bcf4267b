"""The sections of a report about one stack."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from delivery.plan.change import Change, Difference, Op
from delivery.plan.holds_data import holds_data, lost_data
from delivery.plan.rights import RightsChange
from delivery.plan.stack_plan import Judgement, StackPlan
from delivery.report.rights_text import sentences
from delivery.report.section import Section
from delivery.report.text import block, code, count, listed, value

_WORST_FIRST = (Op.DELETE, Op.REPLACE, Op.FORGET, Op.IMPORT, Op.CREATE, Op.UPDATE)
_GOES = _WORST_FIRST[:3]
_UNDECIDED = "to be checked at deployment"
"""Prefix of policy results that are not known until deployment (policies/engine/judge.py)."""

_DONE = {
    Op.CREATE: "created",
    Op.IMPORT: "imported",
    Op.UPDATE: "updated",
    Op.REPLACE: "replaced",
    Op.DELETE: "deleted",
    Op.FORGET: "no longer managed",
}


def headline(plan: StackPlan, rights: RightsChange) -> str:
    """Returns a one-sentence summary of the plan."""
    summary = "; ".join(_counts(plan, rights))
    if not plan.succeeded:
        so_far = f" Changes before the failure: {summary}." if summary else ""
        return f"the preview failed; the error is shown below.{so_far}"
    return f"{summary}." if summary else "no changes."


def _counts(plan: StackPlan, rights: RightsChange) -> Iterator[str]:
    real = [one for one in plan.changes() if not one.is_component]
    done = {op: [one for one in real if one.op is op] for op in _WORST_FIRST}
    steps = [f"{len(found)} {_DONE[op]}{_with_loss(found)}" for op, found in done.items() if found]
    if steps:
        first, *others = steps
        number, _, rest = first.partition(" ")
        yield listed([f"{count(int(number), 'resource')} {rest}", *others])
    for verb, grants in (("added", rights.gained), ("removed", rights.lost)):
        if grants:
            yield f"{count(len(grants), 'permission')} {verb}"


def _with_loss(found: Sequence[Change]) -> str:
    losing = [one for one in found if lost_data(one)]
    return f" ({len(losing)} with data loss)" if losing else ""


def sections(plan: StackPlan, rights: RightsChange) -> Iterator[Section]:
    """Yields the sections of a stack, the most important first."""
    if not plan.succeeded:
        yield Section("Why the preview failed", tuple(_errors(plan)), weight=8)
    going = [one for one in plan.changes(*_GOES) if not one.is_component]
    lines = [_going(one) for one in sorted(going, key=_worst_first)]
    lines += [_unprotected(one) for one in plan.resources if one.unprotects]
    yield Section("Deleted or replaced", tuple(lines), weight=9)
    permissions = tuple(sentences(rights, account_of(plan)))
    yield Section("Permission changes", permissions, weight=6)
    yield from _policies(plan.judgements)
    unknown = tuple(_unknown(one) for one in plan.changes() if one.unknown)
    yield Section("Not known until deployment", unknown, weight=2, folded=True)
    rest = (one for one in plan.changes() if one.op not in _GOES and not one.is_component)
    yield Section("Other changes", tuple(_change(one) for one in rest), weight=1, folded=True)


_ONLY_THAT_IT_FAILED = "preview failed"
"""The error that the engine adds to every failed preview."""


def _errors(plan: StackPlan) -> Iterator[str]:
    errors = [error for error in plan.errors if error != _ONLY_THAT_IT_FAILED]
    yield from (block(error) for error in errors)
    if not errors and any(one.mandatory for one in plan.judgements):
        yield "Blocked by mandatory policies, listed below."
    elif not errors:
        yield "Pulumi stopped without reporting an error. Run the preview again."


def account_of(plan: StackPlan) -> str:
    """Returns the id of the AWS account of the provider, or an empty string."""
    for one in plan.resources:
        side = one.new or one.old
        if one.type == "pulumi:providers:aws" and side:
            ids = side.inputs.get("allowedAccountIds")
            accounts = json.loads(ids) if isinstance(ids, str) else ids
            return accounts[0] if accounts else ""
    return ""


def _worst_first(change: Change) -> tuple[bool, str, str]:
    return not lost_data(change), change.op, change.label


def _going(change: Change) -> str:
    text = f"- {code(change.label)} is **{_DONE[change.op]}**"
    if change.op is Op.FORGET:
        return f"{text}: it is removed from the program and remains in AWS."
    causes = [_difference(one) for one in change.differences if one.replaces]
    text += f", because {listed(causes)}." if causes else "."
    lost = lost_data(change)
    text += f" **Data loss: {lost}.**" if lost else " No data is lost."
    if change.op is Op.REPLACE:
        first = "The old resource is deleted" if change.deletes_first else "The new one is created"
        text += f" {first} first."
    if change.old and change.old.protected and not change.unprotects:
        text += " The resource is protected, so Pulumi refuses."
    return text


def _unprotected(change: Change) -> str:
    data = ", and it holds data" if holds_data(change) else ""
    return f"- {code(change.label)} **is no longer protected**{data}."


def _policies(judgements: Sequence[Judgement]) -> Iterator[Section]:
    undecided = [one for one in judgements if one.message.startswith(_UNDECIDED)]
    decided = [one for one in judgements if one not in undecided]
    ordered = sorted(decided, key=lambda one: (not one.mandatory, one.rule, one.name))
    yield Section("Policy violations", tuple(_judged(one) for one in ordered), weight=7)
    lines = sorted(f"- {code(one.rule)} for {code(one.name)}" for one in undecided)
    yield Section("Policies checked at deployment", tuple(lines), weight=3, folded=True)


def _judged(one: Judgement) -> str:
    level = "**mandatory**" if one.mandatory else "advisory"
    return f"- {level}: {code(one.name)} violates {code(one.rule)}: {code(one.message)}"


def _unknown(change: Change) -> str:
    return f"- {code(change.label)}: {', '.join(code(path) for path in change.unknown)}"


def _change(change: Change) -> str:
    text = f"- {code(change.label)} is {_DONE[change.op]}"
    differences = [_difference(one) for one in change.differences]
    return f"{text}: {'; '.join(differences)}" if differences else text


def _difference(one: Difference) -> str:
    if _is_document(one.before) or _is_document(one.after):
        return f"{code(one.path)} changes (see the permission changes above)"
    return f"{code(one.path)} changes from {value(one.before)} to {value(one.after)}"


def _is_document(found: Any) -> bool:
    return isinstance(found, str) and ('"Statement"' in found or "groups:" in found)
