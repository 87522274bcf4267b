"""The settings that grant admin access to a cluster, read from the resources of a plan.

There are four kinds: the authentication mode of the cluster, the rows of aws-auth, access entries,
and access policies of entries. A setting is identified by what it is in AWS, not by its name in the
program, because two resources may write the same setting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from delivery.plan.change import UNKNOWN, WITHHELD, State, value_at
from iam.aws_auth import CLUSTER_ADMIN, KEYS, MASTERS, identity_mappings, is_aws_auth

CLUSTER = "aws:eks/cluster:Cluster"
_ENTRY = "aws:eks/accessEntry:AccessEntry"
_POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
_CONFIG_MAP = "kubernetes:core/v1:ConfigMap"


class Kind(StrEnum):
    """A kind of setting that grants access."""

    MODE = "authentication mode"
    ROWS = "aws-auth"
    ENTRY = "access entry"
    POLICY = "admin policy"


@dataclass(frozen=True)
class Setting:
    """A setting in AWS; `principal` is an ARN, or empty for a setting of the whole cluster."""

    kind: Kind
    principal: str = ""


Value = str | frozenset[str]
"""The name of a mode, the admins in the rows of aws-auth, or `EXISTS` for an entry or policy."""

EXISTS = "exists"


def setting_of(type_: str, side: State) -> tuple[Setting, Value] | None:
    """Returns the setting of a resource and its value, or None if it does not affect admins.

    Values that are not known until deployment grant no access.
    """
    inputs = side.inputs
    principal = without_path(str(inputs.get("principalArn", "")))
    match type_:
        case "aws:eks/cluster:Cluster":
            return Setting(Kind.MODE), _mode(inputs)
        case "aws:eks/accessEntry:AccessEntry":
            return Setting(Kind.ENTRY, principal), EXISTS
        case "aws:eks/accessPolicyAssociation:AccessPolicyAssociation" if _makes_admin(inputs):
            return Setting(Kind.POLICY, principal), EXISTS
        case "kubernetes:core/v1:ConfigMap" if is_aws_auth(inputs):
            return Setting(Kind.ROWS), frozenset(_superusers(inputs))
        case _:
            return None


def undecided(type_: str, side: State) -> Iterator[str]:
    """Yields paths of inputs that affect access but are not known until deployment."""
    for path in _DECIDING.get(type_, ()):
        if not is_known(value_at(side.inputs, path)):
            yield path


def is_known(value: Any) -> bool:
    """Returns whether the value is visible: neither unknown nor secret."""
    return not isinstance(value, str) or (UNKNOWN not in value and value != WITHHELD)


def without_path(arn: str) -> str:
    """Returns the ARN without the path of a role, as in aws-auth; role names are unique."""
    head, separator, name = arn.partition(":role/")
    return f"{head}{separator}{name.rpartition('/')[2]}"


_DECIDING: Mapping[str, tuple[str, ...]] = {
    CLUSTER: ("accessConfig", "accessConfig.authenticationMode"),
    _ENTRY: ("principalArn",),
    _POLICY: ("principalArn", "policyArn", "accessScope", "accessScope.type"),
    _CONFIG_MAP: ("data", "data.mapRoles", "data.mapUsers"),
}


def _mode(inputs: Mapping[str, Any]) -> str:
    # By default EKS reads only aws-auth:
    # https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html
    return str(value_at(inputs, "accessConfig.authenticationMode") or "CONFIG_MAP")


def _makes_admin(inputs: Mapping[str, Any]) -> bool:
    scope = value_at(inputs, "accessScope.type")
    return (inputs.get("policyArn"), scope) == (CLUSTER_ADMIN, "cluster")


def _superusers(config_map: Mapping[str, Any]) -> Iterator[str]:
    # Text with an unknown part grants nothing that can be relied on.
    known = {key: text for key in KEYS if is_known(text := value_at(config_map, f"data.{key}"))}
    for row in identity_mappings({"data": known}):
        if MASTERS in row.groups:
            yield without_path(row.arn)
