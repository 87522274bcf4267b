"""Parts of a report, and how they are made to fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Section:
    """A part with a heading; each line is a list's entry or a block, and can be left out alone.

    `weight` says how much it hurts to leave lines out: what weighs least goes first. A folded
    section opens when a reader asks for it.
    """

    title: str
    lines: tuple[str, ...]
    weight: int
    folded: bool = False
    left_out: int = 0

    def render(self) -> str:
        """The section as Markdown."""
        rest = f"\n\n{self.left_out} more of these are in the full report." if self.left_out else ""
        body = "\n".join(self.lines) + rest
        if self.folded:
            summary = f"<details><summary>{self.title}</summary>"
            return f"{summary}\n\n{body.strip()}\n\n</details>"
        return f"### {self.title}\n\n{body.strip()}"


def rendered(sections: Sequence[Section]) -> str:
    """The sections one below the other."""
    return "\n\n".join(section.render() for section in sections)


def fitted(sections: Sequence[Section], room: int) -> list[Section]:
    """The sections with lines left out at the end of the lightest, until all have room.

    `room` is in characters. Headings stay, and say how much was left out.
    """
    found = list(sections)
    for index in sorted(range(len(found)), key=lambda one: found[one].weight):
        overflow = len(rendered(found)) - room
        if overflow <= 0:
            break
        found[index] = _shortened(found[index], overflow)
    return found


_NOTE = 80
"""Characters that the note on what was left out takes at most."""


def _shortened(section: Section, overflow: int) -> Section:
    kept = list(section.lines)
    gone = 0
    while kept and gone < overflow + _NOTE:
        gone += len(kept.pop()) + 1
    left_out = section.left_out + len(section.lines) - len(kept)
    return replace(section, lines=tuple(kept), left_out=left_out)
