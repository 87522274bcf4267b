"""Tables of measured figures: medians, and ratios of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Comparison:
    """Figures of one kind in pairs: of the measured program, and of its baseline.

    `at_most` is the target of the median ratio, if there is one.
    """

    what: str
    judged: Sequence[float]
    against: Sequence[float]
    at_most: float | None = None

    @property
    def ratios(self) -> list[float]:
        """One ratio per pair, because a temporary slowdown of the machine affects both."""
        return [one / other for one, other in zip(self.judged, self.against, strict=True)]

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None if there is none."""
        return None if self.at_most is None else median(self.ratios) <= self.at_most


@dataclass(frozen=True)
class Section:
    """Comparisons of two programs, with a title and the names of the two."""

    title: str
    judged: str
    against: str
    comparisons: Sequence[Comparison]


def table(sections: Sequence[Section]) -> str:
    """All sections in columns of the same widths, with figures as "median (minimum - maximum)"."""
    blocks: list[list[list[str]]] = []
    for section in sections:
        block = [[section.title, section.judged, section.against, "ratio", "target", ""]]
        for each in section.comparisons:
            target = "-" if each.at_most is None else f"<= {each.at_most:.2f}"
            verdict = {True: "met", False: "NOT MET", None: ""}[each.met]
            spreads = [spread(each.judged), spread(each.against), spread(each.ratios, 2)]
            block.append([f"  {each.what}", *spreads, target, verdict])
        blocks.append(block)
    rows = [row for block in blocks for row in block]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n\n".join(
        "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in block
        )
        for block in blocks
    )


def spread(figures: Sequence[float], digits: int | None = None) -> str:
    """The figures as "median (minimum - maximum)", by default with about three digits."""
    middle, least, most = median(figures), min(figures), max(figures)
    places = (2 if middle < 10 else 1 if middle < 100 else 0) if digits is None else digits
    return f"{middle:.{places}f} ({least:.{places}f} - {most:.{places}f})"
