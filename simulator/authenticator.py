"""Who somebody with an AWS identity is to a cluster, decided as EKS decides it.

The cluster's API server asks with a TokenReview for every token that it does not know itself. The
caller's access entry decides; without one the cluster's aws-auth ConfigMap does, each where the
cluster's authentication mode has it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from simulator.control_planes import ControlPlane
from simulator.provider.records import read_record
from simulator.provider.shapes import Props
from simulator.tokens import Caller, RefusedError, caller_of

ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry"
ACCESS_POLICY_ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"

CLUSTER_ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
"""The one access policy that works here (EKS user guide, "Review access policy permissions")."""

_MASTERS = "system:masters"
"""Kubernetes' group of those whom RBAC is not asked about."""

_AWS_AUTH = "/api/v1/namespaces/kube-system/configmaps/aws-auth"


@dataclass(frozen=True)
class User:
    """Who somebody is to Kubernetes."""

    username: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Entrance:
    """What decides who gets into a cluster, beside its access entries."""

    cluster: str
    authentication_mode: str
    administrator: str | None
    """The ARN of who made the cluster, where that is let in."""
    made_at: datetime
    control_plane: ControlPlane
    """Holds aws-auth."""


def review(
    request: Mapping[str, Any], entrance: Entrance, server: str, account_id: str
) -> dict[str, Any]:
    """The answer to an API server's TokenReview (authentication.k8s.io/v1).

    `server` is the URL where the account's STS answers. Why a bearer is refused goes to the log.
    """
    try:
        caller = caller_of(request["spec"]["token"], entrance.cluster, server, account_id)
        user = user_of(caller, entrance)
    except RefusedError as error:
        logging.warning("EKS does not let a token into cluster %s: %s", entrance.cluster, error)
        status: dict[str, Any] = {"authenticated": False, "error": str(error)}
    else:
        extra = {"arn": [caller.arn], "canonicalArn": [caller.mapped_arn]}
        details = {"uid": f"aws-iam-authenticator:{account_id}:{caller.user_id}", "extra": extra}
        named = {"username": user.username, "groups": list(user.groups)}
        status = {"authenticated": True, "user": named | details}
    return {"apiVersion": request["apiVersion"], "kind": "TokenReview", "status": status}


def user_of(caller: Caller, entrance: Entrance) -> User:
    """Who a caller is to a cluster; raises RefusedError for somebody who is nobody there.

    Where access entry and aws-auth both name the caller, the entry wins.
    """
    mode = entrance.authentication_mode
    user = None if mode == "CONFIG_MAP" else _by_access_entry(caller, entrance)
    if user is None and caller.principal == entrance.administrator:
        user = User("kubernetes-admin", (_MASTERS,))
    if user is None and mode != "API":
        user = _by_aws_auth(caller, entrance.control_plane)
    if user is None:
        raise RefusedError(
            f"{caller.arn} has neither an access entry nor, under {mode}, a row in aws-auth"
        )
    return user


def _by_access_entry(caller: Caller, entrance: Entrance) -> User | None:
    """Who an access entry makes of its principal.

    EKS judges access policies itself, beside RBAC. That of the cluster's administrators allows
    everything, as does the group that RBAC is not asked about, so it is simulated by that group.
    """
    entry = read_record(ACCESS_ENTRY, f"{entrance.cluster}:{caller.principal}")
    # An earlier cluster of that name may have left it.
    if entry is None or datetime.fromisoformat(entry["createdAt"]) < entrance.made_at:
        return None
    groups = tuple(entry.get("kubernetesGroups", ()))
    if _is_administrator(entry):
        groups += (_MASTERS,)
    if not groups:
        logging.warning(
            "the access entry of %s gives no rights here: it has no groups, and of the access"
            " policies only AmazonEKSClusterAdminPolicy for the whole cluster is simulated",
            caller.principal,
        )
    session = caller.arn.rpartition("/")[2]
    return User(entry["userName"].replace("{{SessionName}}", session), groups)


def _is_administrator(entry: Props) -> bool:
    cluster, principal = entry["clusterName"], entry["principalArn"]
    id_ = f"{cluster}#{principal}#{CLUSTER_ADMIN_POLICY}"
    policy = read_record(ACCESS_POLICY_ASSOCIATION, id_)
    return (
        policy is not None
        and policy["associatedAt"] >= entry["createdAt"]
        and policy["accessScope"]["type"] == "cluster"
    )


def _by_aws_auth(caller: Caller, plane: ControlPlane) -> User | None:
    """The last row for the caller counts; `mapRoles` and `mapUsers` are YAML texts."""
    config_map = plane.get(_AWS_AUTH) or {}
    texts: Mapping[str, str] = config_map.get("data") or {}
    user = None
    for kind, key in (("mapRoles", "rolearn"), ("mapUsers", "userarn")):
        try:
            rows = yaml.safe_load(texts.get(kind, "")) or []
            of_caller = [row for row in rows if row[key] == caller.mapped_arn]
            for row in of_caller:
                user = User(row["username"], tuple(row["groups"]))
        except (yaml.YAMLError, TypeError, KeyError) as error:
            raise RefusedError(f"aws-auth is unreadable, in {kind}: {error}") from None
    return user
