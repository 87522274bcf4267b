"""Markdown of the generated pages in `docs/`."""

from collections.abc import Iterable, Sequence


def page(title: str, *blocks: str) -> str:
    """Returns a page with a note that it is generated."""
    note = "<!-- Generated from the code by `make golden`. Do not edit. -->"
    return "\n\n".join([f"# {title}", note, *blocks]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Returns a table; cells are not escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def code(text: str) -> str:
    """Returns the text as code."""
    return f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    """Returns the texts as code, separated by commas."""
    return ", ".join(code(text) for text in texts)
