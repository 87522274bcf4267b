"""Test stacks for the rules about admins of clusters."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.kubernetes_admins import (
    ASSOCIATION,
    BINDING,
    CLUSTER_BINDING,
    CONFIG_MAP,
    ENTRY,
)
from tests.policies.rules.cases import UNKNOWN, Case, a

_IAM = "arn:aws:iam::242905224710"
_ADA = f"{_IAM}:user/ada.lovelace"
_MARY = f"{_IAM}:user/mary.somerville"
_NODES = f"{_IAM}:role/nodes-staging"
_POLICIES = "arn:aws:eks::aws:cluster-access-policy"


def _config_map(name: str = "aws-auth", namespace: str = "kube-system", **data: Any) -> Resource:
    return a(CONFIG_MAP, metadata={"name": name, "namespace": namespace}, data=data)


def _user(arn: str, group: str = "system:masters") -> str:
    return f"- userarn: {arn}\n  username: someone\n  groups:\n    - read-only\n    - {group}\n"


def _role(arn: str, group: str = "system:masters") -> str:
    return json.dumps([{"rolearn": arn, "username": "someone", "groups": [group]}])


def _admin(arn: str, policy: str = "AmazonEKSClusterAdminPolicy") -> Resource:
    return a(ASSOCIATION, policyArn=f"{_POLICIES}/{policy}", principalArn=arn)


def _binding(role: str, *subjects: str, type_: str = CLUSTER_BINDING) -> Resource:
    groups = [{"kind": "Group", "name": name} for name in subjects]
    return a(type_, roleRef={"kind": "ClusterRole", "name": role}, subjects=groups)


CASES = (
    Case(
        "system-masters-listed",
        bad={
            "it makes arn:aws:iam::242905224710:user/mary.somerville a cluster admin": [
                _config_map(mapUsers=_user(_MARY)),
                _admin(_MARY),
            ],
            "lovelace.second a cluster admin, who is not listed in cellscope:admins": _config_map(
                mapUsers=_user(_ADA) + _user(f"{_ADA}.second")
            ),
            # The same name in another account.
            "::160782110667:user/ada.lovelace": _config_map(
                mapUsers=_user(_ADA.replace("242905224710", "160782110667"))
            ),
            "it makes arn:aws:iam::242905224710:root": _config_map(mapUsers=_user(f"{_IAM}:root")),
            "role/ada.lovelace": _config_map(mapRoles=_role(f"{_IAM}:role/ada.lovelace")),
            "cellscope:deployRole, cellscope:breakGlassRole": _config_map(mapRoles=_role(_NODES)),
            # A stack's role name replaces the default.
            "role/cellscope-deploy-staging a": _admin(f"{_IAM}:role/cellscope-deploy-staging"),
            "role/ours a cluster admin": _admin(f"{_IAM}:role/ours"),
            "role/ours-production a cluster admin": _admin(f"{_IAM}:role/ours-production"),
            "role/cellscope-read a cluster admin": _admin(f"{_IAM}:role/cellscope-read"),
            "without an ARN a cluster admin": _config_map(mapUsers="[{groups: [system:masters]}]"),
            "system:masters, which EKS rejects": a(ENTRY, kubernetesGroups=["x", "system:masters"]),
        },
        good=(
            _config_map(mapUsers=_user(_ADA)),
            _config_map(mapUsers=_user(f"{_IAM}:user/ci-users/testing/ci-user-testing")),
            _config_map(mapUsers=_user(f"{_IAM}:user/grace.hopper")),
            _config_map(mapUsers=_user(_MARY, "read-only")),
            _config_map(mapRoles=_role(_NODES, "system:nodes")),
            _config_map(mapRoles=_role(f"{_IAM}:role/ours-staging")),
            _config_map(mapUsers="no: list", mapRoles="[}"),
            _config_map(),
            a(CONFIG_MAP, metadata={"name": "aws-auth", "namespace": "kube-system"}),
            _config_map("aws-auth", "default", mapUsers=_user(_MARY)),
            _config_map("settings", mapUsers=_user(_MARY)),
            _admin(f"{_IAM}:role/platform/ours-staging"),
            _admin(f"{_IAM}:role/platform/ours-sandbox"),
            _admin(f"{_IAM}:role/cellscope-read", "AmazonEKSAdminViewPolicy"),
            _admin(f"{_IAM}:role/cellscope-break-glass"),
            _admin(_ADA),
            _admin(_MARY, "AmazonEKSViewPolicy"),
            a(ENTRY, kubernetesGroups=["read-only"]),
            a(ENTRY),
        ),
        unknown=(
            _config_map(mapUsers=UNKNOWN),
            _config_map(mapUsers=_user(_ADA), mapRoles=UNKNOWN),
            _admin(UNKNOWN),
            a(ENTRY, kubernetesGroups=[UNKNOWN]),
        ),
        stack_config={
            "cellscope:accountId": "242905224710",
            "cellscope:deployRole": "platform/ours",
            "cellscope:environment": "staging",
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
        "system-masters-listed",
        bad={
            "role/cellscope-deploy-sandbox a": _admin(f"{_IAM}:role/cellscope-deploy-sandbox"),
            "role/cellscope-deploy-staging a": _admin(f"{_IAM}:role/cellscope-deploy-staging"),
        },
        good=(_admin(f"{_IAM}:role/cellscope-deploy-production"),),
        stack_config={"cellscope:environment": "production"},
    ),
    Case(
        "no-cluster-admin-binding",
        bad={
            "it binds ops, dev to cluster-admin.": _binding("cluster-admin", "ops", "dev"),
            "it binds ops to cluster-admin.": _binding("cluster-admin", "ops", type_=BINDING),
            "it binds no subjects yet to cluster-admin.": _binding("cluster-admin"),
            "system:authenticated, which includes": _binding("edit", "ops", "system:authenticated"),
            "system:unauthenticated": _binding("view", "system:unauthenticated", type_=BINDING),
            "binds system:anonymous, which includes everyone": _binding("view", "system:anonymous"),
            "binds system:serviceaccounts, which": _binding("view", "system:serviceaccounts"),
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
