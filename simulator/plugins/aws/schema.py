"""The schema of a resource type in the pinned SDK: its properties, their types, the required ones.

The official providers check inputs against a schema. The Python SDK has the same information in its
generated classes, so a misspelt or mistyped property is refused here too, at any depth.
"""

import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from simulator.plugins.aws.sdk_types import SCALARS, describe_object, describe_resource

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The engine's value for what is not known before the deployment (`plugin.UnknownStringValue`)."""

_NAMES = {"str": "a string", "bool": "a boolean", "int": "a whole number", "float": "a number"}


@dataclass(frozen=True)
class Kind:
    """A property's type: `name` is a scalar's name, or any, list, map, object or union."""

    name: str
    of: tuple["Kind", ...] = ()
    object_: str = ""
    """The reference to an object's description."""

    @property
    def element(self) -> "Kind":
        """The type of the elements of a list or map."""
        return self.of[0]

    @property
    def fields(self) -> "Mapping[str, Kind]":
        """An object's properties by their Pulumi names."""
        return _fields(self.object_) if self.object_ else {}

    @property
    def required(self) -> frozenset[str]:
        """An object's required properties."""
        return frozenset(describe_object(self.object_)["required"])

    def __str__(self) -> str:
        if self.name == "union":
            return " or ".join(str(kind) for kind in self.of)
        return _NAMES.get(self.name, f"{'an' if self.name == 'object' else 'a'} {self.name}")


@dataclass(frozen=True)
class Schema:
    """A resource type's inputs and outputs by Pulumi name, and the required inputs."""

    inputs: Mapping[str, Kind]
    outputs: Mapping[str, Kind]
    required: frozenset[str]


@cache
def schema_of(token: str) -> Schema:
    """The schema of a token such as `aws:sqs/queue:Queue` or `kubernetes:apps/v1:Deployment`.

    Raises LookupError if the pinned SDK has no such type.
    """
    described = describe_resource(token)
    return Schema(
        _kinds(described["inputs"]), _kinds(described["outputs"]), frozenset(described["required"])
    )


def is_type(token: str) -> bool:
    """Whether the pinned SDK has such a resource type."""
    try:
        schema_of(token)
    except LookupError:
        return False
    return True


def problems(token: str, inputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """All problems of the inputs as (property path, reason)."""
    schema = schema_of(token)
    yield from _object_problems(schema.inputs, schema.required, inputs, "")


def with_unknowns(kinds: Mapping[str, Kind], given: Mapping[str, Any]) -> dict[str, Any]:
    """The given values, and an unknown value for each output that is not given, at any depth."""
    unknown = {
        name: with_unknowns(kind.fields, {}) if isinstance(given.get(name), Mapping) else UNKNOWN
        for name, kind in kinds.items()
    }
    return laid_over(kinds, unknown, given)


def laid_over(
    kinds: Mapping[str, Kind], below: Mapping[str, Any], above: Mapping[str, Any]
) -> dict[str, Any]:
    """The properties `above`, completed with those of `below` that it lacks, at any depth."""
    merged = {**below, **above}
    for name, kind in kinds.items():
        lower, upper = below.get(name), above.get(name)
        if kind.name == "object" and isinstance(lower, Mapping) and isinstance(upper, Mapping):
            merged[name] = laid_over(
                kind.fields,
                typing.cast(Mapping[str, Any], lower),
                typing.cast(Mapping[str, Any], upper),
            )
    return merged


def _object_problems(
    fields: Mapping[str, Kind], required: frozenset[str], value: Mapping[str, Any], path: str
) -> Iterator[tuple[str, str]]:
    prefix = f"{path}." if path else ""
    for missing in sorted(required - {name for name, given in value.items() if given is not None}):
        yield prefix + missing, "is required but missing"
    for name, given in value.items():
        if name.startswith("__"):
            continue
        if name not in fields:
            near = get_close_matches(name, fields, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            yield prefix + name, f"is not a property here{hint}"
        else:
            yield from _value_problems(fields[name], given, prefix + name)


def _value_problems(kind: Kind, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if value is None or value == UNKNOWN or kind.name == "any":
        return
    if kind.name == "union":
        if all(list(_value_problems(option, value, path)) for option in kind.of):
            yield path, f"must be {kind}, got {value!r}"
    elif kind.name == "list" and isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(typing.cast(Sequence[Any], value)):
            yield from _value_problems(kind.element, item, f"{path}[{index}]")
    elif kind.name == "map" and isinstance(value, Mapping):
        for key, item in typing.cast(Mapping[str, Any], value).items():
            yield from _value_problems(kind.element, item, f"{path}.{key}")
    elif kind.name == "object" and isinstance(value, Mapping):
        given = typing.cast(Mapping[str, Any], value)
        yield from _object_problems(kind.fields, kind.required, given, path)
    elif not _is_scalar(kind.name, value):
        yield path, f"must be {kind}, got {value!r}"


def _is_scalar(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return name == "bool"
    return name in SCALARS and isinstance(value, SCALARS[name])


@cache
def _fields(object_: str) -> Mapping[str, Kind]:
    return _kinds(describe_object(object_)["fields"])


def _kinds(described: Mapping[str, Any]) -> Mapping[str, Kind]:
    return {name: _kind(kind) for name, kind in described.items()}


def _kind(described: list[Any]) -> Kind:
    name, of, object_ = described
    return Kind(name, tuple(_kind(part) for part in of), object_)
