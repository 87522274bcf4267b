"""Finds the changes of a plan that affect what runs."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from delivery.gate.impact.data import indexes
from delivery.gate.impact.impact import Impact
from delivery.gate.impact.nodes import NODE_GROUP
from delivery.gate.impact.table import IMPACTS
from delivery.gate.step import Step
from delivery.plan.change import WITHHELD, Change, Op, State, value_at
from delivery.plan.stack_plan import StackPlan
from delivery.report.merge import grouped
from delivery.report.text import count, listed

_TABLE, _CERTIFICATE = "aws:dynamodb/table:Table", "aws:acm/certificate:Certificate"

_NAMED_BY = ("allocationId", "arn", "dnsName", "name", "url")
"""Properties by which other resources name a resource, besides its id, or that it takes along."""


def impacts(plan: StackPlan) -> Iterator[tuple[Step, Change, str]]:
    """Yields the changes of a plan that affect what runs, each with its step and its effects."""
    gone = {one.urn: frozenset(_names_lost(one)) for one in plan.changes()}
    for one in plan.changes():
        others = frozenset[str]().union(*(names for urn, names in gone.items() if urn != one.urn))
        found = [
            (row, words) for row in IMPACTS.get(one.type, ()) for words in _of(row, one, others)
        ]
        for step, rows in grouped((row.step, (row, words)) for row, words in found).items():
            yield step, one, "; ".join(_effects(plan, one, rows))


def _of(row: Impact, change: Change, gone: frozenset[str]) -> Iterator[str]:
    """Yields the reason why a row applies to a change, which may be an empty string."""
    old, new = change.old, change.new
    if old is None or change.op not in row.on or (not row.path and old.retained):
        return
    before = value_at(old.inputs, row.path)
    if row.path in row.part_of and isinstance(before, list):
        before = [one for one in cast(list[Any], before) if not _names(one, gone)]
    elif any(_names(_property(old, path), gone) for path in row.part_of):
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


def _effects(plan: StackPlan, change: Change, rows: list[tuple[Impact, str]]) -> Iterator[str]:
    """Yields each effect with its reasons in parentheses."""
    for effect, reasons in grouped((row.effect, words) for row, words in rows).items():
        known = [*filter(None, reasons)]
        if rows[0][0].step is Step.REPLACE_NODES:
            known = [*_of_nodes(plan, change, known)]
        if change.op is Op.REPLACE and not any(reasons):
            causes = [one.path for one in change.differences if one.replaces]
            known += [f"{listed(causes)} cannot be updated in place"] if causes else []
        yield f"{effect} ({'; '.join(known)})" if known else effect


def _of_nodes(plan: StackPlan, change: Change, reasons: list[str]) -> Iterator[str]:
    """Yields the number of nodes, and reasons with the properties of the launch template."""
    nodes = value_at(change.old.outputs if change.old else {}, "scalingConfig.desiredSize")
    if nodes is not None:
        yield f"{count(int(nodes), 'node')} at the last refresh"
    template = value_at(change.old.inputs if change.old else {}, "launchTemplate.id")
    changed = [one for one in plan.changes(Op.UPDATE) if one.old and one.old.id == template]
    for one in changed:
        paths = dict.fromkeys(_top(each.path) for each in one.differences)
        yield f"the launch template changes {listed(paths)}"
    yield from (one for one in reasons if not (changed and one.startswith("launchTemplate")))


def _top(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _names_lost(change: Change) -> Iterator[str]:
    """Yields the names by which others refer to what a change deletes or replaces."""
    old = change.old
    if old is None:
        return
    if change.type == _TABLE:
        paths = "globalSecondaryIndexes"
        after = indexes(value_at(change.new.inputs, paths)) if change.new else {}
        yield from indexes(value_at(old.inputs, paths)).keys() - after.keys()
    if change.op not in (Op.DELETE, Op.FORGET, Op.REPLACE):
        return
    yield old.id
    for side in (old.inputs, old.outputs):
        yield from (str(side[key]) for key in _NAMED_BY if side.get(key))
    if change.type == NODE_GROUP:
        yield str(value_at(old.outputs, "resources[0].autoscalingGroups[0].name"))
    if change.type == _CERTIFICATE:
        for one in cast(list[Mapping[str, str]], old.outputs.get("domainValidationOptions") or []):
            yield one["resourceRecordName"].rstrip(".")


def _names(value: Any, gone: frozenset[str]) -> bool:
    """Returns whether a value, or a value in it, is or contains the name of a lost resource."""
    if isinstance(value, Mapping):
        return any(_names(one, gone) for one in cast(Mapping[str, Any], value).values())
    if isinstance(value, list):
        return any(_names(one, gone) for one in cast(list[Any], value))
    if not isinstance(value, str):
        return False
    return value.rstrip(".") in gone or any(_matches(one, value) for one in gone)


def _matches(name: str, value: str) -> bool:
    # A policy document contains ARNs; a wildcard record serves all names below it.
    return (name.startswith("arn:") and name in value) or (
        name.startswith("*.") and value.endswith(name[1:])
    )
