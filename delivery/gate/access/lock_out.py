"""Proves that a deployment locks neither people nor the deployer out of the cluster.

In each situation in which the engine may stop, at least one person and the deployer must be cluster
admins. CI users are not people. The break-glass role does not count either, because it is the
fallback if this proof or its assumptions fail.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from delivery.gate.access.access_settings import Kind, setting_of, undecided
from delivery.gate.access.access_steps import AccessStep
from delivery.gate.access.cluster_access import ClusterAccess, Part, access_of, clusters_of
from delivery.gate.access.deployer import deployers_after, deployers_before
from delivery.gate.findings import LockOut
from delivery.plan.stack_plan import StackPlan
from delivery.report.text import listed

_CI_USERS = ":user/ci-users/"
"""Path of the IAM users of CI systems."""

_SPLIT = (
    "Split the change into two deployments: in the first, leave the access of at least one of them"
    " unchanged; in the second, change that access."
)

_UNPROVED = "access to the cluster cannot be proved"


@dataclass(frozen=True)
class _Group:
    """Principals of which one must always be admin; `then` are those that count at the end.

    `last` is the remedy if none of them is admin at the end.
    """

    who: str
    during: frozenset[str]
    then: frozenset[str]
    last: str


def lock_outs(plan: StackPlan) -> tuple[LockOut, ...]:
    """Returns the possible lock-outs of a deployment; an empty tuple proves that there are none.

    For a new cluster only the end of the deployment counts. The same applies if no member of a
    group is admin now, so that this can be repaired. A failed plan, or a plan with several
    clusters, proves nothing; this is returned as a lock-out too.
    """
    if not plan.succeeded:
        return (_unproved(plan, "its preview failed", "Fix the error first."),)
    if len(clusters_of(plan)) > 1:
        remedy = "Use a separate stack for each cluster."
        return (_unproved(plan, "the stack has more than one cluster", remedy),)
    access = access_of(plan)
    if access is None:
        return ()
    if not access.is_new and (hidden := _hidden(plan, access)):
        remedy = "Deploy this value first, in a separate deployment."
        return (_unproved(plan, f"{listed(hidden)} is not known until deployment", remedy),)
    found = (_of_group(plan, access, group) for group in _groups(plan, access))
    return tuple(one for one in found if one)


def is_person(arn: str) -> bool:
    """Returns whether the principal is a person: an IAM user that is not of a CI system."""
    return ":user/" in arn and _CI_USERS not in arn


def _groups(plan: StackPlan, access: ClusterAccess) -> Iterator[_Group]:
    people = frozenset(filter(is_person, access.principals))
    yield _Group(
        "every human admin", people, people, "Keep at least one person in cellscope:admins."
    )
    now, then = deployers_before(plan), deployers_after(plan)
    if access.is_new and not then:
        # Its kubeconfig is not known yet. Any role counts, since the deployer must be one of them.
        then = frozenset(one for one in access.principals if ":role/" in one)
    yield _Group(
        "the deployer",
        now | then,
        then,
        "Keep the access entry of the deploy role with AmazonEKSClusterAdminPolicy.",
    )


def _of_group(plan: StackPlan, access: ClusterAccess, group: _Group) -> LockOut | None:
    parts: Sequence[Part] = ("end",)
    if not access.is_new and group.during & access.admins_before():
        parts = ("end", "program", "deletions")
    for part in parts:
        members = group.then if part == "end" else group.during
        done = access.steps_to_lock_out(members, part)
        if done is not None:
            return _lock_out(plan, access, group, members, part, done)
    return None


def _lock_out(
    plan: StackPlan,
    access: ClusterAccess,
    group: _Group,
    members: frozenset[str],
    part: Part,
    done: frozenset[AccessStep],
) -> LockOut:
    concerned = [step for step in access.steps if _concerns(step, members)]
    left = [] if part == "end" else [str(step) for step in concerned if step not in done]
    return LockOut(
        plan.stack,
        group.who,
        tuple(sorted(members & (access.admins_before() | access.admins_after()))),
        group.last if part == "end" else _SPLIT,
        done=tuple(dict.fromkeys(str(step) for step in concerned if step in done)),
        left=tuple(dict.fromkeys(left)),
        unknown=tuple(_unknown(plan, (Kind.ROWS, Kind.ENTRY, Kind.POLICY))),
    )


def _concerns(step: AccessStep, members: Collection[str]) -> bool:
    return not step.setting.principal or step.setting.principal in members


def _hidden(plan: StackPlan, access: ClusterAccess) -> list[str]:
    """Returns the unknown values that could remove access.

    Unknown rows and policies are assumed to grant no access, which is safe. An unknown entry could
    disable the row of any principal, and an unknown mode all access.
    """
    hidden = list(_unknown(plan, (Kind.MODE, Kind.ENTRY)))
    return hidden if deployers_before(plan) else [*hidden, "the deploy role"]


def _unknown(plan: StackPlan, kinds: Collection[Kind]) -> Iterator[str]:
    for one in plan.resources:
        if one.new and (found := setting_of(one.type, one.new)) and found[0].kind in kinds:
            for path in undecided(one.type, one.new):
                yield f"{path} of {one.name}"


def _unproved(plan: StackPlan, reason: str, remedy: str) -> LockOut:
    return LockOut(plan.stack, "anybody", (), remedy, reason=f"{_UNPROVED}: {reason}")
