"""Finds the dangerous steps of a plan."""

from collections.abc import Iterator

from delivery.gate.access.cluster_access import access_of
from delivery.gate.access.deployer import deployers_now, deployers_then
from delivery.gate.danger import Danger, Labels, Step
from delivery.gate.protection_changes import loosened
from delivery.gate.trusts import lost_roles, widened_trusts
from delivery.plan.change import Change, Op
from delivery.plan.holds_data import fate_of_data, holds_data
from delivery.plan.stack_plan import StackPlan

_DESTRUCTION = {
    Op.DELETE: (Step.DELETE, "the resource is deleted"),
    Op.REPLACE: (Step.REPLACE, "the resource is replaced"),
    Op.FORGET: (
        Step.FORGET,
        "the resource is removed from the program and remains in AWS, no longer managed",
    ),
}


def dangers(plan: StackPlan) -> tuple[Danger, ...]:
    """Returns the dangers of a plan, most severe first; of a failed plan, those found so far."""
    labels = Labels(plan)
    found = [
        *(Danger(step, plan.stack, labels.of(one), why) for step, one, why in _of_resources(plan)),
        *(Danger(Step.REMOVE_ADMIN, plan.stack, arn, why) for arn, why in _lost_ways_in(plan)),
    ]
    order = list(Step)
    return tuple(sorted(found, key=lambda one: (order.index(one.step), one.label)))


def _of_resources(plan: StackPlan) -> Iterator[tuple[Step, Change, str]]:
    for one in plan.resources:
        yield from _destruction(one)
        if one.unprotects and one.new:
            why = "Pulumi no longer refuses to delete or replace the resource"
            yield Step.UNPROTECT, one, why
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
    reasons = [f"{what} because of {', '.join(causes)}" if causes else what]
    if fate := fate_of_data(change):
        reasons.append(fate)
    yield step, change, "; ".join(reasons)


def _lost_ways_in(plan: StackPlan) -> Iterator[tuple[str, str]]:
    found = dict(lost_roles(plan))
    access = access_of(plan)
    if access is not None:
        deployers = deployers_now(plan) | deployers_then(plan)
        for arn in access.admins_now() - access.admins_then():
            who = "the deployer" if arn in deployers else "the principal"
            found[arn] = f"{who} is no longer cluster admin"
    yield from found.items()
