"""Names and values of pull requests as Markdown in which they are nothing but text.

They come from whoever opened the pull request. Within a code span GitHub makes no link, mention,
heading or HTML of anything (GitHub Flavored Markdown, "Code spans").
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from delivery.plan.change import UNKNOWN, WITHHELD

_LONGEST = 160
"""As much of a value as a reader takes in; the uncut report has no more, the event stream all."""

_ARN = re.compile(r"arn:aws:([a-z0-9-]+):[a-z0-9-]*:([0-9]*):(\S+)")


def code(text: str) -> str:
    """A text as code, on one line; a fence is longer than any in the text."""
    line = " ".join(_printable(text).split())
    line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    if not line:
        return "nothing"
    ticks = "`" * (_longest_run(line) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def block(text: str) -> str:
    """A text of several lines as a block of code."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}text\n{_printable(text).strip()}\n{fence}"


def value(found: Any) -> str:
    """A property's value: as code, or in words where nobody may or can know it."""
    if found is None:
        return "nothing"
    if found == WITHHELD:
        return "a secret"
    if isinstance(found, str):
        return "a value known at deployment" if UNKNOWN in found else code(found)
    return code(json.dumps(found, sort_keys=True).replace(UNKNOWN, "known at deployment"))


def readable(arn: str, account: str) -> str:
    """An ARN without what all of the account's have, such as `s3:cell-sets`; other texts whole."""
    found = _ARN.fullmatch(arn)
    if found is None:
        return arn
    service, owner, rest = found.groups()
    return f"{service}:{rest}" if owner in ("", account) else arn


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 resource`, `2 resources`."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def listed(words: Iterable[str]) -> str:
    """Texts as a list within a sentence."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable() or char in "\n\t ")
