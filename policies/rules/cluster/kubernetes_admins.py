"""Rules for administrators of Kubernetes clusters."""

import json
import re
from collections.abc import Iterator, Mapping

from pydantic import Field

from iam.aws_auth import MASTERS, identity_mappings, is_aws_auth
from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.engine.text import listed

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
ENTRY = "aws:eks/accessEntry:AccessEntry"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
CLUSTER_BINDING = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"
BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"

_CLUSTER_ADMIN = "AmazonEKSClusterAdminPolicy"
"""The EKS access policy with the same access.

https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
"""


class MastersConfig(RuleConfig):
    """The configuration of system-masters-listed."""

    admins: str = Field(
        "cellscope:admins",
        description="key of the stack's configuration that lists the admins, each with a name",
    )
    roles: dict[str, str] = Field(
        {"cellscope:breakGlassRole": "cellscope-break-glass"},
        description="keys of the stack's configuration that name admin roles, each with its"
        " default",
    )
    deployers: dict[str, str] = Field(
        {"cellscope:deployRole": "cellscope-deploy"},
        description="keys that name deploy roles without `-<environment>`, each with its default",
    )
    environment: str = Field(
        "cellscope:environment",
        description="key of the stack's configuration with its environment",
    )
    deploying: dict[str, tuple[str, ...]] = Field(
        {"staging": ("staging", "sandbox")},
        description="the endings of the deploy roles of an environment; by default its own name",
    )
    account: str = Field(
        "cellscope:accountId",
        description="key of the stack's configuration with the AWS account id of the admins",
    )


class BindingConfig(RuleConfig):
    """The configuration of no-cluster-admin-binding."""

    universal_subjects: tuple[str, ...] = Field(
        (
            "system:anonymous",
            "system:authenticated",
            "system:serviceaccounts",
            "system:unauthenticated",
        ),
        description="users and groups that include everyone and must not be bound to a role",
    )


def _masters(one: Resource, context: Context[MastersConfig]) -> Iterator[str]:
    match one.type:
        case "kubernetes:core/v1:ConfigMap":
            for row in identity_mappings(one.props) if is_aws_auth(one.props) else ():
                if MASTERS in row.groups:
                    yield from _unlisted(row.arn or "a principal without an ARN", context)
        case "aws:eks/accessEntry:AccessEntry":
            if MASTERS in one.items("kubernetesGroups"):
                yield f"its kubernetesGroups contain {MASTERS}, which EKS rejects."
        case _:
            if (one.get("policyArn") or "").endswith(f"/{_CLUSTER_ADMIN}"):
                yield from _unlisted(one.get("principalArn") or "", context)


def _unlisted(arn: str, context: Context[MastersConfig]) -> Iterator[str]:
    config, stack = context.config, context.stack_config
    found = re.fullmatch(r"arn:[^:]+:iam::(\d*):(user|role)/(.+)", arn)
    account, kind, name = found.groups() if found else ("", "", "")
    names = {
        "user": [*_people(stack.get(config.admins))],
        "role": [*_roles(config, stack)],
    }.get(kind, [])
    # IAM names are unique regardless of path and case, and aws-auth omits the paths of roles.
    if _last(name) not in map(_last, names) or account != stack.get(config.account, account):
        keys = [*config.deployers, *config.roles]
        where = listed(keys) if kind == "role" else config.admins
        yield f"it makes {arn} a cluster admin, who is not listed in {where}."


def _roles(config: MastersConfig, stack: Mapping[str, str]) -> Iterator[str]:
    environment = stack.get(config.environment, "")
    for key, name in config.roles.items():
        yield stack.get(key) or name
    for key, name in config.deployers.items():
        for ending in config.deploying.get(environment, (environment,)):
            yield f"{stack.get(key) or name}-{ending}"


def _people(text: str | None) -> Iterator[str]:
    for one in json.loads(text) if text else ():
        yield one["name"] if isinstance(one, Mapping) else one


def _last(name: str) -> str:
    return name.rpartition("/")[2].lower()


def _bindings(one: Resource, context: Context[BindingConfig]) -> Iterator[str]:
    role = one.get("roleRef.name")
    names = [subject.get("name") for subject in one.items("subjects")]
    if role == "cluster-admin":
        yield f"it binds {listed(names) or 'no subjects yet'} to cluster-admin."
    for name in names:
        if name in context.config.universal_subjects:
            yield f"it binds {name}, which includes everyone, to the role {role}."


RULES = (
    Rule(
        "system-masters-listed",
        description="All cluster admins are listed in the stack's configuration.",
        reason="A single, reviewed list shows who has full access to the cluster.",
        remedy="Add the person or role to the configuration key named in the message, or use a"
        " group"
        " with fewer permissions.",
        source="the team's paradigms",
        example="data: {mapUsers: '[{userarn: ..., groups: [system:masters]}]'}",
        judges={
            CONFIG_MAP: ("metadata.name", "metadata.namespace", "data"),
            ENTRY: ("kubernetesGroups",),
            ASSOCIATION: ("policyArn", "principalArn"),
        },
        check=_masters,
        config=MastersConfig,
    ),
    Rule(
        "no-cluster-admin-binding",
        description="No subject is bound to cluster-admin, and groups that include everyone are not"
        " bound at all.",
        reason="Admins are listed in the stack's configuration. A binding would create admins"
        " outside"
        " of that list.",
        remedy="Bind named subjects to a role with the permissions they need, in subjects and"
        " roleRef.",
        source="Kubernetes documentation, Role Based Access Control Good Practices",
        example="roleRef: {kind: ClusterRole, name: cluster-admin}",
        judges=dict.fromkeys((CLUSTER_BINDING, BINDING), ("roleRef.name", "subjects.name")),
        check=_bindings,
        config=BindingConfig,
    ),
)
