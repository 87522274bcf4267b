"""The EKS add-ons of the cluster, one per line; the settings contain their versions."""

from collections.abc import Callable
from dataclasses import dataclass

from estate.identity.controller_roles import EBS_CSI, VPC_CNI
from estate.identity.rights import ServiceRole
from settings import AddonVersions


@dataclass(frozen=True)
class Addon:
    """An add-on: EKS's name, the settings key of its version, and the IRSA role it needs, if any.

    `before_nodes` is true for add-ons that nodes need to become ready. All others are created after
    the nodes, because EKS reports an add-on as degraded until its pods run.
    """

    name: str
    version: Callable[[AddonVersions], str]
    role: ServiceRole | None = None
    before_nodes: bool = False


ADDONS = (
    Addon("vpc-cni", lambda versions: versions.vpc_cni, role=VPC_CNI, before_nodes=True),
    Addon("kube-proxy", lambda versions: versions.kube_proxy, before_nodes=True),
    Addon("coredns", lambda versions: versions.coredns),
    Addon("aws-ebs-csi-driver", lambda versions: versions.ebs_csi, role=EBS_CSI),
    Addon("metrics-server", lambda versions: versions.metrics_server),
    Addon("eks-node-monitoring-agent", lambda versions: versions.node_monitoring),
)
