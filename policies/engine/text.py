"""Text in the messages of rules."""

from collections.abc import Iterable


def listed(values: Iterable[str], most: int = 4) -> str:
    """Joins values with commas; names at most `most` of them and counts the rest."""
    found = [*values]
    rest = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + rest
