"""Error messages about mistakes in a stack file."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import pulumi
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from settings.spelling import meant

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Path: TypeAlias = tuple[str | int, ...]

_KEY = "[key]"
"""The last step of Pydantic's path to a key of a mapping, instead of the key's value."""

_OUT_OF_RANGE = ("greater_than_equal", "less_than_equal")
_LONGEST_VALUE = 80
_WRONG = {
    "bool_type": "must be true or false",
    "dict_type": "must be a mapping",
    "enum": "is not an allowed value",
    "int_type": "must be an integer",
    "model_type": "must be a mapping",
    "string_type": "must be a string",
    "tuple_type": "must be a list",
}
"""Messages for Pydantic's error types; all others have the message "has an invalid format"."""


@dataclass(frozen=True)
class Problem:
    """One mistake: its key path, message with remedy, and optionally its value, as a 1-tuple."""

    path: Path
    text: str
    value: tuple[Json] | None = None
    meant: Path | None = None
    """The key path that was probably meant, if this one is misspelt."""

    def line(self, secrets: Collection[str]) -> str:
        """Returns the problem as one printable line, without the values of keys in `secrets`."""
        first, *rest = self.path
        path = escaped(str(first)) + "".join(
            f"[{step}]" if isinstance(step, int) else f".{escaped(step)}" for step in rest
        )
        if self.value is None:
            return f"{path}: {self.text}"
        return f"{path} = {'[secret]' if first in secrets else _shown(*self.value)}: {self.text}"


def message(where: str, lines: Sequence[str]) -> str:
    """Returns the message of an error before the first change: the place, and a line each."""
    count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    return "\n  ".join([f"{where}: {count}, nothing was changed.", *lines])


class SettingsError(pulumi.RunError):
    """All problems of one stack file; the engine prints the message without a traceback."""

    def __init__(self, stack: str, problems: Iterable[Problem], secrets: Collection[str]) -> None:
        lines = sorted(problem.line(secrets) for problem in problems)
        super().__init__(message(f"Pulumi.{escaped(stack)}.yaml", lines))


def described(model: type[BaseModel], path: Path = ()) -> dict[str, Any]:
    """Returns the JSON schema of the model's value at the path, with description and examples."""
    root = node = _schema(model)
    for step in path:
        if isinstance(step, int):
            node = node["items"]
        else:
            node = (
                node["properties"][step] if "properties" in node else node["additionalProperties"]
            )
        # The schema of an optional value is `anyOf` of the value and null.
        node = node.get("anyOf", [{}])[0] | node
        if "$ref" in node:
            node = root["$defs"][node["$ref"].rpartition("/")[2]] | node
    return node


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def explained(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Returns Pydantic's errors as problems, without keys missing because they are misspelt."""
    problems = [_explained(details, model) for details in error.errors()]
    misspelt = {problem.meant for problem in problems}
    return [problem for problem in problems if problem.path not in misspelt]


def repeated(value: Json, path: Path = ()) -> Iterator[Problem]:
    """Yields duplicate list entries at any depth, ignoring case as hosts, e-mail and IAM do."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from repeated(entry, (*path, key))
    if isinstance(value, list):
        seen: dict[str, int] = {}
        for index, entry in enumerate(value):
            first = seen.setdefault(_identity(entry).casefold(), index)
            if first != index:
                yield Problem(
                    (*path, index), f"is a duplicate of [{first}]. Remove one of them.", (entry,)
                )
            yield from repeated(entry, (*path, index))


def listed_twice(document: Mapping[str, Json], lesser: str, greater: str) -> Iterator[Problem]:
    """Yields a problem for each record of the list `lesser` whose name is also in `greater`."""
    rows, others = (_records(document.get(key)) for key in (lesser, greater))
    known = {_identity(row).casefold() for row in others}
    for index, row in enumerate(rows):
        if row is not None and _identity(row).casefold() in known:
            text = f"is also in {greater}. Keep it in one of the two lists."
            yield Problem((lesser, index), text, (row,))


def _records(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _identity(entry: Json) -> str:
    """Returns the key that identifies a list entry: a record's name without path, or its JSON.

    The name of a record with a kind identifies it among those of its kind.
    """
    name = entry.get("name") if isinstance(entry, dict) else None
    if isinstance(entry, dict) and (kind := entry.get("kind")):
        return f"{kind} {name or ''}"
    return name.rpartition("/")[2] if isinstance(name, str) else json.dumps(entry, sort_keys=True)


def outermost(problems: Iterable[Problem]) -> list[Problem]:
    """Returns the problems without those at or inside a value that has a problem already."""
    found: dict[Path, Problem] = {}
    for problem in sorted(problems, key=lambda problem: len(problem.path)):
        path = problem.path
        if not any(path[:length] in found for length in range(1, len(path) + 1)):
            found[path] = problem
    return list(found.values())


def escaped(text: str) -> str:
    """Returns the string on one line in ASCII; the engine cannot carry every Python string."""
    return json.dumps(text)[1:-1]


def _explained(error: ErrorDetails, model: type[BaseModel]) -> Problem:
    path, node_path = error["loc"], error["loc"]
    if error["type"] == "extra_forbidden":
        return _unknown(path, model)
    if path[-1] == _KEY:
        path, node_path = path[:-1], path[:-2]
    node = described(model, node_path)
    description: str = node["description"]
    example = json.dumps(node["examples"][0])
    remedy = f"Write {description[0].lower()}{description[1:]}, for example {example}."
    if error["type"] == "missing":
        return Problem(path, f"missing. {remedy}")
    if error["type"] == "value_error":
        wrong = str(error.get("ctx", {})["error"])
    elif error["type"] in _OUT_OF_RANGE:
        wrong = f"is out of range, {node['minimum']} to {node['maximum']}"
    else:
        wrong = _WRONG.get(error["type"], "has an invalid format")
    value = None if path != error["loc"] else (error["input"],)
    return Problem(path, f"{wrong}. {remedy}", value)


def _unknown(path: Path, model: type[BaseModel]) -> Problem:
    *parent, key = path
    known = list(described(model, tuple(parent))["properties"])
    if found := meant(str(key), known):
        return Problem(path, f'unknown key. Did you mean "{found}"?', meant=(*parent, found))
    return Problem(path, f"unknown key. Valid keys: {', '.join(known)}.")


def _shown(value: Json) -> str:
    text = json.dumps(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."
