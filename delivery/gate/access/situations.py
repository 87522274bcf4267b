"""All situations in which the engine may stop, for one principal or one shared setting.

Steps for different principals are independent, so each principal is analysed separately. This keeps
the number of steps small for any number of people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from delivery.gate.access.access_settings import Kind, Setting, Value
from delivery.gate.access.access_steps import AccessStep


@dataclass(frozen=True)
class Situation:
    """The settings that exist, and the steps that led to them."""

    values: frozenset[tuple[Setting, Value]]
    done: frozenset[AccessStep] = frozenset()

    def value(self, setting: Setting) -> Value | None:
        """Returns the value of a setting, or None if it does not exist."""
        return dict(self.values).get(setting)

    def after(self, step: AccessStep) -> "Situation":
        """Returns the situation after a further step."""
        values = {setting: value for setting, value in self.values if setting != step.setting}
        entry = Setting(Kind.ENTRY, step.setting.principal)
        if step.value is not None:
            values[step.setting] = step.value
        elif step.setting == entry:
            # EKS deletes the policies of an entry with it:
            # https://docs.aws.amazon.com/eks/latest/userguide/deleting-access-entries.html
            values.pop(Setting(Kind.POLICY, entry.principal), None)
        return Situation(frozenset(values.items()), self.done | {step})


@dataclass(frozen=True)
class Course:
    """The situations during the program, during the final deletions, and at the end."""

    program: tuple[Situation, ...]
    deletions: tuple[Situation, ...]
    end: tuple[Situation, ...]


def course(start: Mapping[Setting, Value], steps: Sequence[AccessStep]) -> Course:
    """Returns all situations that steps can lead to, those with the fewest steps first."""
    first = Situation(frozenset(start.items()))
    made = [step for step in steps if not step.at_the_end]
    program = _reachable([first], made)
    all_made = [one for one in program if one.done == frozenset(made)]
    deletions = _reachable(all_made, steps)
    end = tuple(one for one in deletions if one.done == frozenset(steps))
    return Course(program, deletions, end)


def _reachable(starts: Iterable[Situation], steps: Sequence[AccessStep]) -> tuple[Situation, ...]:
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
