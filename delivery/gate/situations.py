"""All situations in which the engine may stop, for one principal or one shared setting.

Steps for different principals are independent, so each principal is analysed separately. This keeps
the number of steps small for any number of people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from delivery.gate.access.identities import Kind, Thing, Value
from delivery.gate.access.identity_steps import IdentityStep


@dataclass(frozen=True)
class Situation:
    """The settings that exist, and the steps that led to them."""

    there: frozenset[tuple[Thing, Value]]
    done: frozenset[IdentityStep] = frozenset()

    def value(self, thing: Thing) -> Value | None:
        """Returns the value of a setting, or None if it does not exist."""
        return dict(self.there).get(thing)

    def after(self, step: IdentityStep) -> "Situation":
        """Returns the situation after a further step."""
        there = {thing: value for thing, value in self.there if thing != step.thing}
        entry = Thing(Kind.ENTRY, step.thing.principal)
        if step.value is not None:
            there[step.thing] = step.value
        elif step.thing == entry:
            # EKS deletes the policies of an entry with it (EKS guide, "Delete access entries").
            there.pop(Thing(Kind.POLICY, entry.principal), None)
        return Situation(frozenset(there.items()), self.done | {step})


@dataclass(frozen=True)
class Course:
    """The situations during the program, during the final deletions, and at the end."""

    program: tuple[Situation, ...]
    leftovers: tuple[Situation, ...]
    end: tuple[Situation, ...]


def course(start: Mapping[Thing, Value], steps: Sequence[IdentityStep]) -> Course:
    """Returns all situations that steps can lead to, those with the fewest steps first."""
    first = Situation(frozenset(start.items()))
    made = [step for step in steps if not step.left_over]
    program = _reachable([first], made)
    all_made = [one for one in program if one.done == frozenset(made)]
    leftovers = _reachable(all_made, steps)
    end = tuple(one for one in leftovers if one.done == frozenset(steps))
    return Course(program, leftovers, end)


def _reachable(starts: Iterable[Situation], steps: Sequence[IdentityStep]) -> tuple[Situation, ...]:
    found = dict.fromkeys(starts)
    for situation in (queue := list(found)):
        for step in steps:
            if step in situation.done or any(
                other not in situation.done and step.waits_for(other)
                for other in steps
                if other != step
            ):
                continue
            following = situation.after(step)
            if following not in found:
                found[following] = None
                queue.append(following)
    return tuple(found)
