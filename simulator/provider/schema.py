"""What the pinned SDK says about a resource type: its properties, their types, which are needed.

The official providers check inputs against a schema; the Python SDK carries the same knowledge in
its generated classes, so a misspelt or mistyped property is refused here too, at any depth.
"""

import enum
import importlib
import inspect
import keyword
import sys
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from threading import RLock
from typing import Any

from pulumi import Archive, Asset, _types

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the engine sends for a value not known before deployment (`plugin.UnknownStringValue`)."""

_NAMES = {"str": "a string", "bool": "a boolean", "int": "a whole number", "float": "a number"}
_SCALARS: Mapping[str, type | tuple[type, ...]] = {
    "str": str,
    "bool": bool,
    "int": int,
    "float": (int, float),
}

_LOADING = RLock()
"""The SDK loads its modules lazily, in a way that two threads at once break (Python 3.11)."""


@dataclass(frozen=True)
class Kind:
    """A property's type: `name` is a scalar's, or any, list, map, object or union."""

    name: str
    of: tuple["Kind", ...] = ()
    class_: type | None = None

    @property
    def element(self) -> "Kind":
        """The type of a list's or a map's elements."""
        return self.of[0]

    @property
    def fields(self) -> "Mapping[str, Kind]":
        """An object's properties by their Pulumi names."""
        return _fields(self.class_) if self.class_ else {}

    def __str__(self) -> str:
        if self.name == "union":
            return " or ".join(str(kind) for kind in self.of)
        return _NAMES.get(self.name, f"{'an' if self.name == 'object' else 'a'} {self.name}")


@dataclass(frozen=True)
class Schema:
    """A resource type's inputs and outputs by Pulumi name, and the inputs that must be given."""

    inputs: Mapping[str, Kind]
    outputs: Mapping[str, Kind]
    required: frozenset[str]


@cache
def schema_of(token: str) -> Schema:
    """The schema of a type token such as `aws:sqs/queue:Queue` or `kubernetes:apps/v1:Deployment`.

    Raises LookupError when the pinned SDK has no such type.
    """
    package, module, name = token.split(":")
    with _LOADING:
        try:
            resource = getattr(importlib.import_module(_home(package, module)), name)
        except (ImportError, AttributeError):
            raise LookupError(f"the pinned SDK has no resource type {token}") from None
        home = sys.modules[resource.__module__]
        # Where a nested type took the usual name, the SDK calls the resource's own InitArgs.
        arguments = getattr(home, f"{name}InitArgs", None) or getattr(home, f"{name}Args")
        outputs = {key: _kind(hint) for key, hint in _types.resource_types(resource).items()}
        return Schema(_fields(arguments), outputs, _required(arguments))


def problems(token: str, inputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each problem of the inputs as (property path, reason)."""
    schema = schema_of(token)
    yield from _object_problems(schema.inputs, schema.required, inputs, "")


def with_unknowns(kinds: Mapping[str, Kind], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, and an unknown value for all else that a resource will have, at any depth."""
    unknown = {
        name: with_unknowns(kind.fields, {}) if isinstance(given.get(name), Mapping) else UNKNOWN
        for name, kind in kinds.items()
    }
    return laid_over(kinds, unknown, given)


def laid_over(
    kinds: Mapping[str, Kind], below: Mapping[str, Any], above: Mapping[str, Any]
) -> dict[str, Any]:
    """The properties `above`, and of those `below` whatever they say nothing of, at any depth."""
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
        yield prefix + missing, "is required and was not given"
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
    elif kind.name == "object" and kind.class_ and isinstance(value, Mapping):
        given = typing.cast(Mapping[str, Any], value)
        yield from _object_problems(kind.fields, _required(kind.class_), given, path)
    elif not _is_scalar(kind.name, value):
        yield path, f"must be {kind}, got {value!r}"


def _is_scalar(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return name == "bool"
    return name in _SCALARS and isinstance(value, _SCALARS[name])


def _home(package: str, module: str) -> str:
    """The SDK's module for the middle of a token: `s3/bucket`, `rbac.authorization.k8s.io/v1`."""
    group, _, rest = module.partition("/")
    if package == "kubernetes":
        return ".".join(filter(None, ("pulumi_kubernetes", group.partition(".")[0], rest)))
    return f"pulumi_{package}.{group}{'_' if keyword.iskeyword(group) else ''}"


@cache
def _fields(class_: type) -> Mapping[str, Kind]:
    with _LOADING:
        if _types.is_input_type(class_):
            return {name: _kind(hint) for name, hint in _types.input_type_types(class_).items()}
        return {name: _kind(hint) for name, hint in _types.output_type_types(class_).items()}


@cache
def _required(class_: type) -> frozenset[str]:
    names = _types.input_type_py_to_pulumi_names(class_)
    parameters = inspect.signature(class_.__init__).parameters
    return frozenset(
        pulumi_name
        for python_name, pulumi_name in names.items()
        if python_name in parameters and parameters[python_name].default is inspect.Parameter.empty
    )


def _kind(hint: Any) -> Kind:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        options = tuple(dict.fromkeys(_kind(option) for option in arguments if _is_plain(option)))
        return options[0] if len(options) == 1 else Kind("union", options)
    if origin is typing.Literal:
        return Kind(type(arguments[0]).__name__)
    if origin is not None and issubclass(origin, Mapping):
        return Kind("map", (_kind(arguments[1]),))
    if origin is not None and issubclass(origin, Sequence):
        return Kind("list", (_kind(arguments[0]),))
    if not isinstance(hint, type) or issubclass(hint, (Asset, Archive)):
        return Kind("any")
    if _types.is_input_type(hint) or _types.is_output_type(hint):
        return Kind("object", class_=hint)
    if issubclass(hint, enum.Enum):
        return Kind("str")
    return Kind(hint.__name__ if hint.__name__ in _SCALARS else "any")


def _is_plain(option: Any) -> bool:
    """Leave out None, awaitables, outputs and the TypedDict twins of the argument classes."""
    if option is type(None) or typing.is_typeddict(option):
        return False
    origin = typing.get_origin(option) or option
    return getattr(origin, "__name__", "") not in ("Awaitable", "Output")
