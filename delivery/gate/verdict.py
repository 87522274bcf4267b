"""The gate: decides whether plans may be deployed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from delivery.gate.access.lock_out import lock_outs
from delivery.gate.acknowledgement import parse
from delivery.gate.dangers import Acknowledgement, Danger, dangers
from delivery.gate.findings import Findings, failure_of
from delivery.plan.stack_plan import StackPlan
from delivery.report.decisions import verdict_text
from settings import STACKS


class Verdict(Findings):
    """The findings, as text for people and as data for programs."""

    @property
    def text(self) -> str:
        """The findings and their remedies as Markdown, also readable as plain text."""
        return verdict_text(self)

    @property
    def machine(self) -> Mapping[str, Any]:
        """The findings as values that JSON supports."""
        return {
            "passes": self.passes,
            "open": [_of_danger(one) for one in self.open],
            "acknowledged": [_of_danger(one) for one in self.acknowledged],
            "unused": [one.line for one in self.unused],
            "problems": list(self.problems),
            "failures": [asdict(one) for one in self.failures],
            "lockOuts": [asdict(one) | {"text": one.text} for one in self.lock_outs],
        }


def judge(plans: Sequence[StackPlan], text: str) -> Verdict:
    """Compares the dangers of plans with the acknowledgements in a text.

    The text is the description of the pull request, or for a deployment the message of the merge
    commit. If the plan has grown in between, it has dangers that the text does not name. The text
    may also name stacks that are not checked now.
    """
    said = parse(text)
    found = [danger for plan in plans for danger in dangers(plan)]
    wanted = {one.line for one in said.found}
    return Verdict(
        open=tuple(one for one in found if one.line not in wanted),
        acknowledged=tuple(one for one in found if one.line in wanted),
        unused=_unused(plans, said.found, {one.line for one in found}),
        problems=said.problems,
        failures=tuple(one for one in map(failure_of, plans) if one),
        # A failed plan proves nothing; the failure is reported already.
        lock_outs=tuple(one for plan in plans if plan.succeeded for one in lock_outs(plan)),
    )


def _unused(
    plans: Sequence[StackPlan], said: Sequence[Acknowledgement], lines: set[str]
) -> tuple[Acknowledgement, ...]:
    """Returns the acknowledgements without danger, unless the dangers of the stack are unknown."""
    known = {plan.stack for plan in plans if plan.succeeded}
    others = {*STACKS, *(plan.stack for plan in plans)} - known
    return tuple(one for one in said if one.line not in lines and one.stack not in others)


def _of_danger(danger: Danger) -> Mapping[str, str]:
    return asdict(danger) | {"line": danger.line}
