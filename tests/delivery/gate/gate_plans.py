"""Builders of small plans for the tests of the gate."""

import json
from collections.abc import Iterable
from typing import Any

from delivery.plan.change import Change, Op
from tests.delivery.plans import change

Inputs = dict[str, Any]

ACCOUNT = "arn:aws:iam::242905224710"
ADA, GRACE, MARY = (
    f"{ACCOUNT}:user/{name}" for name in ("ada.lovelace", "grace.hopper", "mary.somerville")
)
MACHINE = f"{ACCOUNT}:user/ci-users/testing/ci-user-testing"
DEPLOYER, BREAK_GLASS = (
    f"{ACCOUNT}:role/{name}" for name in ("cellscope-deploy", "cellscope-break-glass")
)

OWN_DEPLOYER = f"{ACCOUNT}:role/cellscope-deploy-staging"

CLUSTER = "aws:eks/cluster:Cluster"
ENTRY = "aws:eks/accessEntry:AccessEntry"
POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
PROVIDER = "pulumi:providers:kubernetes"
ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def mode(name: str) -> Inputs:
    return {"accessConfig": {"authenticationMode": name}}


def rows(*admins: str, others: Iterable[str] = ()) -> Inputs:
    """Returns the inputs of aws-auth with admins and other, read-only principals."""
    mapped: dict[str, list[Any]] = {"mapUsers": [], "mapRoles": []}
    for arns, group in ((admins, "system:masters"), (others, "read-only")):
        for arn in arns:
            kind = "user" if ":user/" in arn else "role"
            row = {f"{kind}arn": arn, "username": arn.rpartition("/")[2], "groups": [group]}
            mapped[f"map{kind.title()}s"].append(row)
    data = {key: json.dumps(value) for key, value in mapped.items()}  # JSON is YAML too
    return {"metadata": {"namespace": "kube-system", "name": "aws-auth"}, "data": data}


def entry(principal: str) -> Inputs:
    return {"principalArn": principal, "clusterName": "biomage-staging"}


def policy(principal: str, scope: str = "cluster", policy_arn: str = ADMIN_POLICY) -> Inputs:
    return entry(principal) | {"policyArn": policy_arn, "accessScope": {"type": scope}}


def kubeconfig(role: str | None) -> Inputs:
    """Returns the inputs of a provider whose kubeconfig names the role, if any."""
    arguments = ["eks", "get-token", "--cluster-name", "biomage-staging"]
    if role:
        arguments += ["--role", role]
    users = [{"name": "aws", "user": {"exec": {"command": "aws", "args": arguments}}}]
    return {"kubeconfig": json.dumps({"apiVersion": "v1", "kind": "Config", "users": users})}


def admin_entry(principal: str, op: Op = Op.SAME) -> tuple[Change, Change]:
    """Returns changes of an access entry and its admin policy with the same operation."""
    name = principal.rpartition("/")[2]
    return change(ENTRY, name, op, entry(principal)), change(POLICY, name, op, policy(principal))
