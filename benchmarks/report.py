"""The table: what is compared, and the targets."""

from collections.abc import Callable, Sequence

from benchmarks.figures import Comparison, Section, table
from benchmarks.measuring import Figures
from benchmarks.sizes import SMALL_PAIRS, TIMES, Size

_MOST_OF_FLAT = 1.10
_MOST_OF_TODAY = 11.0
_MOST_WITH_PACK = 1.25
"""Targets of the ratios: the program to the flat one, the grown program to the program, and a
preview with the policy pack to one without."""

Kind = tuple[str, Callable[[Figures], float | None], bool]

_KINDS: Sequence[Kind] = (
    ("time, s", lambda figures: figures.time, True),
    ("CPU time of all processes, s", lambda figures: figures.cpu, False),
    ("CPU time of the program, s", lambda figures: figures.program_cpu, False),
    ("peak memory of the program, MiB", lambda figures: figures.program_memory, False),
    ("peak memory of any process, MiB", lambda figures: figures.memory, True),
)
"""The compared figures, and whether targets apply to them: a preview's time and peak memory."""

_TIMES = _KINDS[:2]
"""For the policy pack, which is a separate process, only the time is compared."""


def report(small: Size, large: Size) -> str:
    """All comparisons in one table, for printing."""
    last_of_round = small.of_program[SMALL_PAIRS - 1 :: SMALL_PAIRS]
    return table(
        [
            *(
                Section(
                    f"{title}: {size.resources} resources",
                    "program",
                    "flat",
                    _comparisons(size.of_program, size.of_flat, _MOST_OF_FLAT),
                )
                for title, size in (("today", small), (f"{TIMES} times as much", large))
            ),
            *(
                Section(
                    f"the policy pack, {title}",
                    "with it",
                    "without",
                    _comparisons(size.with_pack, size.of_program, _MOST_WITH_PACK, _TIMES),
                )
                for title, size in (("today", small), (f"{TIMES} times as much", large))
            ),
            Section(
                "the grown program",
                f"{TIMES} times",
                "today",
                _comparisons(large.of_program, last_of_round, _MOST_OF_TODAY),
            ),
        ]
    )


def _comparisons(
    judged: Sequence[Figures],
    against: Sequence[Figures],
    at_most: float,
    kinds: Sequence[Kind] = _KINDS,
) -> list[Comparison]:
    """Each kind of figure that the system reports, with its target if it has one."""
    found: list[Comparison] = []
    for what, figure, is_judged in kinds:
        pairs = [(figure(one), figure(other)) for one, other in zip(judged, against, strict=True)]
        known = [(one, other) for one, other in pairs if one is not None and other is not None]
        if len(known) == len(pairs):
            judged_figures, other_figures = zip(*known, strict=True)
            target = at_most if is_judged else None
            found.append(Comparison(what, judged_figures, other_figures, target))
    return found
