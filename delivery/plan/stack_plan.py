"""What the engine plans for one stack, whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from delivery.plan.change import Change, Op


@dataclass(frozen=True)
class Judgement:
    """What a policy said of a resource, or of the stack."""

    rule: str
    mandatory: bool
    urn: str
    message: str

    @property
    def name(self) -> str:
        """The resource's name within the program."""
        return self.urn.rpartition("::")[2]


@dataclass(frozen=True)
class StackPlan:
    """All resources of a stack, those that stay as well, and what was said of them.

    `errors` and `warnings` are the engine's own words; a preview that failed has what it came to.
    """

    stack: str
    resources: tuple[Change, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    succeeded: bool = True

    def changes(self, *ops: Op) -> Iterator[Change]:
        """The resources to which one of the steps happens, or any but `SAME`."""
        for one in self.resources:
            if one.op in ops or (not ops and one.op is not Op.SAME):
                yield one
