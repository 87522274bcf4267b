"""Every situation in which the engine may stop, as far as one principal or one setting goes.

Steps for different principals do not touch each other, so each is looked at on its own: a handful
of steps, whatever the number of people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from delivery.gate.identities import Kind, Thing, Value
from delivery.gate.identity_steps import IdentityStep


@dataclass(frozen=True)
class Situation:
    """What is there, and which steps were taken to get there."""

    there: frozenset[tuple[Thing, Value]]
    done: frozenset[IdentityStep] = frozenset()

    def value(self, thing: Thing) -> Value | None:
        """What the thing is, or None where it is not there."""
        return dict(self.there).get(thing)

    def after(self, step: IdentityStep) -> "Situation":
        """The situation when one more step is taken."""
        there = {thing: value for thing, value in self.there if thing != step.thing}
        entry = Thing(Kind.ENTRY, step.thing.principal)
        if step.value is not None:
            there[step.thing] = step.value
        elif step.thing == entry:
            # EKS takes an entry's policies with it (EKS guide, "Delete access entries").
            there.pop(Thing(Kind.POLICY, entry.principal), None)
        return Situation(frozenset(there.items()), self.done | {step})


@dataclass(frozen=True)
class Course:
    """The situations while the program runs, while leftovers are deleted, and at the very end."""

    program: tuple[Situation, ...]
    leftovers: tuple[Situation, ...]
    end: tuple[Situation, ...]


def course(start: Mapping[Thing, Value], steps: Sequence[IdentityStep]) -> Course:
    """All situations that the steps can lead to from the start, shortest ways first."""
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
