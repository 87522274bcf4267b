"""Single permissions (grants) of policy documents, to compare documents by their meaning."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from iam.documents import ALL_PRINCIPALS, Condition, Statement, statements_of


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


def of_identity(who: str, document: str) -> Iterator[Grant]:
    """Yields the grants of an identity-based policy."""
    for part in _parts(document):
        yield _grant(Kind.PERMISSION, who, part)


def of_resource(kind: Kind, document: str, resource: str = "") -> Iterator[Grant]:
    """Yields the grants of a resource-based policy.

    `resource` is used for statements without resource, as in a trust policy.
    """
    for part in _parts(document):
        yield _grant(kind, principals_in(part), part, resource)


def principals_in(part: Statement) -> str:
    """Returns the principals of a part of a statement (`Statement.split`) for people."""
    if ALL_PRINCIPALS in part.principals:
        return "all principals"
    values, excluded = (
        tuple(one.value for one in some) for some in (part.principals, part.not_principals)
    )
    return _named(values, excluded, "")


def actions_in(part: Statement) -> str:
    """Returns the actions of a part of a statement for people."""
    return _named(part.actions, part.not_actions, "")


def _grant(kind: Kind, who: str, part: Statement, resource: str = "") -> Grant:
    return Grant(
        kind,
        who,
        actions_in(part),
        _named(part.resources, part.not_resources, resource),
        ALLOW if part.allows else "Deny",
        _normalized(part.conditions),
    )


def _named(listed: Iterable[str], excluded: Iterable[str], default: str) -> str:
    # An excluding list is a single grant, because each further name reduces it.
    names = ", ".join(sorted(excluded))
    return f"all except {names}" if names else ", ".join(listed) or default


def _normalized(conditions: Iterable[Condition]) -> str:
    """Returns JSON of the values by operator and key, all sorted, or an empty string."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in conditions:
        found.setdefault(one.operator, {})[one.key] = sorted(one.values)
    return json.dumps(found, sort_keys=True) if found else ""


def _parts(document: str) -> Iterator[Statement]:
    return (part for statement in statements_of(document) for part in statement.split())
