"""The verdict of the gate in one line."""

from collections.abc import Iterator

from delivery.gate.findings import Failure, Findings
from delivery.report.text import count, listed


def verdict_line(found: Findings) -> str:
    """Returns the verdict and what to do next."""
    lines = len(list(lines_to_copy(found)))
    steps = count(lines, "dangerous step")
    if blocked := " ".join(_blocked(found)):
        more = f" In addition, {steps} must be acknowledged." if lines else ""
        return (
            f"❌ **Blocked.** {blocked} Fix what is listed below and push; this check then runs"
            f" again.{more}"
        )
    if found.open:
        return (
            f"⚠️ **Needs acknowledgement.** Confirm the {steps} below in the description of the"
            " pull request; this check then runs again."
        )
    if found.acknowledged:
        return f"✅ **Ready.** {count(len(found.acknowledged), 'dangerous step')} acknowledged."
    return "✅ **Ready.** No step needs an acknowledgement."


def lines_to_copy(found: Findings) -> Iterator[str]:
    """Yields the lines that acknowledge the open dangers, except steps that Pulumi refuses."""
    refused = {(one.stack, label) for one in found.failures for label in one.refused}
    return (one.line for one in found.open if (one.stack, one.label) not in refused)


def _blocked(found: Findings) -> Iterator[str]:
    failures = found.failures
    for reason, blocked in (
        ("The preview failed for {}.", [one for one in failures if one.errors or is_silent(one)]),
        ("Mandatory policies are violated in {}.", [one for one in failures if one.policies]),
        (
            "Protected resources would be deleted or replaced in {}.",
            [one for one in failures if one.refused],
        ),
        ("People could lose access to the cluster of {}.", found.lock_outs),
    ):
        if blocked:
            yield reason.format(listed(dict.fromkeys(one.stack for one in blocked)))


def is_silent(failure: Failure) -> bool:
    """Returns whether a preview failed without a reason."""
    return not (failure.errors or failure.policies or failure.refused)
