"""Sections of a report, and their truncation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Section:
    """A section with a heading; each line is a list entry or a block. A folded one is collapsed."""

    title: str
    lines: tuple[str, ...]
    folded: bool = False
    left_out: int = 0

    def render(self) -> str:
        """The section as Markdown."""
        rest = f"\n\nThe full report has {self.left_out} more entries." if self.left_out else ""
        body = ("\n".join(self.lines) + rest).strip()
        if self.folded:
            return f"<details><summary>{self.title}</summary>\n\n{body}\n\n</details>"
        return f"### {self.title}\n\n{body}"


def rendered(sections: Sequence[Section]) -> str:
    """Returns the sections as Markdown."""
    return "\n\n".join(section.render() for section in sections)


def fitted(sections: Sequence[Section], room: int) -> list[Section]:
    """Returns the sections, shortened from the last one on until they fit.

    `room` is in characters. Headings are kept, with the number of omitted lines.
    """
    found = list(sections)
    for index in reversed(range(len(found))):
        overflow = len(rendered(found)) - room
        if overflow <= 0:
            break
        found[index] = _shortened(found[index], overflow)
    return found


_NOTE = 80
"""Maximum length of the note about omitted lines."""


def _shortened(section: Section, overflow: int) -> Section:
    kept = list(section.lines)
    gone = 0
    while kept and gone < overflow + _NOTE:
        gone += len(kept.pop()) + 1
    return replace(section, lines=tuple(kept), left_out=len(section.lines) - len(kept))
