"""Rules for who may do everything in a cluster."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from pydantic import Field

from .documents import in_words
from .resource import Resource
from .rule import Context, Rule, RuleConfig

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
ENTRY = "aws:eks/accessEntry:AccessEntry"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
CLUSTER_BINDING = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"
BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"

MASTERS = "system:masters"
"""The group that may do everything, whatever roles say (Kubernetes, "Using RBAC Authorization")."""

_CLUSTER_ADMIN = "AmazonEKSClusterAdminPolicy"
"""What an access entry has instead (EKS guide, "Review access policy permissions")."""


class MastersConfig(RuleConfig):
    """What can be set of system-masters-listed."""

    admins: str = Field(
        "cellscope:admins",
        description="key of the stack's configuration that lists the people, each with a name",
    )
    roles: dict[str, str] = Field(
        {
            "cellscope:deployRole": "cellscope-deploy",
            "cellscope:breakGlassRole": "cellscope-break-glass",
        },
        description="keys of the stack's configuration that name roles, each with the name that"
        " holds where a stack sets none",
    )
    account: str = Field(
        "cellscope:accountId",
        description="key of the stack's configuration with the account that they are in",
    )


class BindingConfig(RuleConfig):
    """What can be set of no-cluster-admin-binding."""

    everybody: tuple[str, ...] = Field(
        (
            "system:anonymous",
            "system:authenticated",
            "system:serviceaccounts",
            "system:unauthenticated",
        ),
        description="users and groups that stand for everybody, who is bound to nothing",
    )


def _masters(one: Resource, context: Context[MastersConfig]) -> Iterator[str]:
    match one.type:
        case "kubernetes:core/v1:ConfigMap":
            yield from _in_aws_auth(one, context)
        case "aws:eks/accessEntry:AccessEntry":
            if MASTERS in one.items("kubernetesGroups"):
                yield f"it puts a principal into {MASTERS}, which EKS refuses."
        case _:
            if (one.get("policyArn") or "").endswith(f"/{_CLUSTER_ADMIN}"):
                yield from _unlisted(one.get("principalArn") or "", context)


def _in_aws_auth(one: Resource, context: Context[MastersConfig]) -> Iterator[str]:
    if (one.get("metadata.name"), one.get("metadata.namespace")) != ("aws-auth", "kube-system"):
        return
    for key, arn in (("mapUsers", "userarn"), ("mapRoles", "rolearn")):
        for row in _rows(one.get(f"data.{key}")):
            if MASTERS in (row.get("groups") or ()):
                yield from _unlisted(row.get(arn) or "somebody", context)


def _rows(text: str | None) -> Iterator[Mapping[str, Any]]:
    try:
        found = yaml.safe_load(text or "")
    except yaml.YAMLError:
        return  # Nobody gets in by what the cluster cannot read.
    if isinstance(found, list):
        yield from (row for row in found if isinstance(row, Mapping))


def _unlisted(arn: str, context: Context[MastersConfig]) -> Iterator[str]:
    config, stack = context.config, context.stack_config
    found = re.fullmatch(r"arn:[^:]+:iam::(\d*):(user|role)/(.+)", arn)
    account, kind, name = found.groups() if found else ("", "", "")
    names = {
        "user": [*_people(stack.get(config.admins))],
        "role": [stack.get(key) or name for key, name in config.roles.items()],
    }.get(kind, [])
    # Neither path nor case tells IAM's names apart, and aws-auth has roles without path.
    if _last(name) not in map(_last, names) or account != stack.get(config.account, account):
        where = in_words(config.roles) if kind == "role" else config.admins
        yield f"it lets {arn} do everything in the cluster, who is not in {where}."


def _people(text: str | None) -> Iterator[str]:
    for one in json.loads(text) if text else ():
        yield one["name"] if isinstance(one, Mapping) else one


def _last(name: str) -> str:
    return name.rpartition("/")[2].lower()


def _bindings(one: Resource, context: Context[BindingConfig]) -> Iterator[str]:
    role = one.get("roleRef.name")
    names = [subject.get("name") for subject in one.items("subjects")]
    if role == "cluster-admin":
        yield f"it gives {in_words(names) or 'whoever is added'} cluster-admin."
    for name in names:
        if name in context.config.everybody:
            yield f"it gives {name}, which is everybody, the role {role}."


MASTERS_ARE_LISTED = Rule(
    "system-masters-listed",
    description="Whoever may do everything in a cluster stands in the stack's configuration.",
    reason="Who is an admin is read and agreed on in one list, and not found out afterwards.",
    remedy="Add the person to the list in the stack's configuration that the message names, or"
    " give a group with fewer rights.",
    source="the team's paradigms",
    example="data: {mapUsers: '[{userarn: ..., groups: [system:masters]}]'}",
    judges={
        CONFIG_MAP: ("metadata.name", "metadata.namespace", "data"),
        ENTRY: ("kubernetesGroups",),
        ASSOCIATION: ("policyArn", "principalArn"),
    },
    check=_masters,
    config=MastersConfig,
)

NOBODY_BINDS_CLUSTER_ADMIN = Rule(
    "no-cluster-admin-binding",
    description="Nobody is bound to cluster-admin, and everybody is bound to nothing.",
    reason="Admins are listed in the stack's configuration; a binding would make more of them"
    " that no list names.",
    remedy="Bind named subjects to a role that says what they need, in subjects and roleRef.",
    source="Kubernetes documentation, Role Based Access Control Good Practices",
    example="roleRef: {kind: ClusterRole, name: cluster-admin}",
    judges=dict.fromkeys((CLUSTER_BINDING, BINDING), ("roleRef.name", "subjects.name")),
    check=_bindings,
    config=BindingConfig,
)

RULES = (MASTERS_ARE_LISTED, NOBODY_BINDS_CLUSTER_ADMIN)
