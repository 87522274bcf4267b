"""The steps of a plan that change access to a cluster, and their order.

The engine creates and updates resources while the program runs, in any order if they are
independent, and deletes the others afterwards. It creates a replacement before it deletes the
replaced resource, except with `deleteBeforeReplace` (Pulumi documentation, "How Pulumi works" and
"deleteBeforeReplace").
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from delivery.gate.access.access_settings import Kind, Setting, Value, setting_of
from delivery.plan.change import Change, Op, State


@dataclass(frozen=True)
class AccessStep:
    """A step that sets a setting to a value, or deletes it if `value` is None.

    `at_the_end` steps run after the program has ended. An `after_deletion` step is the creation in
    a replacement that deletes first. `urn` is that of the resource.
    """

    urn: str
    setting: Setting
    value: Value | None
    at_the_end: bool = False
    after_deletion: bool = False

    def __str__(self) -> str:
        verb = "deleting" if self.value is None else "writing"
        return f"{verb} {self.setting.kind} {self.urn.rpartition('::')[2]}"

    def waits_for(self, other: "AccessStep") -> bool:
        """Returns whether the engine runs this step only after the other, during the program.

        This assumes fewer dependencies than the engine respects, so that no situation is missed.
        """
        if self.after_deletion and self.urn == other.urn:
            return not other.after_deletion
        # An access policy needs an existing access entry.
        return (
            self.setting == Setting(Kind.POLICY, other.setting.principal)
            and self.value is not None
            and other.setting.kind is Kind.ENTRY
        )


def present(changes: Iterable[Change]) -> dict[Setting, Value]:
    """Returns the settings before the deployment; imported ones exist already."""
    sides = (
        (one, one.new if one.op is Op.IMPORT else one.old) for one in changes if one.op != Op.CREATE
    )
    found = (setting_of(one.type, side) for one, side in sides if side)
    return dict(each for each in found if each)


def steps_of(changes: Iterable[Change]) -> Sequence[AccessStep]:
    """Returns the steps, in the order of the plan."""
    return [step for one in changes for step in _steps(one)]


def _steps(change: Change) -> Iterator[AccessStep]:
    old, new = (_found(change, side) for side in (change.old, change.new))
    urn = change.urn
    match change.op:
        case Op.CREATE if new:
            yield AccessStep(urn, *new)
        case Op.UPDATE if new:
            yield AccessStep(urn, *new)
        case Op.UPDATE if old:
            yield AccessStep(urn, old[0], None)
        case Op.DELETE if old:
            yield AccessStep(urn, old[0], None, at_the_end=True)
        case Op.REPLACE:
            yield from _replacement(change, old, new)
        case _:
            return


def _replacement(
    change: Change, old: tuple[Setting, Value] | None, new: tuple[Setting, Value] | None
) -> Iterator[AccessStep]:
    # A retained resource remains in AWS beside its replacement.
    if old and not (change.old and change.old.retained):
        yield AccessStep(change.urn, old[0], None, at_the_end=not change.deletes_first)
    if new:
        yield AccessStep(change.urn, *new, after_deletion=change.deletes_first)


def _found(change: Change, side: State | None) -> tuple[Setting, Value] | None:
    return setting_of(change.type, side) if side else None
