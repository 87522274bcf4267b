"""Escapes sentences with names from pull requests for Markdown."""

import re

from delivery.report.text import code

_PLAIN = re.compile(r"\(?[A-Za-z0-9'-]+[,.;:)]*")
"""Weakening without special meaning in Markdown and GitHub."""


def prose(text: str) -> str:
    """Returns the sentence with all words as code, except plain words."""
    return " ".join(word if _PLAIN.fullmatch(word) else _coded(word) for word in text.split())


def _coded(word: str) -> str:
    bare = word.rstrip(".,;:)").lstrip("(")
    if not bare:
        return code(word)
    before, _, after = word.partition(bare)
    return f"{before}{code(bare)}{after}"
