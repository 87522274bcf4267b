"""The text of the gate: what blocks the plans, and the remedy."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from delivery.gate.dangers import Danger
from delivery.gate.findings import Failure, Findings
from delivery.gate.markdown_escape import prose
from delivery.report.text import block, code

_HOW = (
    "To confirm these steps, add these lines to the description of the pull request. The deployment"
    " reads them from the message of the merge commit, which a squash merge copies from the"
    " description. If the pull request is already merged, push a further commit with these lines in"
    " its message. If the plan then has other dangerous steps, the deployment stops without"
    " changes."
)


def verdict_text(found: Findings) -> str:
    """Returns the findings as Markdown."""
    return "\n\n".join([_headline(found), *_failures(found), *_open(found), *_rest(found)])


def _headline(found: Findings) -> str:
    count = len(found.acknowledged)
    if not found.passes:
        return "**The gate blocks this change.**"
    if not count:
        return "The gate passes: no step needs an acknowledgement."
    steps = "the only dangerous step is" if count == 1 else f"all {count} dangerous steps are"
    return f"The gate passes: {steps} acknowledged."


def _failures(found: Findings) -> Iterator[str]:
    for one in found.failures:
        yield f"The preview of {code(one.stack)} failed. {' '.join(_reasons(one))}"
        if one.refused:
            yield _lines(f"Acknowledge: unprotect {one.stack} {label}" for label in one.refused)


def _reasons(failure: Failure) -> Iterator[str]:
    if failure.errors:
        said = "; ".join(code(_first_line(error)) for error in failure.errors)
        yield f"The plan cannot be checked until this error is fixed: {said}"
    elif not (failure.refused or failure.policies):
        yield "The plan cannot be checked, and Pulumi reported no error."
    if failure.policies:
        rules = ", ".join(map(code, failure.policies))
        yield f"Mandatory policies block it; an acknowledgement does not override them: {rules}."
    if failure.refused:
        names = ", ".join(map(code, failure.refused))
        yield (
            f"Pulumi refuses to delete or replace protected resources: {names}. An acknowledgement"
            " does not override this. First remove the protection in the program, in a separate"
            " pull request with these lines in its description:"
        )


def _open(found: Findings) -> Iterator[str]:
    if not found.open:
        return
    yield "Not acknowledged:"
    yield "\n".join(map(_bullet, found.open))
    refused = {(one.stack, label) for one in found.failures for label in one.refused}
    lines = [one.line for one in found.open if (one.stack, one.label) not in refused]
    if lines:
        yield _HOW
        yield _lines(lines)


def _bullet(danger: Danger) -> str:
    what = f"{danger.step} {code(danger.label)} in {code(danger.stack)}"
    return f"- {what}: {prose(danger.why)}"


def _rest(found: Findings) -> Iterator[str]:
    if found.lock_outs:
        yield "Lock-out from the cluster; an acknowledgement does not override this:"
        yield "\n".join(f"- {prose(one.text)}" for one in found.lock_outs)
    if warnings := [*map(prose, found.problems), *_unused(found)]:
        yield "Acknowledgements without effect:"
        yield "\n".join(f"- {warning}" for warning in warnings)


def _unused(found: Findings) -> Iterator[str]:
    lines = [one.line for one in found.open]
    for one in found.unused:
        near = get_close_matches(one.line, lines, n=1)
        meant = f" Did you mean {code(near[0])}?" if near else ""
        yield f"{code(one.line)} matches no step of this plan.{meant}"


def _lines(lines: Iterable[str]) -> str:
    return block("\n".join(lines))


def _first_line(error: str) -> str:
    return (error.strip().splitlines() or [""])[0]
