"""Error messages about mistakes in the declarations."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import pulumi

from settings.problems import Problem, escaped, message

__all__ = ["EstateError", "Mistake", "Problem", "did_you_mean", "one_of"]


@dataclass(frozen=True)
class Mistake:
    """A problem in a file of the declarations; `file` may include a line number."""

    file: str
    problem: Problem | str

    def __str__(self) -> str:
        if isinstance(self.problem, str):
            return f"{self.file}: {escaped(self.problem)}".replace('\\"', '"')
        return f"{self.file}: {self.problem.line(())}"


class EstateError(pulumi.RunError):
    """All mistakes in the declarations; the engine prints the message without a traceback."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        lines = list(dict.fromkeys(str(mistake) for mistake in mistakes))
        super().__init__(message("estate/", lines))


def did_you_mean(wrong: str, known: Collection[str]) -> str:
    """Returns `Did you mean "..."? ` if a known name is similar, otherwise an empty string."""
    similar = get_close_matches(wrong, known, n=1)
    return f'Did you mean "{similar[0]}"? ' if similar else ""


def one_of(known: Iterable[str]) -> str:
    """Returns the names as a list for people."""
    return ", ".join(known) or "none"
