"""Formats names and values from pull requests as Markdown without side effects.

They are untrusted input. Inside a code span GitHub renders no link, mention, heading or HTML
(GitHub Flavored Markdown, "Code spans").
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from delivery.plan.change import UNKNOWN, WITHHELD

_LONGEST = 160
"""Maximum characters of a value in any report; only the event stream has longer values."""

_ARN = re.compile(r"arn:aws:([a-z0-9-]+):[a-z0-9-]*:([0-9]*):(\S+)")


def code(text: str) -> str:
    """Returns a string as a code span, delimited by more backticks than the string contains."""
    line = " ".join(_printable(text).split())
    line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    if not line:
        return "(empty)"
    ticks = "`" * (_longest_run(line) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}"


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
        return "a value not known until deployment" if UNKNOWN in found else code(found)
    return code(json.dumps(found, sort_keys=True).replace(UNKNOWN, "not known until deployment"))


def readable(arn: str, account: str) -> str:
    """Returns an ARN of the account in short form, such as `s3:cell-sets`; others unchanged."""
    found = _ARN.fullmatch(arn)
    if found is None:
        return arn
    service, owner, rest = found.groups()
    return f"{service}:{rest}" if owner in ("", account) else arn


def count(number: int, noun: str, plural: str = "") -> str:
    """Returns a number with its noun: `1 resource`, `2 resources`."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def listed(words: Iterable[str]) -> str:
    """Returns words as a list in a sentence: `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable() or char in "\n\t ")
