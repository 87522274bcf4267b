"""The table: medians of figures, and of the ratios of pairs, with the targets."""

from collections.abc import Sequence
from statistics import median

from benchmarks.measure import SMALL_PAIRS, TIMES, Figures, Size
from delivery.markdown import table

_MOST_OF_FLAT = 1.10
_MOST_OF_TODAY = 11.0
_MOST_WITH_PACK = 1.25
"""Targets of the ratio of times: the program to the flat one, the grown program to the program, and
a preview with the policy pack to one without."""


def report(small: Size, large: Size) -> str:
    """All comparisons in one table, for printing."""
    rows: list[list[str]] = []
    for size, what in ((small, "today"), (large, f"{TIMES} times")):
        title = f"{what}, {size.resources} resources"
        rows += _rows(f"{title}: program, flat", size.of_program, size.of_flat, _MOST_OF_FLAT)
        rows += _rows(
            f"{title}: with policy pack, without", size.with_pack, size.of_program, _MOST_WITH_PACK
        )
    last_of_round = small.of_program[SMALL_PAIRS - 1 :: SMALL_PAIRS]
    rows += _rows(f"program: {TIMES} times, today", large.of_program, last_of_round, _MOST_OF_TODAY)
    headings = ("Previews compared", "Seconds", "First", "Second", "Ratio", "Target")
    note = "Figures: median (minimum - maximum). Ratios compare previews that ran in turns."
    return f"{table(headings, rows)}\n\n{note}"


def _rows(
    what: str, first: Sequence[Figures], second: Sequence[Figures], target: float
) -> list[list[str]]:
    """A row for the time, which has the target, and one for the program's CPU time."""
    rows: list[list[str]] = []
    for index, kind in enumerate(("time", "the program's CPU time")):
        pairs = [(one[index], other[index]) for one, other in zip(first, second, strict=True)]
        # One ratio per pair, because a temporary slowdown of the machine affects both.
        ratios = [one / other for one, other in pairs]
        met = "met" if median(ratios) <= target else "NOT MET"
        goal = "" if index else f"<= {target:.2f} {met}"
        spreads = [_spread(figures) for figures in (*zip(*pairs, strict=True), ratios)]
        rows.append([what, kind, *spreads, goal])
    return rows


def _spread(figures: Sequence[float]) -> str:
    return f"{median(figures):.2f} ({min(figures):.2f} - {max(figures):.2f})"
