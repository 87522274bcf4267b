"""The ConfigMap aws-auth, which eksctl wrote row by row."""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from delivery.kubectl import kubeconfig_of, kubectl
from simulator.account.account import CHECKOUT, Account
from tests.adoption.old_estate.people import People, arn

_TOOLS = os.pathsep.join(str(CHECKOUT / folder) for folder in (".venv/bin", ".tools/bin"))

_LOCAL = "https://127.0.0.1:"
"""The beginning of the endpoint of a cluster with a control plane."""


def write_aws_auth(
    account: Account,
    cluster: Mapping[str, Any],
    people: People,
    *,
    nodes: str,
    pods: str,
    state_machines: str,
) -> None:
    """Write aws-auth as the cluster's creator, if the cluster has a control plane.

    Roles are given by ARN.
    """
    if not cluster["endpoint"].startswith(_LOCAL):
        return
    roles = [
        _row("rolearn", nodes, "system:node:{{EC2PrivateDNSName}}", *_OF_NODES),
        _row("rolearn", pods, "system:node:{{SessionName}}", *_OF_NODES, "system:node-proxier"),
        _row("rolearn", state_machines, "state-machine-runner", "state-machine-runner-group"),
    ]
    users = list(_users(account.account_id, people))
    manifest = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "aws-auth", "namespace": "kube-system"},
        "data": {"mapRoles": yaml.safe_dump(roles), "mapUsers": yaml.safe_dump(users)},
    }
    file = account.folder / "aws-auth.json"
    file.write_text(json.dumps(manifest))
    as_caller(account, cluster, account.environment(account.up()), "apply", "-f", str(file))


def as_caller(
    account: Account, cluster: Mapping[str, Any], keys: Mapping[str, str], *arguments: str
) -> str:
    """The output of kubectl with the credentials of some AWS environment; raises KubectlError."""
    path = f"{_TOOLS}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **account.environment(account.up()), **keys, "PATH": path}
    return kubectl(kubeconfig_of(cluster), *arguments, environment=environment)


_OF_NODES = ("system:bootstrappers", "system:nodes")


def _users(account_id: str, people: People) -> Iterator[dict[str, Any]]:
    for user in people.admins:
        yield _row("userarn", arn(account_id, user), user.rpartition("/")[2], "system:masters")
    for user in people.readers:
        yield _row("userarn", arn(account_id, user), user.rpartition("/")[2], "read-only")


def _row(kind: str, principal: str, username: str, *groups: str) -> dict[str, Any]:
    return {kind: principal, "username": username, "groups": [*groups]}
