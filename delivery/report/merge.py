"""Merges entries of a report that are equal in several environments."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from delivery.report.text import code, listed
from settings import Environment

ANY = "{environment}"
"""Placeholder for the name of the environment, as in name patterns (estate/messaging/queues.py)."""


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Entry(NamedTuple):
    """An entry: a heading, such as a resource, and details that may differ by environment."""

    head: str
    details: tuple[str, ...] = ()


class Finding(NamedTuple):
    """A finding in a stack: what was found, the name of the resource, and a sentence.

    All are Markdown, except the name.
    """

    stack: str
    what: str
    name: str
    text: str


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Returns the values of each key, in order."""
    found: dict[K, list[V]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return found


def bullets(findings: Iterable[Finding]) -> list[str]:
    """Returns a list entry for each distinct sentence, with its names and stacks."""
    alike = grouped((tuple(neutral(one.stack, part) for part in one[1:]), one) for one in findings)
    names: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for key, found in alike.items():
        stacks = tuple(dict.fromkeys(one.stack for one in found))
        what, name, text = key if len(stacks) > 1 else found[0][1:]
        names.setdefault((what, text, stacks), []).append(name)
    return [
        f"- {what} {listed(map(code, sorted(of)))} in {listed(stacks)}: {text}"
        for (what, text, stacks), of in names.items()
    ]


def merged(entries: Mapping[str, Iterable[Entry]]) -> dict[tuple[str, ...], list[str]]:
    """Returns lines by the stacks that they apply to; `entries` are those of each stack.

    Entries with the same heading are one line. If a detail differs, the line has it once for each
    stack, with the name of the stack. The name of an environment is no difference.
    """
    alike: dict[str, dict[str, Entry]] = {}
    for stack, found in entries.items():
        for entry in found:
            alike.setdefault(neutral(stack, entry.head), {})[stack] = entry
    lines: dict[tuple[str, ...], list[str]] = {}
    for head, of_stacks in alike.items():
        only = next(iter(of_stacks.values()))
        line = _line(only) if len(of_stacks) == 1 else _line(Entry(head, _details(of_stacks)))
        lines.setdefault(tuple(of_stacks), []).append(line)
    return lines


def neutral(stack: str, text: str) -> str:
    """Returns a text with a placeholder for the name of the environment; unchanged for others."""
    return text.replace(stack, ANY) if stack in list(Environment) else text


def in_groups(lines: Mapping[tuple[str, ...], Sequence[str]]) -> tuple[str, ...]:
    """Returns the result of `merged` as list entries, with a line above that names the stacks."""
    return tuple(
        line
        for stacks, found in sorted(lines.items(), key=lambda item: -len(item[0]))
        for line in (f"\n**{listed(stacks)}**\n", *(f"- {one}" for one in found))
    )


def _details(of_stacks: Mapping[str, Entry]) -> tuple[str, ...]:
    found = merged(
        {stack: [Entry(detail) for detail in one.details] for stack, one in of_stacks.items()}
    )
    return tuple(
        line if len(stacks) == len(of_stacks) else f"{line} ({listed(stacks)})"
        for stacks, lines in found.items()
        for line in lines
    )


def _line(entry: Entry) -> str:
    return f"{entry.head}: {'; '.join(entry.details)}" if entry.details else entry.head
