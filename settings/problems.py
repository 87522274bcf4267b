"""What is wrong with a stack file, in words for the person who wrote it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeAlias

import pulumi
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Path: TypeAlias = tuple[str | int, ...]

_LONGEST_VALUE = 80
_WRONG = {
    "bool_type": "is neither true nor false",
    "dict_type": "is not a mapping",
    "enum": "is not known",
    "int_type": "is not a whole number",
    "model_type": "is not a mapping",
    "string_type": "is not a text",
    "tuple_type": "is not a list",
}
"""Pydantic's error types that tell more than "has the wrong form"."""


@dataclass(frozen=True)
class Problem:
    """One mistake: where, what with its remedy, the value (as a 1-tuple) if it helps to see it."""

    path: Path
    text: str
    value: tuple[Json] | None = None
    meant: Path | None = None
    """The key path that was probably misspelt here."""

    def line(self, secrets: Collection[str]) -> str:
        """The problem as one printable line; no value of a key among `secrets` is in it."""
        first, *rest = self.path
        path = escaped(str(first)) + "".join(
            f"[{step}]" if isinstance(step, int) else f".{escaped(step)}" for step in rest
        )
        if self.value is None:
            return f"{path}: {self.text}"
        return f"{path} = {'[secret]' if first in secrets else _shown(*self.value)}: {self.text}"


class SettingsError(pulumi.RunError):
    """All that is wrong with one stack file. The engine prints it without a traceback."""

    def __init__(self, stack: str, problems: Iterable[Problem], secrets: Collection[str]) -> None:
        lines = sorted(problem.line(secrets) for problem in problems)
        count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
        headline = f"Pulumi.{escaped(stack)}.yaml: {count}, nothing was changed."
        super().__init__("\n  ".join([headline, *lines]))


def described(model: type[BaseModel], path: Path = ()) -> dict[str, Any]:
    """The JSON schema of what the model holds at the path, with its description and examples."""
    root = node = _schema(model)
    for step in path:
        if isinstance(step, int):
            node = node["items"]
        else:
            node = (
                node["properties"][step] if "properties" in node else node["additionalProperties"]
            )
        # What may be left out is described as one of two: a value, or null.
        node = node.get("anyOf", [{}])[0] | node
        if "$ref" in node:
            node = root["$defs"][node["$ref"].rpartition("/")[2]] | node
    return node


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def explained(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Pydantic's findings in our words, without keys that are missing because they are misspelt."""
    problems = [_explained(details, model) for details in error.errors()]
    meant = {problem.meant for problem in problems}
    return [problem for problem in problems if problem.path not in meant]


def repeated(value: Json, path: Path = ()) -> Iterator[Problem]:
    """What a list, at any depth, holds twice. Hosts, mail addresses and IAM ignore case."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from repeated(entry, (*path, key))
    if isinstance(value, list):
        seen: dict[str, int] = {}
        for index, entry in enumerate(value):
            first = seen.setdefault(_identity(entry).casefold(), index)
            if first != index:
                yield Problem((*path, index), f"repeats [{first}]. Write it once.", (entry,))
            yield from repeated(entry, (*path, index))


def listed_twice(document: Mapping[str, Json], lesser: str, greater: str) -> Iterator[Problem]:
    """The records of the list `lesser` whose name the list `greater` has as well."""
    rows, others = (_records(document.get(key)) for key in (lesser, greater))
    known = {_identity(row).casefold() for row in others}
    for index, row in enumerate(rows):
        if row is not None and _identity(row).casefold() in known:
            text = f"is among {greater} as well. Write it in one of the two."
            yield Problem((lesser, index), text, (row,))


def _records(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _identity(entry: Json) -> str:
    """What tells a list's entries apart: a record's name, since no path makes it another."""
    name = entry.get("name") if isinstance(entry, dict) else None
    return name.rpartition("/")[2] if isinstance(name, str) else json.dumps(entry, sort_keys=True)


def outermost(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those at, or inside, a value that an earlier one is about already."""
    found: dict[Path, Problem] = {}
    for problem in sorted(problems, key=lambda problem: len(problem.path)):
        path = problem.path
        if not any(path[:length] in found for length in range(1, len(path) + 1)):
            found[path] = problem
    return list(found.values())


def escaped(text: str) -> str:
    """The text on one line, in ASCII: the engine's protocol cannot carry every Python string."""
    return json.dumps(text)[1:-1]


def _explained(error: ErrorDetails, model: type[BaseModel]) -> Problem:
    path = error["loc"]
    if error["type"] == "extra_forbidden":
        return _unknown(path, model)
    node = described(model, path)
    description: str = node["description"]
    example = json.dumps(node["examples"][0])
    remedy = f"Write {description[0].lower()}{description[1:]}, for example {example}."
    if error["type"] == "missing":
        return Problem(path, f"missing. {remedy}")
    if error["type"] == "value_error":
        wrong = str(error.get("ctx", {})["error"])
    else:
        wrong = _WRONG.get(error["type"], "has the wrong form")
    return Problem(path, f"{wrong}. {remedy}", (error["input"],))


def _unknown(path: Path, model: type[BaseModel]) -> Problem:
    *parent, key = path
    known = list(described(model, tuple(parent))["properties"])
    for meant in get_close_matches(str(key).lower(), known, n=1):
        return Problem(path, f'unknown key. Did you mean "{meant}"?', meant=(*parent, meant))
    return Problem(path, f"unknown key. Known here: {', '.join(known)}.")


def _shown(value: Json) -> str:
    text = json.dumps(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."
