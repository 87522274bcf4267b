"""A row of the table of impacts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from delivery.gate.step import Step
from delivery.plan.change import Op

Words = str | None
"""What changes, such as `decreases from 4 to 2`, or None if the change has no such effect."""

Comparison = Callable[[Any, Any], Words]
"""Compares the values of a property before and after; its docstring says what it reports."""


@dataclass(frozen=True)
class Impact:
    """An effect on users, services or people, and the step that acknowledges it.

    `path` is a property, or empty for the whole resource. `on` are the operations with this
    effect. `part_of` are properties that name other resources: if one of those is deleted or
    replaced too, only its own effect is reported. `source` is a page of the documentation.
    """

    step: Step
    path: str
    detect: Comparison
    effect: str
    source: str
    on: tuple[Op, ...] = (Op.UPDATE,)
    part_of: tuple[str, ...] = ()


def lost(
    step: Step,
    effect: str,
    source: str,
    *,
    on: tuple[Op, ...] = (Op.DELETE, Op.REPLACE),
    part_of: tuple[str, ...] = (),
) -> Impact:
    """Returns the impact of deleting or replacing a whole resource."""
    return Impact(step, "", whole, effect, source, on, part_of)


def whole(old: Any, new: Any) -> Words:
    """Reports any such operation."""
    return ""
