"""Markdown as the generated pages of `docs/` use it."""

from collections.abc import Iterable, Sequence


def page(title: str, *blocks: str) -> str:
    """A whole page, with a note that nobody should edit it."""
    note = "<!-- Generated from the code: `make golden` writes it anew. -->"
    return "\n\n".join([f"# {title}", note, *blocks]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; cells are written as they are."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def code(text: str) -> str:
    """The text as code."""
    return f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    """The texts as code, one beside the other."""
    return ", ".join(code(text) for text in texts)
