"""What environments have alike is told once."""

from collections.abc import Sequence

from settings import Environment

_ANY = "{environment}"
"""What stands for an environment's name, as in the patterns of names (estate/queues.py)."""

Lines = tuple[str, ...]


def told_once(of_stacks: Sequence[tuple[str, Lines]]) -> list[tuple[list[str], Lines]]:
    """From each stack's lines, the different ones, each with the stacks that they are about.

    Lines that differ in nothing but the environment's name are alike.
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
