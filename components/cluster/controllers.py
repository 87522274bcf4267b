"""The AWS Load Balancer Controller and the Cluster Autoscaler."""

from dataclasses import dataclass
from typing import Any

from pulumi import ComponentResource, Input, Resource, ResourceOptions
from pulumi_kubernetes import helm

from components.identity.irsa import IrsaRole, IrsaRoleArgs, OidcProvider, workload_role
from components.options import child
from estate.identity.controller_roles import CLUSTER_AUTOSCALER, LOAD_BALANCER_CONTROLLER
from estate.naming import cluster_name
from estate.ownership import Owner, default_tags, ownership_tags
from settings import PlatformSettings

_EKS_CHARTS = "https://aws.github.io/eks-charts"
_AUTOSCALER_CHARTS = "https://kubernetes.github.io/autoscaler"
"""The Helm repositories of the projects."""

_NO_SERVICE_WEBHOOK = {"enableServiceMutatorWebhook": False}
"""Values of the load balancer controller's chart that leave out its webhook for Services.

EKS would refuse every Service, of charts and add-ons too, until the controller's pods run. The
webhook only sets the class of Services of type LoadBalancer. This program has none.
https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4140
"""

_REPLICAS = 2
"""Replicas: one is active and one on standby, because both controllers elect a leader."""


@dataclass(frozen=True)
class ControllersArgs:
    """The stack's settings, the VPC's id, the cluster's OIDC provider, and the cluster itself."""

    settings: PlatformSettings
    vpc_id: Input[str]
    oidc: OidcProvider
    cluster: Resource


class Controllers(ComponentResource):
    """Creates an `IrsaRole` and a `kubernetes.helm.v3.Release` for each of the two controllers."""

    def __init__(
        self, name: str, args: ControllersArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:cluster:Controllers", name, None, opts)
        settings, self._cluster = args.settings, args.cluster
        tags = {**default_tags(settings), **ownership_tags(Owner.PLATFORM)}
        own = {"Environment": tags.pop("Environment")}
        balancing, scaling = (
            workload_role(self, IrsaRoleArgs(declared, settings, args.oidc), opts)
            for declared in (LOAD_BALANCER_CONTROLLER, CLUSTER_AUTOSCALER)
        )
        self._release(
            balancing,
            settings.releases.load_balancer_controller,
            _EKS_CHARTS,
            {
                "clusterName": cluster_name(settings),
                # Pods cannot reach the instance metadata, from which it would read these two.
                "region": settings.region,
                "vpcId": args.vpc_id,
                "serviceAccount": _service_account(balancing),
                **_NO_SERVICE_WEBHOOK,
                "podDisruptionBudget": {"maxUnavailable": 1},
                "resources": _requests("100m", "200Mi"),
                "defaultTags": own,
                # Otherwise it would remove unknown tags from an adopted load balancer.
                "externalManagedTags": sorted(tags),
            },
        )
        self._release(
            scaling,
            settings.releases.cluster_autoscaler,
            _AUTOSCALER_CHARTS,
            {
                "cloudProvider": "aws",
                "autoDiscovery": {"clusterName": cluster_name(settings)},
                "awsRegion": settings.region,
                "rbac": {"serviceAccount": _service_account(scaling)},
                "extraArgs": {"balance-similar-node-groups": True, "expander": "least-waste"},
                "podDisruptionBudget": {"maxUnavailable": 1},
                "resources": _requests("100m", "600Mi"),
            },
        )
        self.register_outputs({})

    def _release(
        self, role: IrsaRole, version: str, repository: str, values: dict[str, Any]
    ) -> None:
        name = role.declaration.service_account
        helm.v3.Release(
            name,
            name=name,
            chart=name,
            version=version,
            namespace=role.declaration.namespace,
            repository_opts={"repo": repository},
            values={"replicaCount": _REPLICAS, "fullnameOverride": name, **values},
            atomic=True,
            # Of a cluster whose API no longer answers, the provider deletes no release:
            # https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go
            opts=ResourceOptions.merge(
                child(self, after=[role]), ResourceOptions(deleted_with=self._cluster)
            ),
        )


def _service_account(role: IrsaRole) -> dict[str, Any]:
    """Returns the charts' values for a service account with an IRSA role."""
    return {
        "create": True,
        "name": role.declaration.service_account,
        "annotations": {"eks.amazonaws.com/role-arn": role.arn},
    }


def _requests(cpu: str, memory: str) -> dict[str, Any]:
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}}
