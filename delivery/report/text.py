"""Formats names and values from pull requests as Markdown without side effects.

They are untrusted input. Inside a code span GitHub renders no link, mention, heading or HTML
(https://github.github.com/gfm/#code-spans).
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from delivery.plan.change import UNKNOWN, WITHHELD

_LONGEST = 160
"""Maximum characters of a value in any report; only the event stream has longer values."""

_PLAIN = re.compile(r"\(?[A-Za-z0-9'-]+[,.;:)]*")
"""Words without special meaning in Markdown and GitHub."""


def code(text: str) -> str:
    """Returns a string as a code span, delimited by more backticks than the string contains."""
    line = " ".join(_printable(text).split())
    if not line:
        return "(empty)"
    ticks = "`" * (_longest_run(line) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def prose(text: str, short: Callable[[str], str] = str) -> str:
    """Returns a sentence with all words as code, except plain words.

    `short` returns what to write instead of a word that is code.
    """
    return " ".join(
        word if _PLAIN.fullmatch(word) else _coded(word, short) for word in text.split()
    )


def _coded(word: str, short: Callable[[str], str]) -> str:
    bare = word.rstrip(".,;:)").lstrip("(")
    if not bare:
        return code(word)
    before, _, after = word.partition(bare)
    return f"{before}{code(short(bare.strip('`') or bare))}{after}"


def block(text: str) -> str:
    """Returns a string of several lines as a code block."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}text\n{_printable(text).strip()}\n{fence}"


def value(found: Any) -> str:
    """Returns the value of a property as code, or a description if it is secret or unknown."""
    if found is None:
        return "unset"
    if found == WITHHELD:
        return "a secret value"
    if isinstance(found, str):
        return "a value not known until deployment" if UNKNOWN in found else code(_shortened(found))
    text = json.dumps(found, sort_keys=True).replace(UNKNOWN, "not known until deployment")
    return code(_shortened(text))


def count(number: int, noun: str, plural: str = "") -> str:
    """Returns a number with its noun: `1 resource`, `2 resources`."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def listed(words: Iterable[str]) -> str:
    """Returns words as a list in a sentence: `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable() or char in "\n\t ")
