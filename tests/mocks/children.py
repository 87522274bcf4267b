"""Children of remote components, which pass the program's transforms and are not recorded."""

from collections.abc import Mapping
from typing import Any


def children_of(type_: str, name: str, inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Returns type and name of those that the official `eks.Cluster` registers and we change."""
    if type_ != "eks:index:Cluster":
        return []
    entries: Mapping[str, Any] = inputs["accessEntries"]
    return [
        ("aws:eks/cluster:Cluster", f"{name}-eksCluster"),
        ("pulumi:providers:kubernetes", f"{name}-eks-k8s"),
        *(("aws:eks/accessEntry:AccessEntry", f"{name}-{key}") for key in entries),
        *(
            ("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", f"{name}-{key}-{policy}")
            for key, entry in entries.items()
            for policy in entry.get("accessPolicies") or ()
        ),
    ]
