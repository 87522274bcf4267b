"""What the gate says: what stops, and exactly what helps."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from delivery.gate.danger import Danger
from delivery.gate.failure import Failure
from delivery.gate.findings import Findings
from delivery.gate.markdown_escape import prose
from delivery.report.text import block, code

_HOW = (
    "If all of this is meant, write these lines into the pull request's description. The deployment"
    " reads them in the merge commit's message, which a squash merge takes from the description;"
    " where it is merged already, a further commit with these lines does the same. If the plan does"
    " more by then, the deployment stops before it changes anything."
)


def told(found: Findings) -> str:
    """The verdict in words."""
    return "\n\n".join([_headline(found), *_failures(found), *_open(found), *_rest(found)])


def _headline(found: Findings) -> str:
    count = len(found.acknowledged)
    if not found.passes:
        return "**The gate stops this.**"
    if not count:
        return "The gate lets this pass: nothing has to be acknowledged."
    steps = "the only dangerous step is" if count == 1 else f"all {count} dangerous steps are"
    return f"The gate lets this pass: {steps} acknowledged."


def _failures(found: Findings) -> Iterator[str]:
    for one in found.failures:
        yield f"The preview of {code(one.stack)} failed. {' '.join(_reasons(one))}"
        if one.refused:
            yield _lines(f"Acknowledge: unprotect {one.stack} {label}" for label in one.refused)


def _reasons(failure: Failure) -> Iterator[str]:
    if failure.errors:
        said = "; ".join(code(_first_line(error)) for error in failure.errors)
        yield f"So nothing can be judged until this is mended: {said}"
    elif not (failure.refused or failure.policies):
        yield "So nothing can be judged, and the engine does not say why."
    if failure.policies:
        rules = ", ".join(map(code, failure.policies))
        yield f"Policies refuse it, against which no acknowledgement helps: {rules}."
    if failure.refused:
        names = ", ".join(map(code, failure.refused))
        yield (
            f"The engine refuses to destroy what is protected: {names}. No acknowledgement"
            " of its destruction helps against that. Take the protection away in the program first,"
            " by a pull request of its own that says:"
        )


def _open(found: Findings) -> Iterator[str]:
    if not found.open:
        return
    yield "Nobody acknowledged:"
    yield "\n".join(map(_bullet, found.open))
    refused = {(one.stack, label) for one in found.failures for label in one.refused}
    lines = [one.line for one in found.open if (one.stack, one.label) not in refused]
    if lines:
        yield _HOW
        yield _lines(lines)


def _bullet(danger: Danger) -> str:
    what = f"{danger.step} {code(danger.label)} of {code(danger.stack)}"
    return f"- {what}: {prose(danger.why)}"


def _rest(found: Findings) -> Iterator[str]:
    if found.lock_outs:
        yield "People would be locked out, against which no acknowledgement helps:"
        yield "\n".join(f"- {prose(one.text)}" for one in found.lock_outs)
    if warnings := [*map(prose, found.problems), *_unused(found)]:
        yield "Without effect:"
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
