"""The steps of a plan that change access to a cluster, and their order.

The engine creates and updates resources while the program runs, in any order if they are
independent, and deletes the others afterwards. It creates a replacement before it deletes the
replaced resource, except with `deleteBeforeReplace` (Pulumi documentation, "How Pulumi works" and
"deleteBeforeReplace").
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from delivery.gate.access.identities import Kind, Thing, Value, thing_of
from delivery.plan.change import Change, Op, State


@dataclass(frozen=True)
class IdentityStep:
    """A step that sets a setting to a value, or deletes it if `value` is None.

    `left_over` steps run after the program has ended. A `second_half` step is the creation in a
    replacement that deletes first. `urn` is that of the resource.
    """

    urn: str
    thing: Thing
    value: Value | None
    left_over: bool = False
    second_half: bool = False

    def __str__(self) -> str:
        verb = "deleting" if self.value is None else "writing"
        return f"{verb} {self.thing.kind} {self.urn.rpartition('::')[2]}"

    def waits_for(self, other: "IdentityStep") -> bool:
        """Returns whether the engine runs this step only after the other, during the program.

        This assumes fewer dependencies than the engine respects, so that no situation is missed.
        """
        if self.second_half and self.urn == other.urn:
            return not other.second_half
        # An access policy needs an existing access entry.
        return (
            self.thing == Thing(Kind.POLICY, other.thing.principal)
            and self.value is not None
            and other.thing.kind is Kind.ENTRY
        )


def present(changes: Iterable[Change]) -> dict[Thing, Value]:
    """Returns the settings before the deployment; imported ones exist already."""
    sides = (
        (one, one.new if one.op is Op.IMPORT else one.old) for one in changes if one.op != Op.CREATE
    )
    found = (thing_of(one.type, side) for one, side in sides if side)
    return dict(each for each in found if each)


def steps_of(changes: Iterable[Change]) -> Sequence[IdentityStep]:
    """Returns the steps, in the order of the plan."""
    return [step for one in changes for step in _steps(one)]


def _steps(change: Change) -> Iterator[IdentityStep]:
    old, new = (_found(change, side) for side in (change.old, change.new))
    urn = change.urn
    match change.op:
        case Op.CREATE if new:
            yield IdentityStep(urn, *new)
        case Op.UPDATE if new:
            yield IdentityStep(urn, *new)
        case Op.UPDATE if old:
            yield IdentityStep(urn, old[0], None)
        case Op.DELETE if old:
            yield IdentityStep(urn, old[0], None, left_over=True)
        case Op.REPLACE:
            yield from _replacement(change, old, new)
        case _:
            return


def _replacement(
    change: Change, old: tuple[Thing, Value] | None, new: tuple[Thing, Value] | None
) -> Iterator[IdentityStep]:
    # A retained resource remains in AWS beside its replacement.
    if old and not (change.old and change.old.retained):
        yield IdentityStep(change.urn, old[0], None, left_over=not change.deletes_first)
    if new:
        yield IdentityStep(change.urn, *new, second_half=change.deletes_first)


def _found(change: Change, side: State | None) -> tuple[Thing, Value] | None:
    return thing_of(change.type, side) if side else None
