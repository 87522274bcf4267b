"""The old lists of people, one IAM user name a line, as the typed records of a stack file."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from settings import Person


class ListError(Exception):
    """What is wrong with the lists: a line for each problem, with its file and line number."""


def import_lists(files: list[Path]) -> str:
    """The people of each file, in its order, below a comment that names it; YAML.

    A line may be empty, or end with a comment, whose # begins a word. Raises ListError with all
    problems.
    """
    problems: list[str] = []
    blocks: list[str] = []
    for file in files:
        people: dict[str, int] = {}
        for number, name in _names(file, problems):
            where = f"{file}:{number}: {name!r}"
            try:
                username = Person(name=name).username.lower()
            except ValidationError:
                problems.append(
                    f"{where} is no IAM user name. Write the name, after its path if it has one,"
                    " such as ada.lovelace or staff/ada.lovelace."
                )
                continue
            if username in people:
                problems.append(f"{where} repeats line {people[username]}. Remove one of the two.")
            people.setdefault(username, number)
        rows = [{"name": name} for _, name in _names(file, [])]
        blocks.append(f"# {file.name}\n{yaml.safe_dump(rows, default_flow_style=None, width=1000)}")
    if problems:
        raise ListError("\n".join(problems))
    return "\n".join(blocks)


def _names(file: Path, problems: list[str]) -> Iterator[tuple[int, str]]:
    """Each name with the number of its line, the first being 1."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        problems.append(f"{file}: cannot be read: {reason}. Name a file with one name a line.")
        return
    for number, line in enumerate(lines, start=1):
        name = re.sub(r"(^|\s)#.*", "", line).strip()
        if name:
            yield number, name
