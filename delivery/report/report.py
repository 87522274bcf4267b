"""The whole report of several stacks' previews, in the forms that GitHub and programs read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from delivery.plan.rights import RightsChange, changed_rights
from delivery.plan.stack_plan import StackPlan
from delivery.report.deduplicate import told_once
from delivery.report.drift import drift_headline, drift_section
from delivery.report.machine import machine_readable
from delivery.report.section import Section, fitted, rendered
from delivery.report.stack import headline, sections
from delivery.report.text import listed

MARKER = "<!-- cellscope-preview -->"
"""What the sticky comment is known by."""

COMMENT_LIMIT = 65_536
"""Characters of a comment at most (GitHub's REST API answers "body is too long" above it)."""

SUMMARY_LIMIT = 1024 * 1024
"""Bytes of a step's summary at most (GitHub guide, "Workflow commands", "Adding a job summary")."""


Plans = Sequence[tuple[StackPlan, RightsChange]]


@dataclass(frozen=True)
class Report:
    """`comment` and `summary` fit GitHub's limits, `full` has all; `machine` is to become JSON."""

    comment: str
    full: str
    summary: str
    machine: Mapping[str, Any]


def report(
    plans: Sequence[StackPlan],
    *,
    drift: Sequence[StackPlan] = (),
    gate: str = "",
    artifact_url: str | None = None,
) -> Report:
    """Tell what plans would do, what of it has to be acknowledged (`gate`), and what drifted.

    `artifact_url` leads to where the full text is kept.
    """
    found = [(plan, changed_rights(plan)) for plan in plans]
    top = [MARKER, "## What this changes", _headlines(found, drift)]
    body = [*_merged(found), *(drift_section(one) for one in drift)]
    body = [section for section in body if section.lines]
    foot = f"The [full report]({artifact_url}) has every line." if artifact_url else ""

    def whole(limit: int | None) -> str:
        verdict = gate if limit is None else _begun(gate, limit // 2)
        head = "\n\n".join(filter(None, [*top, verdict]))
        around = len(head) + len(foot) + len("\n\n") * 2
        parts = body if limit is None else fitted(body, limit - around)
        return "\n\n".join(filter(None, [head, rendered(parts), foot])) + "\n"

    # A letter has four bytes at most (RFC 3629), and summaries are limited in bytes.
    return Report(
        whole(COMMENT_LIMIT),
        whole(None),
        whole(SUMMARY_LIMIT // 4),
        machine_readable(found, drift),
    )


def _begun(text: str, room: int) -> str:
    """A text's first paragraphs, as far as there is room."""
    paragraphs = text.split("\n\n")
    kept: list[str] = []
    for paragraph in paragraphs:
        room -= len(paragraph) + len("\n\n")
        if room < 0:
            return "\n\n".join([*kept, _MORE])
        kept.append(paragraph)
    return text


_MORE = "There is more to acknowledge than has room here; the full report has all of it."


def _headlines(plans: Plans, drift: Sequence[StackPlan]) -> str:
    told = told_once([(plan.stack, (headline(plan, rights),)) for plan, rights in plans])
    lines = [f"- **{listed(stacks)}**: {text}" for stacks, (text,) in told]
    lines += [f"- **{found.stack}**, by hand: {drift_headline(found)}" for found in drift]
    return "\n".join(lines)


def _merged(plans: Plans) -> Iterator[Section]:
    """The stacks' sections, kind by kind; what environments have alike stands there once."""
    of_stacks = [(plan.stack, list(sections(plan, rights))) for plan, rights in plans]
    for title in dict.fromkeys(one.title for _, found in of_stacks for one in found):
        alike = [
            (stack, one.lines)
            for stack, found in of_stacks
            for one in found
            if one.title == title and one.lines
        ]
        like = next(one for _, found in of_stacks for one in found if one.title == title)
        for stacks, lines in told_once(alike):
            yield replace(like, title=f"{title}: {listed(stacks)}", lines=lines)
