"""The AWS Load Balancer Controller and the Cluster Autoscaler."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_kubernetes import helm

from components.options import child
from estate.naming import cluster_name
from estate.ownership import Owner, default_tags, ownership_tags
from settings import PlatformSettings

_NAMESPACE = "kube-system"
_LOAD_BALANCERS = "aws-load-balancer-controller"
_AUTOSCALER = "cluster-autoscaler"
_EKS_CHARTS = "https://aws.github.io/eks-charts"
_AUTOSCALER_CHARTS = "https://kubernetes.github.io/autoscaler"
"""The Helm repositories of the projects."""

_REPLICAS = 2
"""Replicas: one is active and one on standby, because both controllers elect a leader."""


@dataclass(frozen=True)
class ControllersArgs:
    """The stack's settings, the VPC's id, and the ARNs of IRSA roles by name."""

    settings: PlatformSettings
    vpc_id: Input[str]
    role_arns: Mapping[str, Output[str]]


class Controllers(ComponentResource):
    """Creates a `kubernetes.helm.v3.Release` for each of the two controllers.

    Outputs: `load_balancers`, the release that Ingresses depend on.
    """

    def __init__(
        self, name: str, args: ControllersArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:cluster:Controllers", name, None, opts)
        settings = args.settings
        self._role_arns = args.role_arns
        tags = {**default_tags(settings), **ownership_tags(Owner.PLATFORM)}
        own = {"Environment": tags.pop("Environment")}
        self.load_balancers = self._release(
            _LOAD_BALANCERS,
            settings.releases.load_balancer_controller,
            _EKS_CHARTS,
            {
                "clusterName": cluster_name(settings),
                # Pods cannot reach the instance metadata, from which it would read these two.
                "region": settings.region,
                "vpcId": args.vpc_id,
                "serviceAccount": self._service_account(_LOAD_BALANCERS),
                "podDisruptionBudget": {"maxUnavailable": 1},
                "resources": _requests("100m", "200Mi"),
                "defaultTags": own,
                # Otherwise it would remove unknown tags from an adopted load balancer.
                "externalManagedTags": sorted(tags),
            },
        )
        self._release(
            _AUTOSCALER,
            settings.releases.cluster_autoscaler,
            _AUTOSCALER_CHARTS,
            {
                "cloudProvider": "aws",
                "autoDiscovery": {"clusterName": cluster_name(settings)},
                "awsRegion": settings.region,
                "rbac": {"serviceAccount": self._service_account(_AUTOSCALER)},
                "extraArgs": {"balance-similar-node-groups": True, "expander": "least-waste"},
                "podDisruptionBudget": {"maxUnavailable": 1},
                "resources": _requests("100m", "600Mi"),
            },
        )
        self.register_outputs({})

    def _release(
        self, name: str, version: str, repository: str, values: dict[str, Any]
    ) -> helm.v3.Release:
        return helm.v3.Release(
            name,
            name=name,
            chart=name,
            version=version,
            namespace=_NAMESPACE,
            repository_opts={"repo": repository},
            values={"replicaCount": _REPLICAS, "fullnameOverride": name, **values},
            atomic=True,
            opts=child(self),
        )

    def _service_account(self, name: str) -> dict[str, Any]:
        return {
            "create": True,
            "name": name,
            "annotations": {"eks.amazonaws.com/role-arn": self._role_arns[name]},
        }


def _requests(cpu: str, memory: str) -> dict[str, Any]:
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}}
