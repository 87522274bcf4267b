"""Converts lists of IAM user names, one per line, to typed entries of a stack file."""

import re
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from delivery.command import DeliveryError, argument, command
from settings import Person


class ListError(DeliveryError):
    """The lists are invalid; the message has a line for each problem, with file and line number."""


def import_lists(files: list[Path]) -> str:
    """Returns the people of each file as YAML, in order, below a comment with the file name.

    A line may be empty or end with a comment: a # at its start or after white space. Raises
    ListError with all problems.
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
                    f"{where} is not an IAM user name. Write the name, with its path if it has one,"
                    " such as ada.lovelace or staff/ada.lovelace."
                )
                continue
            if username in people:
                problems.append(f"{where} duplicates line {people[username]}. Remove one of them.")
            people.setdefault(username, number)
        rows = [{"name": name} for _, name in _names(file, [])]
        blocks.append(f"# {file.name}\n{yaml.safe_dump(rows, default_flow_style=None, width=1000)}")
    if problems:
        raise ListError("\n".join(problems))
    return "\n".join(blocks)


def _names(file: Path, problems: list[str]) -> Iterator[tuple[int, str]]:
    """Yields each name with its line number, from 1."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        problems.append(f"{file}: cannot be read: {reason}. Name a file with one name per line.")
        return
    for number, line in enumerate(lines, start=1):
        name = re.sub(r"(^|\s)#.*", "", line).strip()
        if name:
            yield number, name


@command("import-lists", argument("files", nargs="+", type=Path, metavar="FILE"))
def import_lists_command(arguments: Namespace) -> Iterator[str]:
    """Convert old lists of user names, one per line, to entries of a stack file."""
    yield import_lists(arguments.files).rstrip("\n")
