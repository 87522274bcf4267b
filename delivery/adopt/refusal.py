"""The error of a step of the adoption that changes nothing."""

from collections.abc import Iterable

from delivery.command import NegativeResultError


class RefusedError(NegativeResultError):
    """A step of the adoption is refused; the message has a line with the remedy per problem."""


def refuse_if_any(step: str, problems: Iterable[str]) -> None:
    """Raises RefusedError with all problems of a step, before it changes anything."""
    if lines := "".join(f"\n  {line}" for line in problems):
        raise RefusedError(f"{step} is refused, and nothing was changed:{lines}")
