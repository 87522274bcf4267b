"""Kubernetes RBAC resources for the declared rights."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import ComponentResource, ResourceOptions
from pulumi_kubernetes import meta, rbac

from components.options import child
from estate.cluster.rbac import NAMESPACED_ROLES, READ_ONLY, NamespacedRole, Rule, ServiceAccount
from estate.naming import patterned_name
from settings import KubernetesGroup, StackSettings

_API = "rbac.authorization.k8s.io"


class ClusterRbac(ComponentResource):
    """Creates a `ClusterRole` and its binding for each group of `READ_ONLY`."""

    def __init__(self, name: str, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:cluster:ClusterRbac", name, None, opts)
        for group, rules in READ_ONLY.items():
            # The name of the old estate; it needs no environment, because clusters are separate.
            role_name = f"biomage-{group}"
            role = rbac.v1.ClusterRole(
                group.value, metadata={"name": role_name}, rules=_rules(rules), opts=child(self)
            )
            rbac.v1.ClusterRoleBinding(
                group.value,
                metadata={"name": role_name},
                role_ref={"api_group": _API, "kind": "ClusterRole", "name": role_name},
                subjects=[_group(group)],
                opts=child(self, after=[role]),
            )
        self.register_outputs({})


@dataclass(frozen=True)
class NamespacedRbacArgs:
    """The stack's settings."""

    settings: StackSettings


class NamespacedRbac(ComponentResource):
    """Creates a `Role` with its `RoleBinding` in each namespace of the declared roles."""

    def __init__(
        self, name: str, args: NamespacedRbacArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:cluster:NamespacedRbac", name, None, opts)
        self._settings = args.settings
        for role in NAMESPACED_ROLES:
            for pattern in role.namespaces:
                self._allow(role, patterned_name(pattern, args.settings))
        self.register_outputs({})

    def _allow(self, declaration: NamespacedRole, namespace: str) -> None:
        metadata: meta.v1.ObjectMetaArgsDict = {"name": declaration.name, "namespace": namespace}
        key = f"{declaration.name}-{namespace}"
        role = rbac.v1.Role(
            key, metadata=metadata, rules=_rules(declaration.rules), opts=child(self)
        )
        rbac.v1.RoleBinding(
            key,
            metadata=metadata,
            role_ref={"api_group": _API, "kind": "Role", "name": declaration.name},
            subjects=[self._subject(declaration.subject)],
            opts=child(self, after=[role]),
        )

    def _subject(self, subject: KubernetesGroup | ServiceAccount) -> rbac.v1.SubjectArgsDict:
        if isinstance(subject, ServiceAccount):
            namespace = patterned_name(subject.namespace, self._settings)
            return {"kind": "ServiceAccount", "name": subject.name, "namespace": namespace}
        return _group(subject)


def _group(group: KubernetesGroup) -> rbac.v1.SubjectArgsDict:
    return {"kind": "Group", "name": group.value, "api_group": _API}


def _rules(rules: Sequence[Rule]) -> list[rbac.v1.PolicyRuleArgsDict]:
    return [
        {
            "api_groups": [rule.api_group],
            "resources": list(rule.resources),
            "verbs": list(rule.verbs),
        }
        for rule in rules
    ]
