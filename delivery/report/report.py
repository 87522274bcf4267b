"""The report of previews and drift, as a comment, a summary, a full text, and JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from delivery.gate.findings import Findings
from delivery.plan.rights import changed_rights
from delivery.plan.stack_plan import StackPlan
from delivery.report.changes import access_section, drift_line, drift_section
from delivery.report.decisions import decisions
from delivery.report.folded import folded
from delivery.report.machine import machine_readable
from delivery.report.merge import ANY
from delivery.report.names import Names
from delivery.report.overview import overview
from delivery.report.section import fitted, rendered
from delivery.report.summary import summary
from delivery.report.verdict_line import verdict_line

COMMENT_LIMIT = 65_536 - 100
"""Maximum characters of a comment: 65,536, above which GitHub returns "body is too long".

The rest is for the line with the name of the comment, 44 characters, which the workflow's action
adds: https://github.com/marocchino/sticky-pull-request-comment/blob/main/src/comment.ts
"""

SUMMARY_LIMIT = 1024 * 1024
"""Maximum bytes of a step summary.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

_ACCOUNT = "account"
"""The stack that only an admin deploys (.github/workflows/deploy-infra.yaml)."""


@dataclass(frozen=True)
class Report:
    """A report: `comment` and `summary` fit the limits of GitHub; `machine` is for JSON."""

    comment: str
    full: str
    summary: str
    machine: Mapping[str, Any]


def report(
    plans: Sequence[StackPlan],
    findings: Findings,
    *,
    drift: Sequence[StackPlan] = (),
    artifact_url: str | None = None,
) -> Report:
    """Returns the report of plans, with the findings of the gate about them, and of drift.

    `artifact_url` is the URL of the full report.
    """
    named = [(plan, changed_rights(plan), Names(plan)) for plan in plans]
    names = {plan.stack: found for plan, _, found in named}

    def short(stack: str, name: str) -> str:
        return names[stack].short(name)

    top = [*map(drift_line, drift)]
    if plans:
        top += [f"{verdict_line(findings)}{_next(plans, findings)}", overview(named)]
    decided = "\n\n".join(decisions(findings, short))
    changes = summary(plans)
    sections = [*map(access_section, drift), *map(drift_section, drift)]
    sections += folded(named, findings, short)
    sections = [one for one in sections if one.lines]
    foot = list(_foot([*top, decided, changes, rendered(sections)], artifact_url))

    def whole(limit: int | None) -> str:
        text = decided if limit is None else _first_paragraphs(decided, limit // 2)
        around = "\n\n".join(filter(None, [*top, text, changes, *foot]))
        parts = sections if limit is None else fitted(sections, limit - len(around) - 3)
        return "\n\n".join(filter(None, [*top, text, changes, rendered(parts), *foot])) + "\n"

    # A character has at most four bytes in UTF-8 (RFC 3629); the limit of a summary is in bytes.
    return Report(
        whole(COMMENT_LIMIT),
        whole(None),
        whole(SUMMARY_LIMIT // 4),
        machine_readable([(plan, rights) for plan, rights, _ in named], drift),
    )


def _next(plans: Sequence[StackPlan], findings: Findings) -> str:
    """Returns what happens after the merge, if the gate passes."""
    deployed = [plan.stack for plan in plans if any(plan.changes())]
    if not findings.passes:
        return ""
    if not deployed:
        return " The merge changes nothing in AWS."
    first = f" First, an admin deploys `{_ACCOUNT}`." if _ACCOUNT in deployed else ""
    others = [stack for stack in deployed if stack != _ACCOUNT]
    return f"{first} The merge deploys {', then '.join(others)}." if others else first


def _foot(texts: Iterable[str], artifact_url: str | None) -> Iterator[str]:
    if any(ANY in text for text in texts):
        yield f"In lines about several environments, `{ANY}` is the name of each."
    if artifact_url:
        yield f"The [full report]({artifact_url}) contains every line."


def _first_paragraphs(text: str, room: int) -> str:
    """Returns the first paragraphs of a text, up to `room` characters."""
    paragraphs = text.split("\n\n")
    kept: list[str] = []
    for paragraph in paragraphs:
        room -= len(paragraph) + len("\n\n")
        if room < 0:
            return "\n\n".join([*kept, _MORE])
        kept.append(paragraph)
    return text


_MORE = "The list of what needs a decision is too long to show here; the full report has all of it."
