"""The add-ons that EKS runs in the cluster (estate, 3), a line each; versions are settings."""

from collections.abc import Callable
from dataclasses import dataclass

from settings import AddonVersions


@dataclass(frozen=True)
class Addon:
    """An add-on by EKS's name, where its version is found, and the IRSA role it needs, if any.

    One that nodes need in order to be ready is made `before_nodes`; any other waits for nodes to
    run on, since EKS calls it degraded until it runs.
    """

    name: str
    version: Callable[[AddonVersions], str]
    role: str | None = None
    before_nodes: bool = False


ADDONS = (
    Addon("vpc-cni", lambda versions: versions.vpc_cni, role="vpc-cni", before_nodes=True),
    Addon("kube-proxy", lambda versions: versions.kube_proxy, before_nodes=True),
    Addon("coredns", lambda versions: versions.coredns),
    Addon("aws-ebs-csi-driver", lambda versions: versions.ebs_csi, role="ebs-csi"),
    Addon("metrics-server", lambda versions: versions.metrics_server),
    Addon("eks-node-monitoring-agent", lambda versions: versions.node_monitoring),
)
