"""The contents of the pinned SDK's generated classes, as plain data.

Importing the classes takes longer than everything else that a plugin does. So their contents are
cached in files, by the SDK's version, and the classes are imported only for types that are not
cached yet.
"""

import enum
import hashlib
import importlib
import inspect
import json
import keyword
import sys
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import RLock
from typing import Any, cast
from uuid import uuid4

from pulumi import Archive, Asset, _types

Description = dict[str, Any]
"""Properties by Pulumi name, each as [name, element types, reference to an object's class]."""

SCALARS: Mapping[str, type | tuple[type, ...]] = {
    "str": str,
    "bool": bool,
    "int": int,
    "float": (int, float),
}

_KEPT = Path(__file__).resolve().parents[3] / ".tools" / "schemas"
_RULES = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
"""A hash of this file: the cache is valid only for the same code."""

_LOADING = RLock()
"""The SDK imports its modules lazily, in a way that is not thread-safe (Python 3.11)."""


def describe_resource(token: str) -> Description:
    """The `inputs`, `outputs` and `required` inputs of a resource type.

    Raises LookupError if the pinned SDK has no such type.
    """
    package, module, name = token.split(":")
    return _kept(package, token, lambda: _resource(token, _home(package, module), name))


@cache
def describe_object(reference: str) -> Description:
    """The `fields` and the `required` fields of an object's class."""
    package = reference.partition(".")[0].removeprefix("pulumi_")
    return _kept(package, reference, lambda: _object(_class(reference)))


def load_classes(token: str) -> None:
    """Import a resource type's classes and evaluate their type hints.

    Raises LookupError if the pinned SDK has no such type.
    """
    package, module, name = token.split(":")
    pending = [_resource(token, _home(package, module), name)]
    seen: set[str] = set()
    while pending:
        for reference in _references([*pending.pop().values()]):
            if reference not in seen:
                seen.add(reference)
                pending.append(_object(_class(reference)))


def _references(described: Any) -> set[str]:
    """The references to classes in a description, at any depth."""
    if isinstance(described, dict):
        return _references([*cast(dict[str, Any], described).values()])
    if not isinstance(described, list):
        return {described} if isinstance(described, str) and ":" in described else set()
    return {found for part in cast(list[Any], described) for found in _references(part)}


def _kept(package: str, key: str, describe: Callable[[], Description]) -> Description:
    folder = _KEPT / f"{package}-{version(f'pulumi-{package}')}-{_RULES}"
    file = folder / f"{key.replace('/', '+')}.json"
    try:
        return json.loads(file.read_text())
    except FileNotFoundError:
        with _LOADING:
            description = describe()
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / uuid4().hex
    written.write_text(json.dumps(description))
    written.replace(file)
    return description


def _resource(token: str, home: str, name: str) -> Description:
    try:
        resource = getattr(importlib.import_module(home), name)
    except (ImportError, AttributeError):
        raise LookupError(f"the pinned SDK has no resource type {token}") from None
    module = sys.modules[resource.__module__]
    # If a nested type has the usual name, the SDK calls the resource's arguments InitArgs.
    arguments = getattr(module, f"{name}InitArgs", None) or getattr(module, f"{name}Args")
    taken = _object(arguments)
    outputs = {key: _kind(hint) for key, hint in _types.resource_types(resource).items()}
    return {"inputs": taken["fields"], "outputs": outputs, "required": taken["required"]}


def _home(package: str, module: str) -> str:
    """The SDK's module for the middle of a token: `s3/bucket`, `rbac.authorization.k8s.io/v1`."""
    group, _, rest = module.partition("/")
    if package == "kubernetes":
        return ".".join(filter(None, ("pulumi_kubernetes", group.partition(".")[0], rest)))
    return f"pulumi_{package}.{group}{'_' if keyword.iskeyword(group) else ''}"


def _class(reference: str) -> type:
    module, _, name = reference.partition(":")
    # Parents first: a module that is imported before its lazy parent would be imported twice.
    above = importlib.import_module(module.rpartition(".")[0])
    dir(above)
    return getattr(importlib.import_module(module), name)


def _object(class_: type) -> Description:
    if _types.is_input_type(class_):
        hints, required = _types.input_type_types(class_), _required(class_)
    else:
        hints, required = _types.output_type_types(class_), []
    return {"fields": {name: _kind(hint) for name, hint in hints.items()}, "required": required}


def _required(class_: type) -> list[str]:
    names = _types.input_type_py_to_pulumi_names(class_)
    parameters = inspect.signature(class_.__init__).parameters
    return sorted(
        pulumi_name
        for python_name, pulumi_name in names.items()
        if python_name in parameters and parameters[python_name].default is inspect.Parameter.empty
    )


def _kind(hint: Any) -> list[Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        options: list[list[Any]] = []
        for option in map(_kind, filter(_is_plain, arguments)):
            if option not in options:
                options.append(option)
        return options[0] if len(options) == 1 else ["union", options, ""]
    if origin is typing.Literal:
        return [type(arguments[0]).__name__, [], ""]
    if origin is not None and issubclass(origin, Mapping):
        return ["map", [_kind(arguments[1])], ""]
    if origin is not None and issubclass(origin, Sequence):
        return ["list", [_kind(arguments[0])], ""]
    if not isinstance(hint, type) or issubclass(hint, (Asset, Archive)):
        return ["any", [], ""]
    if _types.is_input_type(hint) or _types.is_output_type(hint):
        return ["object", [], f"{hint.__module__}:{hint.__qualname__}"]
    if issubclass(hint, enum.Enum):
        return ["str", [], ""]
    return [hint.__name__ if hint.__name__ in SCALARS else "any", [], ""]


def _is_plain(option: Any) -> bool:
    """Exclude None, awaitables, outputs and the TypedDict variants of the argument classes."""
    if option is type(None) or typing.is_typeddict(option):
        return False
    origin = typing.get_origin(option) or option
    return getattr(origin, "__name__", "") not in ("Awaitable", "Output")
