"""The admins of a cluster, in every situation that a plan can lead to."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

from delivery.gate.access.identities import CLUSTER, Kind, Thing, Value
from delivery.gate.access.identity_steps import IdentityStep, present, steps_of
from delivery.gate.situations import Course, Situation, course
from delivery.plan.change import Change, Op
from delivery.plan.stack_plan import StackPlan

Part = Literal["program", "leftovers", "end"]
"""A part of a deployment; the fields of `Course`."""

_MODE, _ROWS = Thing(Kind.MODE), Thing(Kind.ROWS)


@dataclass(frozen=True)
class ClusterAccess:
    """Admin access to one cluster during a deployment.

    `is_new` is True if the deployment creates the cluster.
    """

    present: dict[Thing, Value]
    steps: Sequence[IdentityStep]
    is_new: bool

    @cached_property
    def principals(self) -> frozenset[str]:
        """All principals named before or after: ARNs of users, and of roles without path."""
        things = [*self.present, *(step.thing for step in self.steps)]
        values = [*self.present.values(), *(step.value for step in self.steps)]
        rows = (value for value in values if isinstance(value, frozenset))
        named = {thing.principal for thing in things if thing.principal}
        return frozenset(named.union(*rows))

    def admins_now(self) -> frozenset[str]:
        """Returns the admins before the deployment."""
        there = Situation(frozenset(self.present.items()))
        return frozenset(one for one in self.principals if _gets_in(one, there, there, there))

    def admins_then(self) -> frozenset[str]:
        """Returns the admins after the deployment."""
        return frozenset(one for one in self.principals if self.shut_out([one], "end") is None)

    def shut_out(self, group: Collection[str], part: Part) -> frozenset[IdentityStep] | None:
        """Returns the fewest steps after which no member of a group is admin.

        Returns None if a member always is. The result is exact for the order that
        `IdentityStep.waits_for` describes: for a given mode and given rows of aws-auth, the access
        of a principal depends only on steps for that principal. So the steps that remove each
        member can be combined to remove all.
        """
        shared = product(self._situations(_MODE, part), self._situations(_ROWS, part))
        ways = (self._way_out(group, part, mode, rows) for mode, rows in shared)
        return min((way for way in ways if way is not None), key=len, default=None)

    def _way_out(
        self, group: Collection[str], part: Part, mode: Situation, rows: Situation
    ) -> frozenset[IdentityStep] | None:
        out = [self._out(one, part, mode, rows) for one in sorted(group)]
        found = [situation.done for situation in out if situation]
        if len(found) < len(out):
            return None
        return frozenset[IdentityStep]().union(mode.done, rows.done, *found)

    def _out(
        self, principal: str, part: Part, mode: Situation, rows: Situation
    ) -> Situation | None:
        own = self._situations(principal, part)
        return next((one for one in own if not _gets_in(principal, mode, rows, one)), None)

    def _situations(self, whose: Thing | str, part: Part) -> tuple[Situation, ...]:
        found = self._courses.get(whose)
        return getattr(found, part) if found else (Situation(frozenset()),)

    @cached_property
    def _courses(self) -> dict[Thing | str, Course]:
        """The course of the settings of each principal, and of the shared settings."""
        start: defaultdict[Thing | str, dict[Thing, Value]] = defaultdict(dict)
        steps: defaultdict[Thing | str, list[IdentityStep]] = defaultdict(list)
        for thing, value in self.present.items():
            start[thing.principal or thing][thing] = value
        for step in self.steps:
            steps[step.thing.principal or step.thing].append(step)
        return {key: course(start[key], steps[key]) for key in {*start, *steps}}


def _gets_in(principal: str, mode: Situation, rows: Situation, own: Situation) -> bool:
    """Returns whether EKS makes a principal admin (EKS guide, "Cluster authentication modes")."""
    named = rows.value(_ROWS)
    by_row = isinstance(named, frozenset) and principal in named
    has_entry = own.value(Thing(Kind.ENTRY, principal)) is not None
    by_entry = has_entry and own.value(Thing(Kind.POLICY, principal)) is not None
    match mode.value(_MODE):
        case "CONFIG_MAP":
            return by_row
        case "API_AND_CONFIG_MAP":
            # An access entry overrides a row of the same principal, even without a policy.
            return by_entry if has_entry else by_row
        case "API":
            return by_entry
        case _:
            return False


def access_of(plan: StackPlan) -> ClusterAccess | None:
    """Returns the access to the cluster of a plan, or None if it has no cluster.

    A cluster that is removed from the program but retained in AWS still counts.
    """
    clusters = clusters_of(plan)
    if len(clusters) != 1 or clusters[0].op is Op.DELETE:
        return None
    is_new = clusters[0].op in (Op.CREATE, Op.REPLACE)
    steps = steps_of(plan.resources)
    if is_new:
        # Deleted settings were those of the former cluster, which is deleted with them.
        return ClusterAccess({}, [step for step in steps if step.value is not None], is_new)
    return ClusterAccess(present(plan.resources), steps, is_new)


def clusters_of(plan: StackPlan) -> list[Change]:
    """Returns the EKS clusters of a plan."""
    return [one for one in plan.resources if one.type == CLUSTER]
