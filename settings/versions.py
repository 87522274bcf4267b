"""Settings of the versions of add-ons, Helm charts and images."""

from typing import Annotated

from pydantic import Field

from settings.base import Model

_Build = Annotated[str, Field(pattern=r"^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$")]
"""The format of EKS add-on versions.

https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddonVersions.html
"""

_Version = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]


PROXY_SKEW = 3
"""How many minor versions kube-proxy may be older than the cluster; it may not be newer.

https://kubernetes.io/releases/version-skew-policy/#kube-proxy
"""


def minor(version: str) -> int:
    """Returns the minor version of Kubernetes, for example 35 of `1.35` or of `v1.35.0-...`."""
    return int(version.split(".")[1])


class AddonVersions(Model):
    """The versions of the EKS add-ons; `aws eks describe-addon-versions` lists them."""

    vpc_cni: _Build = Field(
        description="The version of vpc-cni, which assigns IP addresses to pods",
        examples=["v1.21.1-eksbuild.1"],
    )
    kube_proxy: str = Field(
        # The major version is that of Kubernetes.
        pattern=r"^v1\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$",
        description="The version of kube-proxy, which routes traffic to services",
        examples=["v1.35.0-eksbuild.2"],
    )
    coredns: _Build = Field(
        description="The version of coredns, the cluster's DNS server",
        examples=["v1.13.1-eksbuild.1"],
    )
    ebs_csi: _Build = Field(
        description="The version of aws-ebs-csi-driver, which attaches EBS volumes",
        examples=["v1.54.0-eksbuild.1"],
    )
    metrics_server: _Build = Field(
        description="The version of metrics-server, which provides the metrics for pod autoscaling",
        examples=["v0.8.0-eksbuild.6"],
    )
    node_monitoring: _Build = Field(
        description="The version of eks-node-monitoring-agent, which reports unhealthy nodes",
        examples=["v1.5.0-eksbuild.1"],
    )


class Releases(Model):
    """The versions of the Helm charts, the canary runtime and the X-Ray image."""

    load_balancer_controller: _Version = Field(
        description="The version of the Helm chart aws-load-balancer-controller",
        examples=["1.17.1"],
    )
    cluster_autoscaler: _Version = Field(
        description="The version of the Helm chart cluster-autoscaler",
        examples=["9.53.0"],
    )
    canary_runtime: str = Field(
        # Amazon CloudWatch User Guide, "Synthetics runtime versions".
        pattern=r"^syn-nodejs-puppeteer-[0-9]+\.[0-9]+$",
        description="The runtime of the canary; AWS deprecates each after about two years",
        examples=["syn-nodejs-puppeteer-13.1"],
    )
    xray_daemon: _Version = Field(
        description="The version of the image aws-xray-daemon",
        examples=["3.3.14"],
    )
