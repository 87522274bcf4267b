"""Mutations of the program, each of which must be blocked by exactly one mandatory rule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """A change of `file`: `old`, which occurs once, is replaced by `new`.

    Without `old`, `new` is appended to the file. `what` describes the change.
    """

    rule: str
    stack: str
    what: str
    file: str
    new: str
    old: str = ""
