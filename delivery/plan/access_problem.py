"""A difference in the access to a cluster that no resource of a state shows."""

from typing import NamedTuple


class AccessProblem(NamedTuple):
    """An access entry or policy that is not declared, or an entry without effect.

    `problem` and `remedy` are sentences; `commands` carry out the remedy.
    """

    problem: str
    remedy: str
    commands: tuple[str, ...]
