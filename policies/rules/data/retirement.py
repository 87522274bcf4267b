"""Data stores that a stack gives up, as its setting `retired` lists them.

The setting is a list of records with the keys `kind` and, for kinds of which a stack has several,
`name`, which is the resource's name in the program. The project's namespace does not matter.
"""

import json
from typing import Any, cast

from policies.engine.resource import Resource
from policies.engine.rule import Context

_SETTING = ":retired"
_EVERYTHING = "environment"

_KINDS = {
    "aws:backup/vault:Vault": "backup-vault",
    "aws:cognito/userPool:UserPool": "user-pool",
    "aws:dynamodb/table:Table": "table",
    "aws:ecr/repository:Repository": "repository",
    "aws:eks/cluster:Cluster": "cluster",
    "aws:kms/key:Key": "key",
    "aws:lb/loadBalancer:LoadBalancer": "cluster",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:secretsmanager/secret:Secret": "secret",
}
"""The kind of record that applies to a type of resource."""

_ONLY_ONE = ("backup-vault", "cluster", "user-pool")
"""The kinds of which a stack has one resource, so that a record needs no name."""

_PARTS = {
    ("cluster", "aws:kms/key:Key"): ":Cluster",
    ("cache", "aws:secretsmanager/secret:Secret"): ":Cache",
}
"""The type of the component whose keys or secrets a record of another kind includes."""


def is_retired(one: Resource, context: Context[Any]) -> bool:
    """Whether the stack gives up the resource."""
    return any(kind == _EVERYTHING or _names(kind, name, one) for kind, name in _records(context))


def _names(kind: str, name: str, one: Resource) -> bool:
    if component := _PARTS.get((kind, one.type)):
        # A URN contains the types of the resource's parents, each with a dollar sign after it.
        return any(parent.endswith(component) for parent in one.urn.split("$")[:-1])
    return kind == _KINDS.get(one.type) and (kind in _ONLY_ONE or name == one.name)


def gives_up(kind: str, context: Context[Any]) -> bool:
    """Whether the stack gives up its only resource of a kind, or everything."""
    return any(found in (kind, _EVERYTHING) for found, _ in _records(context))


def _records(context: Context[Any]) -> list[tuple[str, str]]:
    """Returns kind and name of each record; a setting that is no list of records has none."""
    found: list[tuple[str, str]] = []
    for key, text in context.stack_config.items():
        if key.endswith(_SETTING):
            found += [(str(one.get("kind")), str(one.get("name", ""))) for one in _listed(text)]
    return found


def _listed(text: str) -> list[dict[str, Any]]:
    try:
        listed = json.loads(text)
    except ValueError:
        return []
    items = cast("list[Any]", listed) if isinstance(listed, list) else []
    return [cast("dict[str, Any]", one) for one in items if isinstance(one, dict)]
