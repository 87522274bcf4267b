"""Errors of previews in a report: the lines that help are visible, tracebacks are folded."""

from collections.abc import Iterator

from delivery.gate.findings import Findings
from delivery.report.merge import grouped, neutral
from delivery.report.section import Section
from delivery.report.text import block, code, listed
from delivery.report.verdict_line import is_silent

_SHOWN = 12
"""Maximum number of visible lines of an error."""

_TRACEBACK = "Traceback"
"""The first word of the first line of a traceback of Python."""


def errors(found: Findings) -> Iterator[str]:
    """Yields paragraphs with the errors of failed previews, as far as they are visible."""
    if lines := [line for stacks, error in _errors(found) for line in _bullets(stacks, error)]:
        yield "**The plan cannot be checked until this error is fixed:**"
        yield "\n".join(lines)
    silent = [one.stack for one in found.failures if is_silent(one)]
    if silent:
        yield f"The preview of {listed(silent)} failed, and Pulumi reported no error. Run it again."


def rest_of_errors(found: Findings) -> Section:
    """Returns the section with the lines that are not visible."""
    rest = ((stacks, _split(error)[1]) for stacks, error in _errors(found))
    lines = tuple(f"\n**{listed(stacks)}**\n\n{block(text)}" for stacks, text in rest if text)
    return Section("Rest of the error", lines, folded=True)


def _errors(found: Findings) -> Iterator[tuple[list[str], str]]:
    """Yields each error with its stacks; the name of an environment is no difference."""
    alike = grouped(
        (neutral(one.stack, error), (one.stack, error))
        for one in found.failures
        for error in one.errors
    )
    for text, pairs in alike.items():
        yield [stack for stack, _ in pairs], pairs[0][1] if len(pairs) == 1 else text


def _bullets(stacks: list[str], error: str) -> Iterator[str]:
    first, *others = _split(error)[0]
    yield f"- {listed(stacks)}: {code(first)}"
    for line in others:
        yield f"  - {code(line)}"


def _split(error: str) -> tuple[list[str], str]:
    """Returns the visible lines of an error, at least one, and the rest."""
    lines = error.strip().splitlines() or [""]
    tracebacks = (at for at, line in enumerate(lines) if line.lstrip().startswith(_TRACEBACK))
    visible = max(1, min(next(tracebacks, len(lines)), _SHOWN))
    return [line for line in lines[:visible] if line.strip()] or lines[:1], "\n".join(
        lines[visible:]
    ).strip("\n")
