"""Finds the key that an unknown key of a stack file probably means."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_SIMILAR = 0.82
"""The ratio of difflib from which two words count as one word, misspelt."""


def meant(unknown: str, known: Iterable[str]) -> str | None:
    """Returns the known key that differs only in spelling or lacks leading words, or None.

    Each word of the keys must match: `minUnavailable` is not `maxUnavailable`.
    """
    keys = list(known)
    same = [key for key in keys if _letters(key) == _letters(unknown)]
    alike = [key for key in keys if _alike(_words(key), _words(unknown))]
    shorter = [key for key in keys if _alike(_words(key)[-len(_words(unknown)) :], _words(unknown))]
    for found in (same, alike):
        if found:
            return max(found, key=lambda key: _ratio(key.lower(), unknown.lower()))
    return shorter[0] if len(shorter) == 1 else None


def _letters(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _words(key: str) -> list[str]:
    """Returns the words of a key in camelCase, snake_case or kebab-case."""
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key).lower())


def _alike(words: list[str], others: list[str]) -> bool:
    return len(words) == len(others) > 0 and all(
        sorted(word) == sorted(other) or _ratio(word, other) >= _SIMILAR
        for word, other in zip(words, others, strict=True)
    )


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
