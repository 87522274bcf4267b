"""Words that are hard to understand here, and their replacements; CONTRIBUTING.md has the style."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

INSTEAD = {
    r"nobody": "no one, or the passive: 'no principal can ...'",
    r"whoever|whatever": "the principal that, any, each",
    r"somebody": "a person, someone, a principal",
    r"told|is said|are said": "reported, named, shown, printed",
    r"stands|stood": "is, was",
    r"goes on": "continues",
    r"(no|any) more(?! than)": "no longer",
    r"has (its|their) say": "is evaluated",
    r"hence|lest": "so, so that",
    r"anew": "again",
    r"is not a text": "must be a string",
    r"\(estate, ?\d+\b|shared facts": "docs/estate-coverage.md, or the URL of the source",
}
"""Patterns of whole words, case-insensitive, and what to write instead."""

CHECKED = ("*.py", "*.md", "*.yaml", "*.toml", "Makefile")

QUOTES_THEM = (Path(__file__).name, "estate-coverage.md")
"""This file, and the page that quotes the old estate."""


REPLACES = "Who reaches the cache; it reaches nobody"
"""AWS replaces a security group when its description changes, so this one stays."""


@cache
def lines() -> dict[str, str]:
    """Each line by its file and number."""
    listed = subprocess.check_output(["git", "ls-files", *CHECKED], cwd=ROOT, text=True)
    return {
        f"{file}:{number}": line.replace(REPLACES, "")
        for file in listed.splitlines()
        if Path(file).name not in QUOTES_THEM and (ROOT / file).exists()
        for number, line in enumerate((ROOT / file).read_text().splitlines(), 1)
    }


@pytest.mark.parametrize("pattern", INSTEAD)
def test_no_file_contains_a_forbidden_word(pattern: str) -> None:
    words = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    found = [
        f"{place}: {match[0]}" for place, line in lines().items() if (match := words.search(line))
    ]
    assert not found, f"Write {INSTEAD[pattern]} instead:\n" + "\n".join(found)
