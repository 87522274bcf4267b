"""Single permissions (grants) of policy documents, to compare documents by their meaning."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast


class Kind(StrEnum):
    """The kind of a grant."""

    PERMISSION = "permission"
    """A permission of an identity."""
    RESOURCE_POLICY = "resource policy"
    """A permission of a principal in the policy of a resource."""
    TRUST = "trust"
    """A permission to assume a role."""
    BOUNDARY = "boundary"
    """A permissions boundary of an identity."""
    MEMBERSHIP = "membership"
    CLUSTER = "cluster"
    """Access of an AWS principal to the cluster."""
    RBAC = "rbac"


@dataclass(frozen=True, order=True)
class Grant:
    """A single permission: principal, action, resource, effect and condition.

    `effect` is Allow or Deny. `condition` is empty or normalized JSON.
    """

    kind: Kind
    who: str
    action: str
    resource: str
    effect: str = "Allow"
    condition: str = ""


ALLOW, DENY = "Allow", "Deny"


def statements(document: str) -> list[Mapping[str, Any]]:
    """Returns the statements of a policy (IAM guide, "Grammar of the IAM JSON policy language").

    Returns an empty list for a string that is not a policy document.
    """
    try:
        found = json.loads(document).get("Statement", [])
    except (ValueError, AttributeError):
        return []
    many = cast(list[Any], found if isinstance(found, list) else [found])
    return [cast(Mapping[str, Any], one) for one in many if isinstance(one, Mapping)]


def of_identity(who: str, document: str) -> Iterator[Grant]:
    """Yields the grants of an identity-based policy."""
    for one in statements(document):
        for action, resource in _reach(one):
            yield Grant(Kind.PERMISSION, who, action, resource, one["Effect"], condition_of(one))


def of_resource(kind: Kind, document: str, resource: str = "") -> Iterator[Grant]:
    """Yields the grants of a resource-based policy.

    `resource` is used for statements without resource, as in a trust policy.
    """
    for one in statements(document):
        for action, named in _reach(one, resource):
            for who in principals(one):
                yield Grant(kind, who, action, named, one["Effect"], condition_of(one))


def principals(statement: Mapping[str, Any]) -> Iterator[str]:
    """Yields the principals of a statement."""
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
            # A single grant, because each further name reduces it.
            yield f"everybody but {', '.join(sorted(found))}"


def condition_of(statement: Mapping[str, Any]) -> str:
    """Returns the conditions as normalized JSON: sorted, values in lists, keys in lower case."""
    said: Mapping[str, Mapping[str, Any]] = statement.get("Condition") or {}
    alike = {
        operator: {key.lower(): sorted(texts(values)) for key, values in keys.items()}
        for operator, keys in said.items()
    }
    return json.dumps(alike, sort_keys=True) if alike else ""


def texts(values: Any) -> list[str]:
    """Returns a value or a list of values as a list of strings."""
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
        # A single grant, because it depends on the whole list.
        return [f"all but {', '.join(sorted(texts(statement[f'Not{key}'])))}"]
    return []
