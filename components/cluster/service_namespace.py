"""The namespaces of a sandbox's services, with service accounts and RBAC."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import ComponentResource, Input, ResourceOptions
from pulumi_kubernetes import core

from components.cluster.rbac import NamespacedRbac, NamespacedRbacArgs
from components.options import child
from estate.identity.rights import ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from estate.naming import patterned_name
from settings import StackSettings

_PROTECTION = {
    "pod-security.kubernetes.io/enforce": "baseline",
    "pod-security.kubernetes.io/warn": "restricted",
}
"""The Pod Security Standards: enforce `baseline`, warn about `restricted`.

https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""


@dataclass(frozen=True)
class ServiceNamespaceArgs:
    """The declared role of the service, and its ARN."""

    declaration: ServiceRole
    role_arn: Input[str]


class ServiceNamespace(ComponentResource):
    """Creates a Kubernetes `Namespace`, named as the component, with its `ServiceAccount`."""

    def __init__(
        self, name: str, args: ServiceNamespaceArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:cluster:ServiceNamespace", name, None, opts)
        namespace = core.v1.Namespace(
            name, metadata={"name": name, "labels": _PROTECTION}, opts=child(self)
        )
        core.v1.ServiceAccount(
            name,
            metadata={
                "name": args.declaration.service_account,
                "namespace": name,
                "annotations": {"eks.amazonaws.com/role-arn": args.role_arn},
            },
            opts=child(self, after=[namespace]),
        )
        self.register_outputs({})


@dataclass(frozen=True)
class ServiceNamespacesArgs:
    """The stack's settings, and the ARN of each service's role by repository."""

    settings: StackSettings
    role_arns: Mapping[str, Input[str]]


class ServiceNamespaces(ComponentResource):
    """Creates a `ServiceNamespace` for each service, and `NamespacedRbac`.

    `names` are the namespaces' names, by repository.
    """

    def __init__(
        self, name: str, args: ServiceNamespacesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:cluster:ServiceNamespaces", name, None, opts)
        self.names = {
            role.name: patterned_name(f"{role.name}-{{sandbox}}", args.settings)
            for role in SERVICE_ROLES
        }
        namespaces = [
            ServiceNamespace(
                self.names[role.name],
                ServiceNamespaceArgs(role, args.role_arns[role.name]),
                child(self),
            )
            for role in SERVICE_ROLES
        ]
        NamespacedRbac(
            "rights", NamespacedRbacArgs(args.settings), child(self, after=[*namespaces])
        )
        self.register_outputs({})
