"""Merges report lines that are equal in several environments."""

from collections.abc import Sequence

from settings import Environment

_ANY = "{environment}"
"""Placeholder for the name of the environment, as in name patterns (estate/messaging/queues.py)."""

Lines = tuple[str, ...]


def told_once(of_stacks: Sequence[tuple[str, Lines]]) -> list[tuple[list[str], Lines]]:
    """Returns the distinct lines of all stacks, each with its stacks.

    Lines that differ only in the name of the environment are equal.
    """
    alike: dict[Lines, list[tuple[str, Lines]]] = {}
    for stack, lines in of_stacks:
        alike.setdefault(_of_any(stack, lines), []).append((stack, lines))
    return [
        ([stack for stack, _ in found], found[0][1] if len(found) == 1 else neutral)
        for neutral, found in alike.items()
    ]


def _of_any(stack: str, lines: Lines) -> Lines:
    if stack not in list(Environment):
        return lines
    return tuple(line.replace(stack, _ANY) for line in lines)
