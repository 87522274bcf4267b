"""A few lines that name the changed resources, so that readers need not unfold the report."""

from collections.abc import Iterable, Iterator, Sequence

from delivery.gate.impact.table import IMPACTS
from delivery.plan.change import Change, Op
from delivery.plan.holds_data import DATA
from delivery.plan.stack_plan import StackPlan
from delivery.report.merge import grouped, neutral
from delivery.report.text import code, count, listed

_VERBS = {
    Op.DELETE: "Deleted",
    Op.REPLACE: "Replaced",
    Op.FORGET: "No longer managed",
    Op.IMPORT: "Imported",
    Op.CREATE: "Created",
    Op.UPDATE: "Updated",
}

_SHOWN = 4
"""Maximum number of names in a line; the resource changes have all."""


def summary(plans: Iterable[StackPlan]) -> str:
    """Returns a list of what is created, changed and deleted, with the stacks of each line."""
    lines = grouped((line, plan.stack) for plan in plans for line in _lines(plan))
    return "\n".join(
        f"- **{verb}** in {listed(stacks)}: {names}" for (verb, names), stacks in lines.items()
    )


def _lines(plan: StackPlan) -> Iterator[tuple[str, str]]:
    for op, verb in _VERBS.items():
        # The parts of a bucket have its name.
        changes = [one for one in plan.changes(op) if not one.is_component]
        # The engine's order varies, and equal lines of two stacks become one.
        changes.sort(key=lambda one: neutral(plan.stack, one.label))
        found = sorted(grouped((one.name, one) for one in changes).values(), key=_minor)
        names = [_name(plan.stack, one) for one in found[:_SHOWN]]
        left = sum(map(len, found[_SHOWN:]))
        if names:
            yield verb, listed([*names, *([count(left, "other resource")] if left else [])])


def _name(stack: str, alike: Sequence[Change]) -> str:
    parts = len(alike) - 1
    also = f" with {count(parts, 'part')}" if parts else ""
    main = next((one for one in alike if one.type in DATA or one.type in IMPACTS), alike[0])
    return f"{code(neutral(stack, main.label))}{also}"


def _minor(alike: Sequence[Change]) -> int:
    """Returns the order of names: alarms follow what they watch, and changed tags come last."""
    differences = [each for one in alike for each in one.differences]
    if differences and all(one.path.startswith("tags") for one in differences):
        return 2
    return int(alike[0].type.startswith("aws:cloudwatch/"))
