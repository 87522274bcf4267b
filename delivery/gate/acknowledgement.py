"""The words by which a person says that a dangerous step is meant.

One line of a pull request's description, or of the merge commit's message, for each step:
`Acknowledge: replace staging dynamodb.Table invite-access`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from delivery.gate.danger import Step

_LINE = re.compile(r"acknowledge: (?P<step>\S+) (?P<stack>\S+) (?P<label>\S.*)", re.I | re.A)
_BEGINS_LIKE_ONE = re.compile(r"acknowledge(d|s|ment)?\s*:", re.I | re.A)
_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.S)


@dataclass(frozen=True)
class Acknowledgement:
    """A step that a person wants, of one resource or principal of one stack."""

    step: Step
    stack: str
    label: str

    @property
    def line(self) -> str:
        """The line that says so."""
        return f"Acknowledge: {self.step} {self.stack} {self.label}"


@dataclass(frozen=True)
class Acknowledgements:
    """What a text acknowledges; `problems` are its lines that look so, with what is wrong."""

    found: tuple[Acknowledgement, ...] = ()
    problems: tuple[str, ...] = ()


def parse(text: str) -> Acknowledgements:
    """The acknowledgements in a text, which is read as Markdown.

    What is quoted, in a block of code, or in an HTML comment does not count: so no template
    acknowledges by itself. Bullets, backticks around a line, and the case of the first word are
    forgiven, nothing else.
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
    """The acknowledgement, or the problem, that a line is."""
    if not _BEGINS_LIKE_ONE.match(line):
        return None
    parts = _LINE.fullmatch(line)
    if parts is None:
        return (
            f"{line!r} acknowledges nothing. Write one line for each step, as in: Acknowledge:"
            " replace staging dynamodb.Table invite-access"
        )
    if parts["step"] not in list(Step):
        return f"{line!r} names no step; the steps are {', '.join(Step)}."
    return Acknowledgement(Step(parts["step"]), parts["stack"], parts["label"])


def _spoken(text: str) -> Iterator[str]:
    """The lines that a person says in his own words, without what decorates them."""
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
