"""Rights one by one, so that two documents are compared by what they say, not by how."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast


class Kind(StrEnum):
    """What sort of right it is."""

    PERMISSION = "permission"
    """An identity may do something."""
    RESOURCE_POLICY = "resource policy"
    """A resource lets somebody do something with it."""
    TRUST = "trust"
    """Somebody may take a role."""
    BOUNDARY = "boundary"
    """What an identity cannot go beyond."""
    MEMBERSHIP = "membership"
    CLUSTER = "cluster"
    """An identity of AWS is let into the cluster."""
    RBAC = "rbac"


@dataclass(frozen=True, order=True)
class Grant:
    """One right: who, what, on what, and under which condition.

    `effect` is Allow or Deny. `condition` is empty, or JSON in one form for all that mean the same.
    """

    kind: Kind
    who: str
    action: str
    resource: str
    effect: str = "Allow"
    condition: str = ""


ALLOW = "Allow"


def statements(document: str) -> list[Mapping[str, Any]]:
    """The statements of an IAM document (IAM guide, "Grammar of the IAM JSON policy language").

    A text that is no document has none.
    """
    try:
        found = json.loads(document).get("Statement", [])
    except (ValueError, AttributeError):
        return []
    many = cast(list[Any], found if isinstance(found, list) else [found])
    return [cast(Mapping[str, Any], one) for one in many if isinstance(one, Mapping)]


def of_identity(who: str, document: str) -> Iterator[Grant]:
    """The rights that a document gives to the identity that carries it."""
    for one in statements(document):
        for action, resource in _reach(one):
            yield Grant(Kind.PERMISSION, who, action, resource, one["Effect"], condition_of(one))


def of_resource(kind: Kind, document: str, resource: str = "") -> Iterator[Grant]:
    """The rights that a resource's own document gives to the principals that it names.

    `resource` is what is meant where the document names no resource, as in a trust.
    """
    for one in statements(document):
        for action, named in _reach(one, resource):
            for who in principals(one):
                yield Grant(kind, who, action, named, one["Effect"], condition_of(one))


def principals(statement: Mapping[str, Any]) -> Iterator[str]:
    """Whom a statement is about, in words."""
    for key in ("Principal", "NotPrincipal"):
        named = statement.get(key)
        kinds = {"AWS": "*"} if named == "*" else cast(Mapping[str, Any], named or {})
        found = [
            "everybody" if (kind, value) == ("AWS", "*") else value
            for kind, values in kinds.items()
            for value in texts(values)
        ]
        if key == "Principal":
            yield from found
        elif found:
            # As one: each that is added to it is let off.
            yield f"everybody but {', '.join(sorted(found))}"


def condition_of(statement: Mapping[str, Any]) -> str:
    """The conditions as JSON in one form: sorted, values in lists, keys in lower case."""
    said: Mapping[str, Mapping[str, Any]] = statement.get("Condition") or {}
    alike = {
        operator: {key.lower(): sorted(texts(values)) for key, values in keys.items()}
        for operator, keys in said.items()
    }
    return json.dumps(alike, sort_keys=True) if alike else ""


def texts(values: Any) -> list[str]:
    """A value or a list of values, as texts."""
    many: Iterable[Any] = cast(list[Any], values) if isinstance(values, list) else [values]
    return [one if isinstance(one, str) else json.dumps(one) for one in many]


def _reach(statement: Mapping[str, Any], resource: str = "") -> Iterator[tuple[str, str]]:
    for action in _named(statement, "Action"):
        for on in _named(statement, "Resource") or [resource]:
            yield action, on


def _named(statement: Mapping[str, Any], key: str) -> list[str]:
    if key in statement:
        return texts(statement[key])
    if f"Not{key}" in statement:
        # As one: without any of them it would mean something else.
        return [f"all but {', '.join(sorted(texts(statement[f'Not{key}'])))}"]
    return []
