"""Sentences with names from pull requests in them, made harmless in Markdown."""

import re

from delivery.report.text import code

_PLAIN = re.compile(r"\(?[A-Za-z0-9'-]+[,.;:)]*")
"""Words that mean nothing to Markdown, nor to what GitHub makes of it."""


def prose(text: str) -> str:
    """The text as a sentence, in which all but plain words are code."""
    return " ".join(word if _PLAIN.fullmatch(word) else _coded(word) for word in text.split())


def _coded(word: str) -> str:
    bare = word.rstrip(".,;:)").lstrip("(")
    if not bare:
        return code(word)
    before, _, after = word.partition(bare)
    return f"{before}{code(bare)}{after}"
