"""What blocks plans or needs an acknowledgement, as Markdown that terminals can show."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from delivery.gate.dangers import Acknowledgement, Danger
from delivery.gate.findings import Findings
from delivery.gate.step import Step
from delivery.report.errors import errors
from delivery.report.merge import Finding, bullets, grouped
from delivery.report.retirement import next_steps, records
from delivery.report.text import block, code, listed, prose
from delivery.report.verdict_line import lines_to_copy, verdict_line

Short = Callable[[str, str], str]
"""Returns what to write for a name in a stack, such as a short name for an ARN."""

_HOW = (
    "The deployment reads these lines from the message of the merge commit, which a squash merge"
    " copies from the description. If the pull request is already merged, push a further commit"
    " with these lines in its message. If the plan then has other dangerous steps, the deployment"
    " stops without changes."
)


def verdict_text(found: Findings) -> str:
    """Returns the verdict and all that needs a decision, with complete names."""
    return "\n\n".join([verdict_line(found), *decisions(found)])


def decisions(found: Findings, short: Short = lambda stack, text: text) -> Iterator[str]:
    """Yields paragraphs with all that blocks or needs an acknowledgement, and the remedies."""
    yield from errors(found)
    if violations := [
        Finding(
            failure.stack,
            f"{code(one.rule)} is violated by",
            short(failure.stack, one.name or failure.stack),
            _prose(failure.stack, one.message, short),
        )
        for failure in found.failures
        for one in failure.policies
    ]:
        yield "**Mandatory policies; an acknowledgement does not override them:**"
        yield "\n".join(bullets(violations))
    yield from _refused(found, short)
    if found.lock_outs:
        yield "**Lock-out from the cluster; an acknowledgement does not override this:**"
        alike = grouped((replace(one, stack=""), one.stack) for one in found.lock_outs)
        yield "\n".join(
            f"- {_prose(stacks[0], replace(one, stack=listed(stacks)).text, short)}"
            for one, stacks in alike.items()
        )
    yield from _open(found, short)
    yield from next_steps(found)
    if warnings := [*map(prose, found.problems), *_unused(found)]:
        yield "**Acknowledgements without effect:**"
        yield "\n".join(f"- {warning}" for warning in warnings)


def danger_lines(dangers: Iterable[Danger], short: Short) -> list[str]:
    """Returns a list entry for each distinct danger, with its resources and stacks."""
    return bullets(
        Finding(one.stack, one.step, short(one.stack, one.label), _prose(one.stack, one.why, short))
        for one in dangers
    )


def _prose(stack: str, text: str, short: Short) -> str:
    return prose(text, lambda word: short(stack, word))


def _refused(found: Findings, short: Short) -> Iterator[str]:
    refused = _refusals(found)
    if not refused:
        return
    yield "**Pulumi refuses these steps on protected resources; no acknowledgement changes that:**"
    yield "\n".join(danger_lines(refused, short))
    if lines := records([(one.stack, one.label) for one in refused]):
        yield (
            "First remove the protection, in a separate pull request: keep the declarations, and"
            " add these records to `cellscope:retired`. `data` is `kept` or `destroyed`. If a"
            " record is there with `removed: true`, deploy it without that first."
        )
        if any(one.step is Step.REPLACE for one in refused):
            yield (
                "A replaced resource loses its data: declare the new one under another name and"
                " copy the data before the old one is removed. To reuse the name, retire it with"
                " `data: destroyed`, and remove its record after the removal."
            )
        yield block("\n".join(lines))
        yield "That pull request needs these lines, and others if data is destroyed:"
    else:
        yield (
            "First remove the protection in the program, in a separate pull request with these"
            " lines in its description:"
        )
    steps = (Acknowledgement(Step.UNPROTECT, one.stack, one.label) for one in refused)
    yield block("\n".join(step.line for step in steps))


def _refusals(found: Findings) -> list[Danger]:
    """Returns the dangers that Pulumi refuses; each protected resource is one."""
    names = {(one.stack, label) for one in found.failures for label in one.refused}
    steps = (Step.DELETE, Step.REPLACE, Step.FORGET)
    dangers = (*found.open, *found.acknowledged)
    return [one for one in dangers if one.step in steps and (one.stack, one.label) in names]


def _open(found: Findings, short: Short) -> Iterator[str]:
    refused = _refusals(found)
    if left := [one for one in found.open if one not in refused]:
        yield "**Dangerous steps that are not acknowledged:**"
        yield "\n".join(danger_lines(left, short))
    if lines := list(lines_to_copy(found)):
        yield "If they are intended, add these lines to the pull request's description as text:"
        yield block("\n".join(lines))
        yield _HOW


def _unused(found: Findings) -> Iterator[str]:
    lines = [one.line for one in found.open]
    for one in found.unused:
        near = get_close_matches(one.line, lines, n=1)
        meant = f" Did you mean {code(near[0])}?" if near else ""
        yield f"{code(one.line)} matches no step of this plan.{meant}"
