"""The parts of a report that are about one stack."""

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
"""How the policy pack begins what it cannot judge yet (policies/rules/judge.py)."""

_DONE = {
    Op.CREATE: "created",
    Op.IMPORT: "imported",
    Op.UPDATE: "updated",
    Op.REPLACE: "replaced",
    Op.DELETE: "destroyed",
    Op.FORGET: "forgotten",
}


def headline(plan: StackPlan, rights: RightsChange) -> str:
    """What the plan comes to, in a sentence."""
    told = "; ".join(_counts(plan, rights))
    if not plan.succeeded:
        so_far = f" As far as it came: {told}." if told else ""
        return f"the preview failed; below stands why.{so_far}"
    return f"{told}." if told else "nothing changes."


def _counts(plan: StackPlan, rights: RightsChange) -> Iterator[str]:
    real = [one for one in plan.changes() if not one.is_component]
    done = {op: [one for one in real if one.op is op] for op in _WORST_FIRST}
    steps = [f"{len(found)} {_DONE[op]}{_with_loss(found)}" for op, found in done.items() if found]
    if steps:
        first, *others = steps
        number, _, rest = first.partition(" ")
        yield listed([f"{count(int(number), 'resource')} {rest}", *others])
    for verb, grants in (("gained", rights.gained), ("lost", rights.lost)):
        if grants:
            yield f"{count(len(grants), 'right')} {verb}"


def _with_loss(found: Sequence[Change]) -> str:
    losing = [one for one in found if lost_data(one)]
    return f" ({len(losing)} with data that is lost)" if losing else ""


def sections(plan: StackPlan, rights: RightsChange) -> Iterator[Section]:
    """What is to be read of a stack, most important first."""
    if not plan.succeeded:
        yield Section("Why the preview failed", tuple(_errors(plan)), weight=8)
    going = [one for one in plan.changes(*_GOES) if not one.is_component]
    lines = [_going(one) for one in sorted(going, key=_worst_first)]
    lines += [_unprotected(one) for one in plan.resources if one.unprotects]
    yield Section("Destroyed or replaced", tuple(lines), weight=9)
    told = tuple(sentences(rights, account_of(plan)))
    yield Section("Who gains or loses which right", told, weight=6)
    yield from _policies(plan.judgements)
    unknown = tuple(_unknown(one) for one in plan.changes() if one.unknown)
    yield Section("Known at deployment only", unknown, weight=2, folded=True)
    rest = (one for one in plan.changes() if one.op not in _GOES and not one.is_component)
    yield Section("Other changes", tuple(_change(one) for one in rest), weight=1, folded=True)


_ONLY_THAT_IT_FAILED = "preview failed"
"""What the engine says besides, whatever it failed for."""


def _errors(plan: StackPlan) -> Iterator[str]:
    told = [error for error in plan.errors if error != _ONLY_THAT_IT_FAILED]
    yield from (block(error) for error in told)
    if not told and any(one.mandatory for one in plan.judgements):
        yield "Policies refuse it; they have their say below."
    elif not told:
        yield "The engine was stopped before it said why. Run the preview again."


def account_of(plan: StackPlan) -> str:
    """The digits of the AWS account that the stack's provider is bound to, or nothing."""
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
    step = {Op.DELETE: "destroyed", Op.REPLACE: "replaced", Op.FORGET: "left to itself"}
    told = f"- {code(change.label)} is **{step[change.op]}**"
    if change.op is Op.FORGET:
        return f"{told}: it leaves the program, and AWS keeps it."
    causes = [_difference(one) for one in change.differences if one.replaces]
    told += f", for {listed(causes)}." if causes else "."
    lost = lost_data(change)
    told += f" **Lost: {lost}.**" if lost else " No data is lost."
    if change.op is Op.REPLACE:
        told += " The old one goes first." if change.deletes_first else " The new one comes first."
    if change.old and change.old.protected and not change.unprotects:
        told += " It is protected: the engine refuses."
    return told


def _unprotected(change: Change) -> str:
    data = ", and it holds data" if holds_data(change) else ""
    return f"- {code(change.label)} **is protected no more**{data}."


def _policies(judgements: Sequence[Judgement]) -> Iterator[Section]:
    undecided = [one for one in judgements if one.message.startswith(_UNDECIDED)]
    decided = [one for one in judgements if one not in undecided]
    told = sorted(decided, key=lambda one: (not one.mandatory, one.rule, one.name))
    yield Section("What the policies say", tuple(_judged(one) for one in told), weight=7)
    lines = sorted(f"- {code(one.rule)}, of {code(one.name)}" for one in undecided)
    yield Section("Policies that judge at deployment", tuple(lines), weight=3, folded=True)


def _judged(one: Judgement) -> str:
    level = "**refused**" if one.mandatory else "advice"
    return f"- {level}: {code(one.name)} by {code(one.rule)}: {code(one.message)}"


def _unknown(change: Change) -> str:
    return f"- {code(change.label)}: {', '.join(code(path) for path in change.unknown)}"


def _change(change: Change) -> str:
    told = f"- {code(change.label)} is {_DONE[change.op]}"
    differences = [_difference(one) for one in change.differences]
    return f"{told}: {'; '.join(differences)}" if differences else told


def _difference(one: Difference) -> str:
    if _is_document(one.before) or _is_document(one.after):
        return f"{code(one.path)}, whose rights are told above"
    return f"{code(one.path)} from {value(one.before)} to {value(one.after)}"


def _is_document(found: Any) -> bool:
    return isinstance(found, str) and ('"Statement"' in found or "groups:" in found)
