"""The table of a report: a row for each stack with the number of its changes."""

from collections.abc import Iterable, Iterator, Sequence

from delivery.markdown import table
from delivery.plan.change import Change, Op
from delivery.plan.grants import Grant
from delivery.plan.holds_data import lost_data
from delivery.plan.rights import RightsChange
from delivery.plan.stack_plan import StackPlan
from delivery.report.merge import grouped, neutral
from delivery.report.names import Names
from delivery.report.text import code, count, listed

_HEADINGS = (
    "Stack",
    "Create",
    "Update",
    "Replace",
    "Delete",
    "Permissions gained",
    "Permissions lost",
    "Policy violations",
)

_SHOWN = 3
"""Maximum number of principals in a cell; all are in the permission changes."""


def overview(plans: Iterable[tuple[StackPlan, RightsChange, Names]]) -> str:
    """Returns the table; stacks with the same changes share a row."""
    rows = grouped((_row(*one), one[0].stack) for one in plans)
    lines = [[", ".join(stacks) + row[0], *row[1]] for row, stacks in rows.items()]
    return table(_HEADINGS, lines)


def _row(
    plan: StackPlan, rights: RightsChange, names: Names
) -> tuple[str, tuple[str, ...], tuple[tuple[Op, str], ...]]:
    """Returns a note, the cells, and the changed resources, which distinguish equal cells."""
    note = "" if plan.succeeded else " (preview failed, numbers are incomplete)"
    changes = [one for one in plan.changes() if not one.is_component]
    cells = (*_resources(changes), *_rights(rights, names), _policies(plan))
    changed = sorted((one.op, neutral(plan.stack, one.label)) for one in changes)
    return note, tuple(neutral(plan.stack, cell) for cell in cells), tuple(changed)


def _resources(changes: Sequence[Change]) -> Iterator[str]:
    found = {op: [one for one in changes if one.op is op] for op in Op}
    imported, kept = len(found[Op.IMPORT]), len(found[Op.FORGET])
    yield _cell(len(found[Op.CREATE]) + imported, [f"{imported} imported"] if imported else [])
    yield _cell(len(found[Op.UPDATE]))
    yield _cell(len(found[Op.REPLACE]), _losses(found[Op.REPLACE]))
    notes = [*_losses(found[Op.DELETE]), *([f"{kept} kept in AWS"] if kept else [])]
    yield _cell(len(found[Op.DELETE]) + kept, notes)


def _losses(changes: Sequence[Change]) -> list[str]:
    losing = [one for one in changes if lost_data(one)]
    return [f"{len(losing)} with data loss"] if losing else []


def _rights(rights: RightsChange, names: Names) -> Iterator[str]:
    documents = count(len(rights.unknown), "policy document")
    unknown = [f"{documents} not known until deployment"] if rights.unknown else []
    yield _cell(len(rights.widened), [*_principals(rights.widened, names), *unknown])
    yield _cell(len(rights.narrowed), _principals(rights.narrowed, names))


def _principals(grants: Iterable[Grant], names: Names) -> list[str]:
    found = list(dict.fromkeys(names.short(one.who) for one in grants))
    more = [f"{len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    # A vertical bar would end the cell, even in code.
    shown = [code(one).replace("|", "\\|") for one in found[:_SHOWN]]
    return [listed([*shown, *more])] if found else []


def _policies(plan: StackPlan) -> str:
    decided = [one for one in plan.judgements if not one.undecided]
    mandatory = sum(one.mandatory for one in decided)
    return _cell(len(decided), [f"{mandatory} mandatory"] if mandatory else [])


def _cell(number: int, notes: Sequence[str] = ()) -> str:
    return f"{number} ({'; '.join(notes)})" if notes else str(number)
