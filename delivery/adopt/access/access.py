"""The old access to an adopted cluster, as far as the lists of the stack file do not give it.

A deployment replaces the rows of aws-auth by those of the lists. EKS documents both ways:
https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html
"""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from delivery.adopt.old_cluster import CONFIG_MAP, authentication_mode, old_cluster
from delivery.aws import Clients, paginated
from delivery.drift.access_entries import entries, roles_of_nodes
from delivery.drift.principals import why_dead
from delivery.kubectl import kubeconfig_of, kubectl
from estate.account.account import role_arn
from iam.aws_auth import CLUSTER_ADMIN, MASTERS, NAME, NAMESPACE, identity_mappings
from settings import READ_ROLE, SANDBOX, Environment, KubernetesGroup, PlatformSettings

Rights = frozenset[str]
"""Kubernetes groups, and access policies of access entries."""

_OF_NODES = ("system:bootstrappers", "system:nodes", "system:node-proxier")
"""The groups of nodes and Fargate pods, which need a row or an access entry.

https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
"""

_VIEW = "AmazonEKSAdminViewPolicy"
"""The access policy of the entries that the program creates for reading."""

AWS_AUTH = "core/v1.ConfigMap cluster-nodeAccess"
"""The ConfigMap aws-auth in the records of `cellscope:adopted`."""


def keeps_aws_auth(settings: PlatformSettings) -> bool:
    """Returns whether a stack keeps the rows of aws-auth, so that no access changes."""
    return any(one.resource == AWS_AUTH for one in settings.adopted)


def lost_access(settings: PlatformSettings, aws: Clients) -> Iterator[str]:
    """Yields a line, with the remedy, for each principal that a deployment would deprive of access.

    Nothing is lost without a cluster. Raises ClientError if AWS refuses a call, KubectlError if the
    cluster does.
    """
    eks, cluster = aws("eks"), old_cluster(settings, aws)
    if cluster is None:
        return
    given, present = _given(settings), dict[str, Rights]()
    mapped = set[str]()
    mode = authentication_mode(cluster)
    if mode != "API":
        for arn, rights in _rows(cluster):
            mapped.add(_key(arn))
            if not _is_dead(arn, settings.account_id, aws):
                present[arn] = present.get(arn, Rights()) | rights
    if mode != CONFIG_MAP:
        # An entry takes precedence over a row of the same principal.
        present |= {
            entry["principalArn"]: _of_entry(entry, policies)
            for entry, policies in entries(eks, cluster["name"])
        }
    for arn, rights in sorted(present.items()):
        covered = given.get(_key(arn), Rights())
        lost = Rights() if MASTERS in covered else rights - covered
        if lost:
            yield f"{arn} would lose {', '.join(sorted(lost))}. {_remedy(arn, lost)}"
    yield from _nodes_without_entry(eks, cluster["name"], mode, mapped)


def old_keys(aws: Clients) -> Iterator[str]:
    """Yields a line for each access key of the users of CI systems, with its last use.

    The adoption never deletes a key.
    """
    iam = aws("iam")
    users = iam.get_paginator("list_users").paginate(PathPrefix="/ci-users/")
    for name in (user["UserName"] for page in users for user in page["Users"]):
        keys = iam.get_paginator("list_access_keys").paginate(UserName=name)
        for key in (one for page in keys for one in page["AccessKeyMetadata"]):
            last = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
            used = last.get("LastUsedDate")
            when = f"last used on {used:%Y-%m-%d} ({last['ServiceName']})" if used else "never used"
            yield f"access key {key['AccessKeyId']} of {name}: {key['Status']}, {when}"


def _given(settings: PlatformSettings) -> Mapping[str, Rights]:
    """Returns the rights that the lists and the roles of the program give, by principal."""
    start = f"arn:aws:iam::{settings.account_id}:user/"
    given = {f"{start}{one.name}": Rights({MASTERS}) for one in settings.admins}
    given |= {f"{start}{one.name}": Rights({KubernetesGroup.READ_ONLY}) for one in settings.users}
    given |= {role_arn(one.name, settings): Rights(one.groups) for one in settings.roles}
    deployers: tuple[Any, ...] = (settings.environment,)
    deployers += (SANDBOX,) if settings.environment is Environment.STAGING else ()
    admins = [*map(settings.deploy_role_of, deployers), settings.break_glass_role]
    given |= {role_arn(one, settings): Rights({MASTERS}) for one in admins}
    given[role_arn(READ_ROLE, settings)] = Rights({_VIEW})
    return {_key(arn): rights for arn, rights in given.items()}


def _rows(cluster: Mapping[str, Any]) -> Iterator[tuple[str, Rights]]:
    """Yields the principals in aws-auth with their groups, without those of nodes."""
    question = ("get", "configmap", NAME, "--namespace", NAMESPACE, "--ignore-not-found")
    answer = kubectl(kubeconfig_of(cluster), *question, "--output", "json")
    for row in identity_mappings(json.loads(answer or "{}")):
        yield row.arn, Rights(row.groups) - {*_OF_NODES}


def _nodes_without_entry(
    eks: Any, cluster: str, mode: str, mapped: Collection[str]
) -> Iterator[str]:
    """Yields a line for each role of nodes or Fargate pods that has only a row of aws-auth.

    https://docs.aws.amazon.com/eks/latest/userguide/migrating-access-entries.html
    """
    with_entry = set[str]()
    if mode != CONFIG_MAP:
        with_entry |= {*paginated(eks, "list_access_entries", "accessEntries", clusterName=cluster)}
    for arn in sorted(roles_of_nodes(eks, cluster)):
        if arn not in with_entry and _key(arn) in mapped:
            yield (
                f"{arn} would lose its row, and its nodes or Fargate pods would leave the cluster."
                " Run `adopt entries` to create its access entry."
            )


def _of_entry(entry: Mapping[str, Any], policies: Collection[Mapping[str, Any]]) -> Rights:
    rights = {*entry.get("kubernetesGroups", ())} - {*_OF_NODES}
    for one in policies:
        name, scope = one["policyArn"].rpartition("/")[2], one["accessScope"]
        where = ", ".join(scope.get("namespaces") or ())
        is_admin = one["policyArn"] == CLUSTER_ADMIN and scope["type"] == "cluster"
        rights.add(MASTERS if is_admin else f"{name} in {where}" if where else name)
    return Rights(rights)


def _is_dead(arn: str, account: str, aws: Clients) -> bool:
    """Whether a row belongs to a user that the account does not have, so that it gives no access.

    A row of a role has no path, so that its ARN may differ from that of the role.
    """
    own = arn.startswith(f"arn:aws:iam::{account}:user/")
    return own and why_dead(arn, datetime.now(UTC), aws("iam")) is not None


def _key(arn: str) -> str:
    """Returns what identifies a user or role: names are unique in an account, without paths."""
    account, separator, name = arn.rpartition(":user/" if ":user/" in arn else ":role/")
    return f"{account}{separator}{name.rpartition('/')[2]}"


def _remedy(arn: str, lost: Rights) -> str:
    name = arn.partition("/")[2]
    if ":user/" in arn and MASTERS in lost:
        return f"Add {{name: {name}}} to cellscope:admins, or remove the old access."
    if ":user/" in arn:
        return f"Add {{name: {name}}} to cellscope:users, or remove the old access."
    return f"Add {name} to cellscope:roles, or remove the old access."
