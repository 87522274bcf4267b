"""Finds the changes of a plan that affect what runs."""

from collections.abc import Iterator
from typing import Any, cast

from delivery.gate.impact.belonging import names, names_lost
from delivery.gate.impact.impact import Impact
from delivery.gate.impact.reasons import effects
from delivery.gate.impact.table import IMPACTS
from delivery.gate.step import Step
from delivery.plan.change import WITHHELD, Change, State, value_at
from delivery.plan.stack_plan import StackPlan
from delivery.report.merge import grouped


def impacts(plan: StackPlan) -> Iterator[tuple[Step, Change, str]]:
    """Yields the changes of a plan that affect what runs, each with its step and its effects."""
    gone = {one.urn: frozenset(names_lost(one)) for one in plan.changes()}
    for one in plan.changes():
        others = frozenset[str]().union(*(lost for urn, lost in gone.items() if urn != one.urn))
        found = [
            (row, words) for row in IMPACTS.get(one.type, ()) for words in _of(row, one, others)
        ]
        for step, rows in grouped((row.step, (row, words)) for row, words in found).items():
            yield step, one, "; ".join(effects(plan, one, rows))


def _of(row: Impact, change: Change, gone: frozenset[str]) -> Iterator[str]:
    """Yields the reason why a row applies to a change, which may be an empty string."""
    old, new = change.old, change.new
    if old is None or change.op not in row.on or (not row.path and old.retained):
        return
    before = value_at(old.inputs, row.path)
    if row.path in row.part_of and isinstance(before, list):
        before = [one for one in cast(list[Any], before) if not names(one, gone)]
    elif any(names(_property(old, path), gone) for path in row.part_of):
        return
    after = value_at(new.inputs, row.path) if new else None
    hidden = before == after == WITHHELD
    if hidden and any(one.path == row.path for one in change.differences):
        after = f"another {WITHHELD}"
    words = row.detect(before, after)
    if words is not None:
        yield f"{row.path} {words}" if row.path and words else words


def _property(side: State, path: str) -> Any:
    return side.id if path == "id" else value_at(side.inputs, path)
