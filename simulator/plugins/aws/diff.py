"""Differences between a resource's old inputs and the inputs that the program wants.

Drift needs no other rule: a refresh writes the account's values into the old inputs (`project`), so
that a manual change appears here like a change of the program.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeGuard, cast

from simulator.plugins.aws.schema import Kind
from simulator.plugins.aws.shapes import Props


def differences(
    old: Any, new: Any, path: str = "", unordered: Collection[str] = ()
) -> dict[str, str]:
    """Each differing path below `path`, with its change: add, delete or update."""
    if _same(old, new):
        return {}
    if old is None or new is None:
        return {path: "add" if old is None else "delete"}
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        before, after = cast(Props, old), cast(Props, new)
        found: dict[str, str] = {}
        for name in sorted({*before, *after}):
            if not name.startswith("__"):
                inner = _part(path, name)
                found |= differences(before.get(name), after.get(name), inner, unordered)
        return found
    if _is_list(old) and _is_list(new):
        if path.rpartition(".")[2] in unordered:
            old, new = _sorted(old), _sorted(new)
        if len(old) != len(new):
            return {path: "update"} if old != new else {}
        found = {}
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            found |= differences(before, after, f"{path}[{index}]", unordered)
        return found
    return {path: "update"}


def project(old: Any, live: Any, kind: Kind) -> Any:
    """The account's current values, reduced to the parts that the old inputs contain.

    AWS returns more than was given (ids, defaults); only given inputs can drift.
    """
    if kind.name == "object" and isinstance(old, Mapping) and isinstance(live, Mapping):
        return {
            name: project(value, live.get(name), kind.fields[name])
            for name, value in cast(Props, old).items()
            if name in kind.fields and value is not None
        }
    if kind.name == "list" and _is_list(old) and _is_list(live) and len(old) == len(live):
        pairs = zip(old, live, strict=True)
        return [project(before, after, kind.element) for before, after in pairs]
    return live


def value_at(props: Any, path: str) -> Any:
    """The value at a path such as `accessConfig.authenticationMode`; None if there is none.

    Every part of an unknown value is unknown.
    """
    for name in path.split("."):
        if not isinstance(props, Mapping):
            return props
        props = cast(Props, props).get(name)
    return props


def order_like(old: Any, live: Any) -> Any:
    """A list whose order has no meaning, in the order of the old inputs."""
    if not (_is_list(old) and _is_list(live)):
        return live
    rank = {_name_of(item): index for index, item in enumerate(old)}
    return sorted(live, key=lambda item: rank.get(_name_of(item), len(rank)))


def _part(path: str, name: str) -> str:
    """The path of a part in the engine's notation: a key with a dot is quoted."""
    if not path:
        return name
    return f"{path}[{json.dumps(name)}]" if "." in name else f"{path}.{name}"


def _same(old: Any, new: Any) -> bool:
    return old == new or (_is_json(old) and _is_json(new) and json.loads(old) == json.loads(new))


def _is_json(value: Any) -> bool:
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return False
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def _is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _sorted(items: Sequence[Any]) -> list[Any]:
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))


def _name_of(item: Any) -> str:
    if isinstance(item, Mapping) and "name" in item:
        return str(cast(Props, item)["name"])
    return json.dumps(item, sort_keys=True)
