"""Authentication of AWS principals to a simulated cluster, with the rules of EKS.

The cluster's API server sends a TokenReview for each token that it does not know. The caller's
access entry is checked first, then the aws-auth ConfigMap, each only if the cluster's
authentication mode uses it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from simulator.account.clock import CLOCK
from simulator.control_planes.control_plane_programs import READERS
from simulator.control_planes.control_planes import ControlPlane
from simulator.control_planes.tokens import Caller, RefusedError, caller_of
from simulator.moto_patches.eks.access_entries import AccessEntry

_MASTERS = "system:masters"
"""The Kubernetes group whose members bypass RBAC."""

_ACCESS_POLICIES = {
    "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy": _MASTERS,
    "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy": READERS,
}
"""The access policies that are simulated, each by a group with its rights.

https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
"""

_EFFECTIVE_SECONDS = 30
"""The time until a new access entry or access policy is effective.

EKS documents "several seconds" for both.
https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
"""

_AWS_AUTH = "/api/v1/namespaces/kube-system/configmaps/aws-auth"


@dataclass(frozen=True)
class User:
    """A Kubernetes user: name and groups."""

    username: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class ClusterAccess:
    """The parts of a cluster that decide who may authenticate."""

    cluster: str
    authentication_mode: str
    administrator: str | None
    """The ARN of the cluster's creator if the creator is an administrator, else None."""
    entries: Mapping[str, AccessEntry]
    """The access entries by the ARN of the principal."""
    control_plane: ControlPlane
    """Serves the aws-auth ConfigMap."""


def review(
    request: Mapping[str, Any], access: ClusterAccess, server: str, account_id: str
) -> dict[str, Any]:
    """Returns the answer to an API server's TokenReview (authentication.k8s.io/v1).

    `server` is the URL of the account's STS. The reason of a rejection is written to the log.
    """
    try:
        caller = caller_of(request["spec"]["token"], access.cluster, server, account_id)
        user = user_of(caller, access)
    except RefusedError as error:
        logging.warning("EKS rejects a token for cluster %s: %s", access.cluster, error)
        status: dict[str, Any] = {"authenticated": False, "error": str(error)}
    else:
        extra = {"arn": [caller.arn], "canonicalArn": [caller.mapped_arn]}
        details = {"uid": f"aws-iam-authenticator:{account_id}:{caller.user_id}", "extra": extra}
        named = {"username": user.username, "groups": list(user.groups)}
        status = {"authenticated": True, "user": named | details}
    return {"apiVersion": request["apiVersion"], "kind": "TokenReview", "status": status}


def user_of(caller: Caller, access: ClusterAccess) -> User:
    """The Kubernetes user of a caller; raises RefusedError if nothing maps the caller.

    If both an access entry and aws-auth name the caller, the access entry wins.
    """
    mode = access.authentication_mode
    user = None if mode == "CONFIG_MAP" else _by_access_entry(caller, access)
    if user is None and caller.principal == access.administrator:
        user = User("kubernetes-admin", (_MASTERS,))
    if user is None and mode != "API":
        user = _by_aws_auth(caller, access.control_plane)
    if user is None:
        raise RefusedError(
            f"{caller.arn} has neither an access entry nor, under {mode}, a row in aws-auth"
        )
    return user


def _by_access_entry(caller: Caller, access: ClusterAccess) -> User | None:
    """The user that the caller's access entry maps to; None if there is none.

    EKS evaluates access policies itself, in addition to RBAC. Here groups have their rights. An
    entry of a deleted principal is not for a later one with the same ARN.
    https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
    """
    entry = access.entries.get(caller.principal)
    if entry is None or not _is_effective(entry.created_at):
        return None
    if entry.unique_id not in (None, caller.user_id.partition(":")[0]):
        logging.warning(
            "the access entry of %s is for a deleted principal with the id %s",
            caller.principal,
            entry.unique_id,
        )
        return None
    groups = tuple(entry.kubernetes_groups)
    groups += tuple(group for arn, group in _ACCESS_POLICIES.items() if _has_policy(entry, arn))
    if not groups:
        logging.warning(
            "the access entry of %s grants nothing here: it has no groups, and only these access"
            " policies are simulated, for a whole cluster: %s",
            caller.principal,
            ", ".join(_ACCESS_POLICIES),
        )
    session = caller.arn.rpartition("/")[2]
    return User(entry.username.replace("{{SessionName}}", session), groups)


def _has_policy(entry: AccessEntry, arn: str) -> bool:
    policy = entry.policies.get(arn)
    return (
        policy is not None
        and policy.access_scope["type"] == "cluster"
        and _is_effective(policy.associated_at)
    )


def _is_effective(since: datetime) -> bool:
    """Whether EKS applies an access entry or policy that was created at a time."""
    return CLOCK.now() >= CLOCK.at(since) + _EFFECTIVE_SECONDS


def _by_aws_auth(caller: Caller, plane: ControlPlane) -> User | None:
    """The user of the last row for the caller; `mapRoles` and `mapUsers` are YAML strings."""
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
            raise RefusedError(f"aws-auth is invalid, in {kind}: {error}") from None
    return user
