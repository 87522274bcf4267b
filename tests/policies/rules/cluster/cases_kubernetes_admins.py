"""Test stacks for the rules about admins of clusters."""

import json
from typing import Any

from policies.rules.cluster.kubernetes_admins import (
    ASSOCIATION,
    BINDING,
    CLUSTER_BINDING,
    CONFIG_MAP,
    ENTRY,
    MASTERS_ARE_LISTED,
    NOBODY_BINDS_CLUSTER_ADMIN,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

_IAM = "arn:aws:iam::242905224710"
_POLICIES = "arn:aws:eks::aws:cluster-access-policy"


def _config_map(name: str = "aws-auth", namespace: str = "kube-system", **data: Any) -> Stack:
    metadata = {"name": name, "namespace": namespace}
    return (a(CONFIG_MAP, props={"metadata": metadata, "data": data}),)


def _user(arn: str, group: str = "system:masters") -> str:
    return f"- userarn: {arn}\n  username: someone\n  groups:\n    - read-only\n    - {group}\n"


def _role(arn: str, group: str = "system:masters") -> str:
    return json.dumps([{"rolearn": arn, "username": "someone", "groups": [group]}])


def _admin(arn: str, policy: str = "AmazonEKSClusterAdminPolicy") -> Stack:
    return (a(ASSOCIATION, props={"policyArn": f"{_POLICIES}/{policy}", "principalArn": arn}),)


def _binding(role: str, *subjects: str, type_: str = CLUSTER_BINDING) -> Stack:
    props = {
        "roleRef": {"kind": "ClusterRole", "name": role},
        "subjects": [{"kind": "Group", "name": name} for name in subjects],
    }
    return (a(type_, props=props),)


CASES = (
    Case(
        MASTERS_ARE_LISTED,
        bad={
            "it makes arn:aws:iam::242905224710:user/mary.somerville a cluster admin": _config_map(
                mapUsers=_user(f"{_IAM}:user/mary.somerville")
            ),
            "a cluster admin, who is not listed in cellscope:admins.": _config_map(
                mapUsers=_user(f"{_IAM}:user/ada.lovelace")
                + _user(f"{_IAM}:user/ada.lovelace.second")
            ),
            # The same name in another account.
            "it makes arn:aws:iam::160782110667:user/ada.lovelace a cluster admin": _config_map(
                mapUsers=_user("arn:aws:iam::160782110667:user/ada.lovelace")
            ),
            "it makes arn:aws:iam::242905224710:root a cluster admin": _config_map(
                mapUsers=_user(f"{_IAM}:root")
            ),
            "it makes arn:aws:iam::242905224710:role/ada.lovelace a cluster admin": _config_map(
                mapRoles=_role(f"{_IAM}:role/ada.lovelace")
            ),
            "who is not listed in cellscope:deployRole, cellscope:breakGlassRole.": _config_map(
                mapRoles=_role(f"{_IAM}:role/nodes-staging")
            ),
            # A stack's role name replaces the default.
            "it makes arn:aws:iam::242905224710:role/cellscope-deploy a cluster admin": _admin(
                f"{_IAM}:role/cellscope-deploy"
            ),
            "without an ARN a cluster admin, who is not listed in cellscope:admins.": _config_map(
                mapUsers="[{groups: [system:masters]}]"
            ),
            "it makes arn:aws:iam::242905224710:user/mary.somerville a cluster": _admin(
                f"{_IAM}:user/mary.somerville"
            ),
            "its kubernetesGroups contain system:masters, which EKS rejects.": (
                a(ENTRY, props={"kubernetesGroups": ["read-only", "system:masters"]}),
            ),
        },
        good=(
            _config_map(mapUsers=_user(f"{_IAM}:user/ada.lovelace")),
            _config_map(mapUsers=_user(f"{_IAM}:user/ci-users/testing/ci-user-testing")),
            _config_map(mapUsers=_user(f"{_IAM}:user/grace.hopper")),
            _config_map(mapUsers=_user(f"{_IAM}:user/mary.somerville", "read-only")),
            _config_map(mapRoles=_role(f"{_IAM}:role/nodes-staging", "system:nodes")),
            _config_map(mapRoles=_role(f"{_IAM}:role/ours")),
            _config_map(mapUsers="no: list", mapRoles="[}"),
            _config_map(),
            (a(CONFIG_MAP, props={"metadata": {"name": "aws-auth", "namespace": "kube-system"}}),),
            _config_map("aws-auth", "default", mapUsers=_user(f"{_IAM}:user/mary.somerville")),
            _config_map("settings", mapUsers=_user(f"{_IAM}:user/mary.somerville")),
            _admin(f"{_IAM}:role/platform/ours"),
            _admin(f"{_IAM}:role/cellscope-break-glass"),
            _admin(f"{_IAM}:user/ada.lovelace"),
            _admin(f"{_IAM}:user/mary.somerville", "AmazonEKSViewPolicy"),
            (a(ENTRY, props={"kubernetesGroups": ["read-only"]}),),
            (a(ENTRY),),
        ),
        unknown=(
            _config_map(mapUsers=UNKNOWN),
            _config_map(mapUsers=_user(f"{_IAM}:user/ada.lovelace"), mapRoles=UNKNOWN),
            _admin(UNKNOWN),
            (a(ENTRY, props={"kubernetesGroups": [UNKNOWN]}),),
        ),
        stack_config={
            "cellscope:accountId": "242905224710",
            "cellscope:deployRole": "platform/ours",
            "cellscope:admins": json.dumps(
                [
                    {"name": "ada.lovelace", "accessGroups": ["engineer"]},
                    {"name": "ci-users/testing/ci-user-testing"},
                    "Grace.Hopper",
                ]
            ),
        },
    ),
    Case(
        NOBODY_BINDS_CLUSTER_ADMIN,
        bad={
            "it binds ops, dev to cluster-admin.": _binding("cluster-admin", "ops", "dev"),
            "it binds ops to cluster-admin.": _binding("cluster-admin", "ops", type_=BINDING),
            "it binds no subjects yet to cluster-admin.": _binding("cluster-admin"),
            "binds system:authenticated, which includes everyone, to the role edit.": _binding(
                "edit", "ops", "system:authenticated"
            ),
            "binds system:unauthenticated, which includes everyone, to the role view.": _binding(
                "view", "system:unauthenticated", type_=BINDING
            ),
            "it binds system:anonymous, which includes everyone, to the role view.": _binding(
                "view", "system:anonymous"
            ),
            "binds system:serviceaccounts, which includes everyone, to the role view.": _binding(
                "view", "system:serviceaccounts"
            ),
        },
        good=(
            _binding("biomage-read-only", "read-only"),
            _binding("admin", "ops", type_=BINDING),
            _binding("cluster-admin-viewer", "ops"),
            _binding("view", "system:serviceaccounts:api-default"),
        ),
        unknown=(_binding(UNKNOWN, "ops"), _binding("view", UNKNOWN)),
    ),
)
