"""The report of previews and drift, as a comment, a summary, a full text, and JSON."""

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
"""Marks the comment that is updated."""

COMMENT_LIMIT = 65_536
"""Maximum characters of a comment (above it GitHub's REST API returns "body is too long")."""

SUMMARY_LIMIT = 1024 * 1024
"""Maximum bytes of a step summary (GitHub, "Workflow commands", "Adding a job summary")."""


Plans = Sequence[tuple[StackPlan, RightsChange]]


@dataclass(frozen=True)
class Report:
    """A report: `comment` and `summary` fit the limits of GitHub; `machine` is for JSON."""

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
    """Returns the report of plans and drift; `gate` is the text of the gate.

    `artifact_url` is the URL of the full report.
    """
    found = [(plan, changed_rights(plan)) for plan in plans]
    top = [MARKER, "## What this changes", _headlines(found, drift)]
    body = [*_merged(found), *(drift_section(one) for one in drift)]
    body = [section for section in body if section.lines]
    foot = f"The [full report]({artifact_url}) contains every line." if artifact_url else ""

    def whole(limit: int | None) -> str:
        verdict = gate if limit is None else _begun(gate, limit // 2)
        head = "\n\n".join(filter(None, [*top, verdict]))
        around = len(head) + len(foot) + len("\n\n") * 2
        parts = body if limit is None else fitted(body, limit - around)
        return "\n\n".join(filter(None, [head, rendered(parts), foot])) + "\n"

    # A character has at most four bytes in UTF-8 (RFC 3629); the limit of a summary is in bytes.
    return Report(
        whole(COMMENT_LIMIT),
        whole(None),
        whole(SUMMARY_LIMIT // 4),
        machine_readable(found, drift),
    )


def _begun(text: str, room: int) -> str:
    """Returns the first paragraphs of a text, up to `room` characters."""
    paragraphs = text.split("\n\n")
    kept: list[str] = []
    for paragraph in paragraphs:
        room -= len(paragraph) + len("\n\n")
        if room < 0:
            return "\n\n".join([*kept, _MORE])
        kept.append(paragraph)
    return text


_MORE = "The result of the gate is too long to show here; the full report contains all of it."


def _headlines(plans: Plans, drift: Sequence[StackPlan]) -> str:
    merged = told_once([(plan.stack, (headline(plan, rights),)) for plan, rights in plans])
    lines = [f"- **{listed(stacks)}**: {text}" for stacks, (text,) in merged]
    lines += [f"- **{found.stack}**, drift: {drift_headline(found)}" for found in drift]
    return "\n".join(lines)


def _merged(plans: Plans) -> Iterator[Section]:
    """Yields the sections of all stacks by title; equal sections of environments are merged."""
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
