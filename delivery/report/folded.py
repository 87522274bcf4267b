"""The collapsed sections of a report."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from delivery.gate.findings import Findings
from delivery.plan.rights import RightsChange
from delivery.plan.stack_plan import Judgement, StackPlan
from delivery.report.changes import changed, unknown
from delivery.report.decisions import Short, danger_lines
from delivery.report.errors import rest_of_errors
from delivery.report.merge import Entry, in_groups, merged
from delivery.report.names import Names
from delivery.report.permissions import permissions
from delivery.report.section import Section
from delivery.report.text import code, count, prose


def folded(
    plans: Sequence[tuple[StackPlan, RightsChange, Names]], findings: Findings, short: Short
) -> Iterator[Section]:
    """Yields the collapsed sections, the most important first; some may be empty."""

    def section(title: str, entries: Callable[[StackPlan], Iterable[Entry]]) -> Section:
        lines = merged({plan.stack: list(entries(plan)) for plan, _, _ in plans})
        number = sum(map(len, lines.values()))
        return Section(f"{title} ({count(number, 'line')})", in_groups(lines), folded=True)

    rights = {plan.stack: list(permissions(found, names)) for plan, found, names in plans}
    names = {plan.stack: found for plan, _, found in plans}
    yield rest_of_errors(findings)
    acknowledged = tuple(danger_lines(findings.acknowledged, short))
    yield Section(f"Acknowledged steps ({len(findings.acknowledged)})", acknowledged, folded=True)
    yield section("Permission changes", lambda plan: rights[plan.stack])
    yield section("Resource changes", changed)
    yield section("Advisory policy violations", lambda plan: _judged(plan, undecided=False))
    yield section("Policies checked at deployment", lambda plan: _judged(plan, undecided=True))
    yield section("Values not known until deployment", unknown)
    yield section("Full ARNs", lambda plan: names[plan.stack].arns)


def _judged(plan: StackPlan, *, undecided: bool) -> Iterator[Entry]:
    def order(one: Judgement) -> tuple[str, str]:
        return one.rule, one.name

    for one in sorted(plan.judgements, key=order):
        if one.undecided is undecided and not one.mandatory:
            yield Entry(
                f"{code(one.rule)} for {code(one.name)}", () if undecided else (prose(one.message),)
            )
