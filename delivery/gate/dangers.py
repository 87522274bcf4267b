"""Finds the dangerous steps of a plan."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from delivery.gate.access.cluster_access import access_of
from delivery.gate.access.deployer import deployers_after, deployers_before
from delivery.gate.chart_crds import outdated_crds
from delivery.gate.impact.changes import impacts
from delivery.gate.protections.changes import loosened
from delivery.gate.step import Step
from delivery.gate.trusts import is_for_people, lost_roles, widened_trusts
from delivery.plan.change import Change, Op
from delivery.plan.holds_data import fate_of_data, holds_data
from delivery.plan.stack_plan import StackPlan


@dataclass(frozen=True)
class Acknowledgement:
    """A step that a person confirms; `label` is a resource or the ARN of a principal."""

    step: Step
    stack: str
    label: str

    @property
    def line(self) -> str:
        """The line that acknowledges exactly this step."""
        return f"Acknowledge: {self.step} {self.stack} {self.label}"


@dataclass(frozen=True)
class Danger(Acknowledgement):
    """A dangerous step of a plan; `why` describes its effect."""

    why: str


class Labels:
    """Unique labels of the resources of a plan."""

    def __init__(self, plan: StackPlan) -> None:
        self._uses = Counter(_plain(one.label) for one in plan.resources)

    def of(self, change: Change) -> str:
        """Returns the type and name of a resource, or its URN if another has the same."""
        label = _plain(change.label)
        return label if self._uses[label] < 2 else _plain(change.urn)


_DESTRUCTION = {
    Op.DELETE: (Step.DELETE, "the resource is deleted"),
    Op.REPLACE: (Step.REPLACE, "the resource is replaced"),
    Op.FORGET: (
        Step.FORGET,
        "the resource is removed from the program and remains in AWS, no longer managed",
    ),
}


def dangers(plan: StackPlan) -> tuple[Danger, ...]:
    """Returns the dangers of a plan in the order of `Step`; if it failed, those found so far."""
    labels = Labels(plan)
    found = [
        *(Danger(step, plan.stack, labels.of(one), why) for step, one, why in _of_resources(plan)),
        *(Danger(Step.REMOVE_ADMIN, plan.stack, arn, why) for arn, why in _lost_admins(plan)),
    ]
    order = list(Step)
    return tuple(sorted(found, key=lambda one: (order.index(one.step), one.label)))


def _of_resources(plan: StackPlan) -> Iterator[tuple[Step, Change, str]]:
    yield from _impacts(plan)
    for one in plan.resources:
        yield from _destruction(one)
        if one.unprotects and one.new:
            why = "Pulumi no longer refuses to delete or replace the resource"
            yield Step.UNPROTECT, one, why
    for one, why in outdated_crds(plan):
        yield Step.APPLY_CRDS, one, why
    for one, why in loosened(plan):
        yield Step.LOOSEN, one, why
    for one, why in widened_trusts(plan):
        yield Step.WIDEN_TRUST, one, why


def _destruction(change: Change) -> Iterator[tuple[Step, Change, str]]:
    if change.op not in _DESTRUCTION or change.old is None:
        return
    step, what = _DESTRUCTION[change.op]
    if not (holds_data(change) or change.old.protected):
        return
    causes = [one.path for one in change.differences if one.replaces]
    why = f", because {', '.join(causes)} cannot be updated in place" if causes else ""
    reasons = [f"{what}{why}"]
    if fate := fate_of_data(change):
        reasons.append(fate)
    yield step, change, "; ".join(reasons)


def _impacts(plan: StackPlan) -> Iterator[tuple[Step, Change, str]]:
    """Yields effects on what runs, except of resources whose loss is reported anyway."""
    for step, one, why in impacts(plan):
        if not (is_for_people(one) or any(_destruction(one))):
            yield step, one, why


def _lost_admins(plan: StackPlan) -> Iterator[tuple[str, str]]:
    found = dict(lost_roles(plan))
    access = access_of(plan)
    if access is not None:
        deployers = deployers_before(plan) | deployers_after(plan)
        for arn in access.admins_before() - access.admins_after():
            who = "the deployer" if arn in deployers else "the principal"
            found[arn] = f"{who} would no longer be a cluster admin"
    yield from found.items()


def _plain(text: str) -> str:
    """Returns the text if it can be copied from Markdown unchanged, else as a JSON string."""
    if text.isprintable() and text == " ".join(text.split()) and not set("`<") & set(text):
        return text
    return json.dumps(text).replace("`", "\\u0060").replace("<", "\\u003c")
