"""Proof that nobody is locked out of the cluster, wherever a deployment stops.

At each situation that the engine may stop in, at least one person gets in as admin, and so does the
deployer. CI users are no persons, and the break-glass role is what remains when this proof or its
assumptions fail: neither counts.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from delivery.gate.cluster_access import ClusterAccess, Part, access_of, clusters_of
from delivery.gate.deployer import deployers_now, deployers_then
from delivery.gate.identities import Kind, thing_of, undecided
from delivery.gate.identity_steps import IdentityStep
from delivery.gate.locked_out import LockOut
from delivery.plan.stack_plan import StackPlan
from delivery.report.text import listed

_MACHINES = ":user/ci-users/"
"""Below this path lie the IAM users of CI systems (the stack files' lists of people)."""

_IN_TWO = (
    "Make it two deployments: a first that does not touch the way in of at least one of them, and a"
    " second that changes that one's."
)

_UNPROVED = "it cannot be proved who gets into the cluster"


@dataclass(frozen=True)
class _Group:
    """People or roles of whom one must always get in; `then` is who counts at the end.

    `last` says what helps if none of them gets in at the end.
    """

    who: str
    during: frozenset[str]
    then: frozenset[str]
    last: str


def lock_outs(plan: StackPlan) -> tuple[LockOut, ...]:
    """Whom the deployment of a plan could lock out; empty is the proof that it locks out nobody.

    A new cluster has nobody to lock out while it is made: for it only the end counts. The same goes
    for a cluster that nobody of a group gets into now, so that this can be mended. A failed plan
    and one with several clusters prove nothing, which is said as well.
    """
    if not plan.succeeded:
        return (_unproved(plan, "its preview failed", "Remove the cause first."),)
    if len(clusters_of(plan)) > 1:
        remedy = "Keep each cluster in a stack of its own."
        return (_unproved(plan, "the stack has more than one", remedy),)
    access = access_of(plan)
    if access is None:
        return ()
    if not access.is_new and (hidden := _hidden(plan, access)):
        remedy = "Deploy what decides it first, in a deployment of its own."
        return (_unproved(plan, f"{listed(hidden)} is known only afterwards", remedy),)
    found = (_of_group(plan, access, group) for group in _groups(plan, access))
    return tuple(one for one in found if one)


def is_person(arn: str) -> bool:
    """Whether the principal is a person: an IAM user that is no CI system's."""
    return ":user/" in arn and _MACHINES not in arn


def _groups(plan: StackPlan, access: ClusterAccess) -> Iterator[_Group]:
    people = frozenset(filter(is_person, access.principals))
    yield _Group(
        "every admin who is a person",
        people,
        people,
        "Leave at least one person among cellscope:admins.",
    )
    now, then = deployers_now(plan), deployers_then(plan)
    if access.is_new and not then:
        # Its kubeconfig is not known yet; some role has to get in, or the first object fails.
        then = frozenset(one for one in access.principals if ":role/" in one)
    yield _Group(
        "the deployer",
        now | then,
        then,
        "Leave the deploy role its access entry with AmazonEKSClusterAdminPolicy.",
    )


def _of_group(plan: StackPlan, access: ClusterAccess, group: _Group) -> LockOut | None:
    parts: Sequence[Part] = ("end",)
    if not access.is_new and group.during & access.admins_now():
        parts = ("end", "program", "leftovers")
    for part in parts:
        members = group.then if part == "end" else group.during
        done = access.shut_out(members, part)
        if done is not None:
            return _lock_out(plan, access, group, members, part, done)
    return None


def _lock_out(
    plan: StackPlan,
    access: ClusterAccess,
    group: _Group,
    members: frozenset[str],
    part: Part,
    done: frozenset[IdentityStep],
) -> LockOut:
    concerned = [step for step in access.steps if _concerns(step, members)]
    left = [] if part == "end" else [str(step) for step in concerned if step not in done]
    return LockOut(
        plan.stack,
        group.who,
        tuple(sorted(members & (access.admins_now() | access.admins_then()))),
        group.last if part == "end" else _IN_TWO,
        done=tuple(dict.fromkeys(str(step) for step in concerned if step in done)),
        left=tuple(dict.fromkeys(left)),
        unknown=tuple(_unknown(plan, (Kind.ROWS, Kind.ENTRY, Kind.POLICY))),
    )


def _concerns(step: IdentityStep, members: Collection[str]) -> bool:
    return not step.thing.principal or step.thing.principal in members


def _hidden(plan: StackPlan, access: ClusterAccess) -> list[str]:
    """What could let in or shut out anybody, and is not known.

    Unknown rows and policies let in nobody, which is safe to assume; an unknown entry could shut
    out whoever has a row, an unknown mode everybody.
    """
    hidden = list(_unknown(plan, (Kind.MODE, Kind.ENTRY)))
    return hidden if deployers_now(plan) else [*hidden, "the role in the kubeconfig"]


def _unknown(plan: StackPlan, kinds: Collection[Kind]) -> Iterator[str]:
    for one in plan.resources:
        if one.new and (found := thing_of(one.type, one.new)) and found[0].kind in kinds:
            for path in undecided(one.type, one.new):
                yield f"{path} of {one.name}"


def _unproved(plan: StackPlan, reason: str, remedy: str) -> LockOut:
    return LockOut(plan.stack, "anybody", (), remedy, reason=f"{_UNPROVED}: {reason}")
