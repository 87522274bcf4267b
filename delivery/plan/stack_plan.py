"""The plan of a stack."""

from collections.abc import Iterator
from dataclasses import dataclass

from delivery.plan.access_problem import AccessProblem
from delivery.plan.change import Change, Op


@dataclass(frozen=True)
class Judgement:
    """The result of a policy for a resource or for the stack.

    `undecided` is a result that is not known until deployment, because a value is not.
    """

    rule: str
    mandatory: bool
    urn: str
    message: str
    undecided: bool = False

    @property
    def name(self) -> str:
        """The name of the resource in the program."""
        return self.urn.rpartition("::")[2]


@dataclass(frozen=True)
class StackPlan:
    """All resources of a stack, also unchanged ones, with the results of policies.

    `errors` and `warnings` are messages of the engine. The plan of a failed preview is incomplete.
    `access` are the problems of a comparison with AWS that no resource shows.
    """

    stack: str
    resources: tuple[Change, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    succeeded: bool = True
    access: tuple[AccessProblem, ...] = ()

    @property
    def has_drift(self) -> bool:
        """Whether a comparison with AWS found a difference."""
        return bool(self.access) or any(self.changes())

    def changes(self, *ops: Op) -> Iterator[Change]:
        """Yields the resources with one of the operations; by default, any except `SAME`."""
        for one in self.resources:
            if one.op in ops or (not ops and one.op is not Op.SAME):
                yield one
