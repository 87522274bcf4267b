"""Builders of small plans for the tests of the gate."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from delivery.plan.change import Change, Difference, Op, State
from delivery.plan.stack_plan import StackPlan

Inputs = dict[str, Any]

ACCOUNT = "arn:aws:iam::242905224710"
ADA, GRACE, MARY = (
    f"{ACCOUNT}:user/{name}" for name in ("ada.lovelace", "grace.hopper", "mary.somerville")
)
MACHINE = f"{ACCOUNT}:user/ci-users/testing/ci-user-testing"
DEPLOYER, BREAK_GLASS = (
    f"{ACCOUNT}:role/{name}" for name in ("cellscope-deploy", "cellscope-break-glass")
)

CLUSTER = "aws:eks/cluster:Cluster"
ENTRY = "aws:eks/accessEntry:AccessEntry"
POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
PROVIDER = "pulumi:providers:kubernetes"
ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def change(
    type_: str,
    name: str,
    op: Op = Op.SAME,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    *,
    deletes_first: bool = False,
    protected: bool = False,
    retained: bool = False,
    differences: Iterable[Difference] = (),
    urn: str = "",
    id_: str = "",
) -> Change:
    """Returns a change; for an unchanged resource only `old` is required."""

    def side(inputs: Mapping[str, Any] | None) -> State | None:
        if inputs is None:
            return None
        return State(inputs, {}, id_, protected, retained)

    return Change(
        urn or f"urn:pulumi:staging::cellscope::{type_}::{name}",
        op,
        side(old),
        side(old if op is Op.SAME and new is None else new),
        tuple(differences),
        deletes_first,
    )


def plan(*changes: Change, stack: str = "staging", **more: Any) -> StackPlan:
    return StackPlan(stack, changes, **more)


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


def kubeconfig(role: str) -> Inputs:
    arguments = ["eks", "get-token", "--cluster-name", "biomage-staging", "--role", role]
    users = [{"name": "aws", "user": {"exec": {"command": "aws", "args": arguments}}}]
    return {"kubeconfig": json.dumps({"apiVersion": "v1", "kind": "Config", "users": users})}


def admin_entry(principal: str, op: Op = Op.SAME) -> tuple[Change, Change]:
    """Returns changes of an access entry and its admin policy with the same operation."""
    name = principal.rpartition("/")[2]
    old, new = op is not Op.CREATE, op is not Op.DELETE

    def one(type_: str, inputs: Inputs) -> Change:
        return change(type_, name, op, inputs if old else None, inputs if new else None)

    return one(ENTRY, entry(principal)), one(POLICY, policy(principal))
