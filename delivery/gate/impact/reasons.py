"""The effects of a change in one sentence, each with the reasons for it in parentheses."""

from collections.abc import Iterator

from delivery.gate.impact.comparisons import changed
from delivery.gate.impact.impact import Impact
from delivery.gate.step import Step
from delivery.plan.change import Change, Difference, Op, value_at
from delivery.plan.stack_plan import StackPlan
from delivery.report.merge import grouped
from delivery.report.text import count, listed

_DERIVED = "nodeGroupName"
"""The name of a node group contains a hash of its other properties (docs/decisions/0009)."""


def effects(plan: StackPlan, change: Change, rows: list[tuple[Impact, str]]) -> Iterator[str]:
    """Yields each effect of the rows that apply, of which each has a reason or an empty string."""
    for effect, reasons in grouped((row.effect, words) for row, words in rows).items():
        known = [*filter(None, reasons)]
        if change.op is Op.REPLACE and not known:
            known = [f"{one.path} {_from_to(one)}" for one in change.differences if one.replaces]
        if rows[0][0].step is Step.REPLACE_NODES:
            known = [*_of_nodes(plan, change, known)]
        yield f"{effect} ({'; '.join(known)})" if known else effect


def _of_nodes(plan: StackPlan, change: Change, reasons: list[str]) -> Iterator[str]:
    """Yields the number of nodes, and the reasons, also those in the launch template."""
    old = change.old
    nodes = value_at(old.outputs, "scalingConfig.desiredSize") if old else None
    if nodes is not None:
        yield f"{count(int(nodes), 'node')} at the last refresh"
    template = value_at(old.inputs, "launchTemplate.id") if old else None
    templates = [one for one in plan.changes(Op.UPDATE) if one.old and one.old.id == template]
    yield from (_of_template(one.differences) for one in templates)
    shown = [one for one in reasons if not (templates and one.startswith("launchTemplate"))]
    others = [one for one in shown if not one.startswith(_DERIVED)]
    yield from others if others or templates else shown


def _of_template(differences: tuple[Difference, ...]) -> str:
    if len(differences) == 1:
        (one,) = differences
        return f"{one.path} of the launch template {_from_to(one)}"
    paths = dict.fromkeys(_top(one.path) for one in differences)
    return f"the launch template changes{f' {listed(paths)}' if paths else ''}"


def _from_to(one: Difference) -> str:
    return changed(one.before, one.after) or "changes"


def _top(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]
