"""Where a repository's service runs: a namespace, and the service account it runs as."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_kubernetes import core

from components.options import child
from estate.rights import ServiceRole

_PROTECTION = {
    "pod-security.kubernetes.io/enforce": "baseline",
    "pod-security.kubernetes.io/warn": "restricted",
}
"""No privileged pod, no host path; a warning for what is not locked down (Kubernetes, "Pod Security
Standards")."""


@dataclass(frozen=True)
class ServiceNamespaceArgs:
    """The service's role as it is declared, and its ARN."""

    declaration: ServiceRole
    role_arn: Output[str]


class ServiceNamespace(ComponentResource):
    """Makes a Kubernetes `Namespace`, whose name is the component's, with its `ServiceAccount`."""

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
