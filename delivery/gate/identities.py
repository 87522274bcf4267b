"""What decides who gets into a cluster, as a plan's resources say it.

Four kinds of thing do: the cluster's authentication mode, the rows of aws-auth, access entries, and
policies on entries. Each is told apart by what it is in AWS, not by its name in the program: two
resources may mean the same thing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

import yaml

from delivery.plan.change import UNKNOWN, WITHHELD, State, value_at

CLUSTER = "aws:eks/cluster:Cluster"
_ENTRY = "aws:eks/accessEntry:AccessEntry"
_POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
_CONFIG_MAP = "kubernetes:core/v1:ConfigMap"

_AWS_AUTH = ("kube-system", "aws-auth")
"""Namespace and name of the ConfigMap that EKS reads (EKS guide, "aws-auth ConfigMap")."""

_MASTERS = "system:masters"
"""Kubernetes' own group that may do everything (Kubernetes reference, "User-facing roles")."""

_CLUSTER_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
"""What an access entry has instead of that group (EKS guide, "Review access policies")."""


class Kind(StrEnum):
    """A kind of thing that decides who gets in."""

    MODE = "authentication mode"
    ROWS = "aws-auth"
    ENTRY = "access entry"
    POLICY = "admin policy"


@dataclass(frozen=True)
class Thing:
    """Such a thing as AWS knows it; `principal` is an ARN, empty where a cluster has but one."""

    kind: Kind
    principal: str = ""


Value = str | frozenset[str]
"""A mode's name, the principals whose rows make them admins, or a word for being there."""

THERE = "there"


def thing_of(type_: str, side: State) -> tuple[Thing, Value] | None:
    """What a resource is at one side of a change, or None if it makes nobody an admin.

    Values that are not known before deployment let nobody in.
    """
    inputs = side.inputs
    principal = without_path(str(inputs.get("principalArn", "")))
    match type_:
        case "aws:eks/cluster:Cluster":
            return Thing(Kind.MODE), _mode(inputs)
        case "aws:eks/accessEntry:AccessEntry":
            return Thing(Kind.ENTRY, principal), THERE
        case "aws:eks/accessPolicyAssociation:AccessPolicyAssociation" if _makes_admin(inputs):
            return Thing(Kind.POLICY, principal), THERE
        case "kubernetes:core/v1:ConfigMap" if _is_aws_auth(inputs):
            return Thing(Kind.ROWS), frozenset(_masters(inputs))
        case _:
            return None


def undecided(type_: str, side: State) -> Iterator[str]:
    """Paths of the inputs that decide who gets in, but are known only after the deployment."""
    for path in _DECIDING.get(type_, ()):
        if not is_known(value_at(side.inputs, path)):
            yield path


def is_known(value: Any) -> bool:
    """Whether the engine tells the value: it is neither decided at deployment nor secret."""
    return not isinstance(value, str) or (UNKNOWN not in value and value != WITHHELD)


def without_path(arn: str) -> str:
    """The principal as aws-auth writes it: roles without path, which are unique without it too."""
    head, separator, name = arn.partition(":role/")
    return f"{head}{separator}{name.rpartition('/')[2]}"


_DECIDING: Mapping[str, tuple[str, ...]] = {
    CLUSTER: ("accessConfig", "accessConfig.authenticationMode"),
    _ENTRY: ("principalArn",),
    _POLICY: ("principalArn", "policyArn", "accessScope", "accessScope.type"),
    _CONFIG_MAP: ("data", "data.mapRoles", "data.mapUsers"),
}


def _mode(inputs: Mapping[str, Any]) -> str:
    # Where nobody says, EKS reads aws-auth alone (EKS API, CreateAccessConfigRequest).
    return str(value_at(inputs, "accessConfig.authenticationMode") or "CONFIG_MAP")


def _makes_admin(inputs: Mapping[str, Any]) -> bool:
    scope = value_at(inputs, "accessScope.type")
    return (inputs.get("policyArn"), scope) == (_CLUSTER_ADMIN, "cluster")


def _is_aws_auth(inputs: Mapping[str, Any]) -> bool:
    found = (value_at(inputs, "metadata.namespace"), value_at(inputs, "metadata.name"))
    return found == _AWS_AUTH


def _masters(inputs: Mapping[str, Any]) -> Iterator[str]:
    for key, arn in (("mapUsers", "userarn"), ("mapRoles", "rolearn")):
        for row in _rows(value_at(inputs, f"data.{key}")):
            groups = row.get("groups")
            if isinstance(groups, list) and _MASTERS in groups:
                yield without_path(str(row.get(arn, "")))


def _rows(text: Any) -> Iterator[Mapping[str, Any]]:
    try:
        rows = yaml.safe_load(text) if isinstance(text, str) and is_known(text) else None
    except yaml.YAMLError:
        return  # EKS could not read it either
    for row in cast(list[Any], rows) if isinstance(rows, list) else []:
        if isinstance(row, Mapping):
            yield cast(Mapping[str, Any], row)
