"""Acknowledgements: lines by which a person confirms dangerous steps.

The description of the pull request, or the message of the merge commit, has one line for each step:
`Acknowledge: replace staging dynamodb.Table invite-access`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from delivery.gate.dangers import Acknowledgement
from delivery.gate.step import Step

_LINE = re.compile(r"acknowledge: (?P<step>\S+) (?P<stack>\S+) (?P<label>\S.*)", re.I | re.A)
_BEGINS_LIKE_ONE = re.compile(r"acknowledge(d|s|ment)?\s*:", re.I | re.A)
_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.S)


@dataclass(frozen=True)
class Acknowledgements:
    """The acknowledgements of a text; `problems` describe its invalid lines."""

    found: tuple[Acknowledgement, ...] = ()
    problems: tuple[str, ...] = ()


def parse(text: str) -> Acknowledgements:
    """Returns the acknowledgements of a Markdown text.

    Quotations, code blocks and HTML comments are ignored, so that a template acknowledges nothing.
    Bullets, backticks around a line, and the case of the first word are accepted; all else must
    match exactly.
    """
    found: dict[Acknowledgement, None] = {}
    problems: dict[str, None] = {}
    for line in _spoken(text):
        match _read(line):
            case Acknowledgement() as one:
                found[one] = None
            case str() as problem:
                problems[problem] = None
            case None:
                continue
    return Acknowledgements(tuple(found), tuple(problems))


def _read(line: str) -> Acknowledgement | str | None:
    """Returns the acknowledgement or the problem of a line, or None for other lines."""
    if not _BEGINS_LIKE_ONE.match(line):
        return None
    parts = _LINE.fullmatch(line)
    if parts is None:
        return (
            f"{line!r} is not a valid acknowledgement. Write one line for each step, for example:"
            " Acknowledge: replace staging dynamodb.Table invite-access"
        )
    if parts["step"] not in list(Step):
        return f"{line!r} names an unknown step; the steps are {', '.join(Step)}."
    return Acknowledgement(Step(parts["step"]), parts["stack"], parts["label"])


def _spoken(text: str) -> Iterator[str]:
    """Yields the lines outside quotations, code and comments, without Markdown decoration."""
    quotes = 0
    for token in MarkdownIt("commonmark").parse(text):
        quotes += token.nesting if token.type.startswith("blockquote") else 0
        # Code, fenced or indented, and HTML are tokens of other types.
        if token.type == "inline" and quotes == 0:
            yield from _lines(token)


def _lines(token: Token) -> Iterator[str]:
    for line in _COMMENT.sub("", token.content).split("\n"):
        stripped = line.strip()
        wrapped = re.fullmatch(r"(`+)(?!`)(.*)(?<!`)\1", stripped)
        yield wrapped[2].strip() if wrapped else stripped
