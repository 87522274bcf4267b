"""Reads aws-auth, the ConfigMap by which EKS maps IAM principals to Kubernetes groups.

https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import yaml

NAMESPACE, NAME = "kube-system", "aws-auth"

MASTERS = "system:masters"
"""The group with unrestricted access to a cluster.

https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
"""

CLUSTER_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
"""The access policy with the same rights, for access entries, which cannot use that group.

https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
"""

KEYS = {"mapUsers": "userarn", "mapRoles": "rolearn"}
"""The keys of the data, each with the key of the principal in its rows."""


@dataclass(frozen=True)
class IdentityMapping:
    """A row: the ARN of a user, or of a role without path, and its groups. `arn` may be empty."""

    arn: str
    groups: tuple[str, ...]


def is_aws_auth(config_map: Mapping[str, Any]) -> bool:
    """Returns whether a ConfigMap, given as a manifest, is aws-auth."""
    metadata = _object(config_map.get("metadata"))
    return (metadata.get("namespace"), metadata.get("name")) == (NAMESPACE, NAME)


def identity_mappings(config_map: Mapping[str, Any]) -> Iterator[IdentityMapping]:
    """Yields the rows of aws-auth, given as a manifest; none of text that EKS cannot read."""
    data = _object(config_map.get("data"))
    for key, arn in KEYS.items():
        for row in _rows(data.get(key)):
            groups = row.get("groups")
            named = cast(list[Any], groups) if isinstance(groups, list) else []
            yield IdentityMapping(str(row.get(arn) or ""), tuple(map(str, named)))


def _rows(text: Any) -> Iterator[Mapping[str, Any]]:
    try:
        rows = yaml.safe_load(text) if isinstance(text, str) else None
    except yaml.YAMLError:
        return
    for row in cast(list[Any], rows) if isinstance(rows, list) else []:
        if isinstance(row, Mapping):
            yield cast(Mapping[str, Any], row)


def _object(value: Any) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, Mapping) else {}
