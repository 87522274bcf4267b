"""The steps that production's reviewers saw, in a file with one step a line."""

from collections.abc import Iterable
from pathlib import Path

from delivery.command import DeliveryError, NegativeResultError
from delivery.deployment.steps import Step, is_judged


class PlannedStepsError(DeliveryError):
    """The file with the shown steps cannot be used; the message has the remedy."""


def write_planned(steps: Iterable[Step], file: Path) -> None:
    """Writes steps to a file, sorted."""
    file.write_text("".join(f"{step}\n" for step in sorted(steps)), encoding="utf-8")


def read_planned(file: Path) -> frozenset[Step]:
    """Returns the steps of a file; raises PlannedStepsError if it is missing or invalid."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        # The name of a resource may have spaces.
        return frozenset(Step(op, urn) for op, urn in (line.split(" ", 1) for line in lines))
    except (OSError, ValueError):
        raise PlannedStepsError(
            f"{file} must be a file that `python -m delivery plan` wrote. Write it again:"
            " python -m delivery plan production --into FOLDER"
        ) from None


def check_shown(stack: str, steps: frozenset[Step], shown: frozenset[Step]) -> str:
    """Returns a line about the comparison of a new plan with the steps that were shown.

    Fewer steps pass: a deployment that is repeated has completed some. Raises
    NegativeResultError if the new plan has a step that was not shown.
    """
    others = sorted(step for step in steps if not is_judged(step, shown))
    if others:
        lines = "".join(f"\n  {step}" for step in others)
        raise NegativeResultError(
            f"The plan has steps that its reviewers did not see:{lines}\nRun all jobs of this"
            " workflow run again, so that the reviewers see the new plan."
        )
    done = len(shown - steps)
    count = "1 of the shown steps is done" if done == 1 else f"{done} of the shown steps are done"
    return f"{stack}: all steps were shown to the reviewers{f'; {count}' if done else ''}"
