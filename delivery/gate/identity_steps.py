"""The steps of a plan that change who gets into a cluster, in the order that the engine keeps.

The engine makes and updates things while the program runs, in no particular order among
independent ones, and deletes what is left over afterwards. A replacement comes before the deletion
of what it replaces, unless both cannot be there at once (Pulumi guide, "How Pulumi works" and
"deleteBeforeReplace").
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from delivery.gate.identities import Kind, Thing, Value, thing_of
from delivery.plan.change import Change, Op, State


@dataclass(frozen=True)
class IdentityStep:
    """A thing gets a value, or goes where `value` is None.

    `left_over` says that the step waits for the program's end, `second_half` that it is that of a
    replacement which deletes first, and `urn` whose.
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
        """Whether the engine takes this step only when the other is done, while the program runs.

        Less is taken for granted than the engine keeps, so that no moment is overlooked.
        """
        if self.second_half and self.urn == other.urn:
            return not other.second_half
        # A policy is put on an entry that is there.
        return (
            self.thing == Thing(Kind.POLICY, other.thing.principal)
            and self.value is not None
            and other.thing.kind is Kind.ENTRY
        )


def present(changes: Iterable[Change]) -> dict[Thing, Value]:
    """What is there before the plan is carried out; what is imported is there as well."""
    sides = (
        (one, one.new if one.op is Op.IMPORT else one.old) for one in changes if one.op != Op.CREATE
    )
    found = (thing_of(one.type, side) for one, side in sides if side)
    return dict(each for each in found if each)


def steps_of(changes: Iterable[Change]) -> Sequence[IdentityStep]:
    """The steps, in the order of the plan."""
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
    # What is retained stays in AWS beside its replacement.
    if old and not (change.old and change.old.retained):
        yield IdentityStep(change.urn, old[0], None, left_over=not change.deletes_first)
    if new:
        yield IdentityStep(change.urn, *new, second_half=change.deletes_first)


def _found(change: Change, side: State | None) -> tuple[Thing, Value] | None:
    return thing_of(change.type, side) if side else None
