"""Whether plans may be carried out: nothing is destroyed by surprise, nobody is locked out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from delivery.gate.acknowledgement import Acknowledgement, parse
from delivery.gate.danger import Danger
from delivery.gate.dangers import dangers
from delivery.gate.failure import failure_of
from delivery.gate.findings import Findings
from delivery.gate.lock_out import lock_outs
from delivery.gate.verdict_text import told
from delivery.plan.stack_plan import StackPlan
from settings import STACKS


class Verdict(Findings):
    """What was found, and how people and machines are told."""

    @property
    def text(self) -> str:
        """What stops, and exactly what helps, as Markdown that is as clear when read plain."""
        return told(self)

    @property
    def machine(self) -> Mapping[str, Any]:
        """All of it as JSON can hold it."""
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
    """Compare what plans do with what a text acknowledges.

    The text is a pull request's description, or the merge commit's message when the plan is made
    for a deployment: a plan that grew in between has dangers that the text does not name. It may
    speak of stacks that are not judged now.
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
        # Of a failed plan nothing is proved, and the failure says so already.
        lock_outs=tuple(one for plan in plans if plan.succeeded for one in lock_outs(plan)),
    )


def _unused(
    plans: Sequence[StackPlan], said: Sequence[Acknowledgement], lines: set[str]
) -> tuple[Acknowledgement, ...]:
    """What matches no danger, of stacks whose dangers are all known, or that do not exist."""
    known = {plan.stack for plan in plans if plan.succeeded}
    others = {*STACKS, *(plan.stack for plan in plans)} - known
    return tuple(one for one in said if one.line not in lines and one.stack not in others)


def _of_danger(danger: Danger) -> Mapping[str, str]:
    return asdict(danger) | {"line": danger.line}
