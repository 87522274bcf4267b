"""The admins of a cluster, in every situation that a plan can lead to."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

from delivery.gate.access.access_settings import CLUSTER, Kind, Setting, Value
from delivery.gate.access.access_steps import AccessStep, present, steps_of
from delivery.gate.access.situations import Course, Situation, course
from delivery.plan.change import Change, Op
from delivery.plan.stack_plan import StackPlan

Part = Literal["program", "deletions", "end"]
"""A part of a deployment; the fields of `Course`."""

_MODE, _ROWS = Setting(Kind.MODE), Setting(Kind.ROWS)


@dataclass(frozen=True)
class ClusterAccess:
    """Admin access to one cluster during a deployment.

    `is_new` is True if the deployment creates the cluster.
    """

    present: dict[Setting, Value]
    steps: Sequence[AccessStep]
    is_new: bool

    @cached_property
    def principals(self) -> frozenset[str]:
        """All principals named before or after: ARNs of users, and of roles without path."""
        settings = [*self.present, *(step.setting for step in self.steps)]
        values = [*self.present.values(), *(step.value for step in self.steps)]
        rows = (value for value in values if isinstance(value, frozenset))
        named = {setting.principal for setting in settings if setting.principal}
        return frozenset(named.union(*rows))

    def admins_before(self) -> frozenset[str]:
        """Returns the admins before the deployment."""
        now = Situation(frozenset(self.present.items()))
        return frozenset(one for one in self.principals if _is_admin(one, now, now, now))

    def admins_after(self) -> frozenset[str]:
        """Returns the admins after the deployment."""
        return frozenset(
            one for one in self.principals if self.steps_to_lock_out([one], "end") is None
        )

    def steps_to_lock_out(self, group: Collection[str], part: Part) -> frozenset[AccessStep] | None:
        """Returns the fewest steps after which no member of a group is admin.

        Returns None if a member always is. The result is exact for the order that
        `AccessStep.waits_for` describes: for a given mode and given rows of aws-auth, the access
        of a principal depends only on steps for that principal. So the steps that remove each
        member can be combined to remove all.
        """
        shared = product(self._situations(_MODE, part), self._situations(_ROWS, part))
        ways = (self._steps_in(group, part, mode, rows) for mode, rows in shared)
        return min((way for way in ways if way is not None), key=len, default=None)

    def _steps_in(
        self, group: Collection[str], part: Part, mode: Situation, rows: Situation
    ) -> frozenset[AccessStep] | None:
        out = [self._without_access(one, part, mode, rows) for one in sorted(group)]
        found = [situation.done for situation in out if situation]
        if len(found) < len(out):
            return None
        return frozenset[AccessStep]().union(mode.done, rows.done, *found)

    def _without_access(
        self, principal: str, part: Part, mode: Situation, rows: Situation
    ) -> Situation | None:
        own = self._situations(principal, part)
        return next((one for one in own if not _is_admin(principal, mode, rows, one)), None)

    def _situations(self, whose: Setting | str, part: Part) -> tuple[Situation, ...]:
        found = self._courses.get(whose)
        return getattr(found, part) if found else (Situation(frozenset()),)

    @cached_property
    def _courses(self) -> dict[Setting | str, Course]:
        """The course of the settings of each principal, and of the shared settings."""
        start: defaultdict[Setting | str, dict[Setting, Value]] = defaultdict(dict)
        steps: defaultdict[Setting | str, list[AccessStep]] = defaultdict(list)
        for setting, value in self.present.items():
            start[setting.principal or setting][setting] = value
        for step in self.steps:
            steps[step.setting.principal or step.setting].append(step)
        return {key: course(start[key], steps[key]) for key in {*start, *steps}}


def _is_admin(principal: str, mode: Situation, rows: Situation, own: Situation) -> bool:
    """Returns whether EKS makes a principal admin.

    https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html
    """
    named = rows.value(_ROWS)
    by_row = isinstance(named, frozenset) and principal in named
    has_entry = own.value(Setting(Kind.ENTRY, principal)) is not None
    by_entry = has_entry and own.value(Setting(Kind.POLICY, principal)) is not None
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
