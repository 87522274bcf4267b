"""The types of the fields of declarations, which Python does not check."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import cast, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from estate.checks.mistakes import Problem
from settings.problems import Json, Path

_EXACT = ConfigDict(strict=True, arbitrary_types_allowed=True)


def wrong_types(records: object, path: Path, kind: type) -> Iterator[Problem]:
    """Yields a problem for each field with a value of another type; `path` names the list.

    Records in fields are checked as well. `records` must be a tuple of `kind`.
    """
    if not isinstance(records, tuple):
        text = f"must be a tuple of {kind.__name__}. Add a comma after the only record."
        yield Problem(path, text)
        return
    for index, record in enumerate(cast(tuple[object, ...], records)):
        if isinstance(record, kind):
            if getattr(record, "name", None) == "":
                yield Problem((*path, index), "has no name. Write its name.")
            else:
                name = _name(record)
                yield from _in_record(record, (name,) if name else (*path, index))
        else:
            text = f"must be a {kind.__name__}. Write {kind.__name__}(...)."
            yield Problem((*path, index), text, (_shown(record),))


def _in_record(record: object, path: Path) -> Iterator[Problem]:
    for field, (hint, adapter) in _fields(type(record)).items():
        value: object = getattr(record, field)
        try:
            adapter.validate_python(value, strict=True)
        except ValidationError:
            text = f"has the wrong type. Write {_spelt(hint)}."
            yield Problem((*path, field), text, (_shown(value),))
        else:
            yield from _inside(value, (*path, field))


@cache
def _fields(kind: type) -> dict[str, tuple[object, TypeAdapter[object]]]:
    """Returns the type and the validator of each field of a dataclass."""
    hints = get_type_hints(kind)
    return {
        field.name: (hints[field.name], TypeAdapter(hints[field.name], config=_EXACT))
        if not is_dataclass(hints[field.name])
        else (hints[field.name], TypeAdapter(hints[field.name]))
        for field in fields(kind)
    }


def _inside(value: object, path: Path) -> Iterator[Problem]:
    if is_dataclass(value):
        yield from _in_record(value, path)
    elif isinstance(value, tuple):
        for index, one in enumerate(cast(tuple[object, ...], value)):
            if is_dataclass(one):
                name = _name(one)
                yield from _in_record(one, (*path[:-1], name) if name else (*path, index))


def _name(record: object) -> str:
    """Returns the name of a record; an empty string if it has none."""
    for key in ("name", "sid", "project"):
        if isinstance(name := getattr(record, key, None), str) and name:
            return str(name)
    return ""


def _spelt(hint: object) -> str:
    """Returns the type as it is written in the declaration."""
    text = getattr(hint, "__name__", "") if isinstance(hint, type) else str(hint)
    return text.replace("estate.", "").replace("collections.abc.", "").replace("typing.", "")


def _shown(value: object) -> Json:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): _shown(one) for key, one in cast(Mapping[object, object], value).items()}
    if isinstance(value, list | tuple | set):
        return [_shown(one) for one in cast(tuple[object, ...], value)]
    return repr(value)
