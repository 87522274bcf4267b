"""Settings of the cluster: node groups, log retention, add-on and chart versions."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from settings.base import Model
from settings.values import some

_MONTHS = {30, 60, 90, 120, 150, 180}
_YEARS = {365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

LOG_RETENTION_DAYS = frozenset({1, 3, 5, 7, 14} | _MONTHS | _YEARS)
"""The retention periods, in days, that CloudWatch Logs supports.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
"""


_LABEL_KEY = r"([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
"""The key of a label or taint.

https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
"""


class Authentication(StrEnum):
    """The EKS authentication mode; EKS cannot change API back to API_AND_CONFIG_MAP."""

    API_AND_CONFIG_MAP = "API_AND_CONFIG_MAP"
    API = "API"


class Capacity(StrEnum):
    """The capacity type of a node group."""

    ON_DEMAND = "ON_DEMAND"
    SPOT = "SPOT"


class Effect(StrEnum):
    """The effect of a taint on pods that do not tolerate it, as EKS spells it."""

    NO_SCHEDULE = "NO_SCHEDULE"
    NO_EXECUTE = "NO_EXECUTE"
    PREFER_NO_SCHEDULE = "PREFER_NO_SCHEDULE"


def _x86(instance_type: str) -> str:
    if re.match(r"[a-z]+[0-9]+g|a1\.", instance_type):
        raise ValueError("is an ARM instance type; the platform's images are built for x86-64")
    return instance_type


def _not_below_minimum(size: int, info: ValidationInfo) -> int:
    if size < info.data.get("min_size", 0):
        raise ValueError("must not be less than minSize")
    return size


def _with_label_keys(labels: dict[str, str]) -> dict[str, str]:
    if not all(re.fullmatch(_LABEL_KEY, key) for key in labels):
        raise ValueError("has an invalid Kubernetes label key")
    return labels


def _kept_by_cloudwatch(days: int) -> int:
    if days not in LOG_RETENTION_DAYS:
        raise ValueError("is not a retention period of CloudWatch Logs")
    return days


InstanceType = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$",
        description="An EC2 instance type",
        examples=["r5.large"],
    ),
    AfterValidator(_x86),
]

LabelValue = Annotated[
    str,
    Field(
        pattern=r"^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$",
        description="The value of a label",
        examples=["batch"],
    ),
]

RetentionDays = Annotated[int, Field(strict=True), AfterValidator(_kept_by_cloudwatch)]


class Taint(Model):
    """A taint of a node group's nodes."""

    key: str = Field(
        pattern=f"^{_LABEL_KEY}$",
        description="The taint's key",
        examples=["dedicated"],
    )
    value: LabelValue = Field(description="The taint's value", examples=["batch"])
    effect: Effect = Field(
        description="The taint's effect: NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE",
        examples=[Effect.NO_SCHEDULE],
    )


_A_TAINT = {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"}


class NodeGroup(Model):
    """A managed node group; the Cluster Autoscaler sets its size between the limits."""

    name: str = Field(
        # EKS allows 63 characters; nine are reserved for the generated suffix.
        pattern=r"^[a-z]([a-z0-9-]{0,52}[a-z0-9])?$",
        description="The prefix of the node group's name, in lower case with hyphens",
        examples=["post-scaling"],
    )
    instance_types: Annotated[tuple[InstanceType, ...], AfterValidator(some)] = Field(
        description="The EC2 instance types, in order of preference", examples=[["r5.large"]]
    )
    capacity: Capacity = Field(
        description="The capacity type: ON_DEMAND, or SPOT for nodes that AWS may interrupt",
        examples=[Capacity.ON_DEMAND],
    )
    min_size: int = Field(
        strict=True,
        ge=1,
        le=100,
        description="The minimum number of nodes, at least 1",
        examples=[2],
    )
    max_size: Annotated[int, AfterValidator(_not_below_minimum)] = Field(
        strict=True,
        ge=1,
        le=450,
        description="The maximum number of nodes, minSize or more",
        examples=[4],
    )
    disk_size: int = Field(
        strict=True,
        ge=20,
        le=16384,
        description="The disk size of a node in GiB, 20 to 16384",
        examples=[80],
    )
    labels: Annotated[dict[str, LabelValue], AfterValidator(_with_label_keys)] = Field(
        default={},
        description="The Kubernetes labels of the nodes",
        examples=[{"workload": "batch"}],
    )
    taints: tuple[Annotated[Taint, Field(description="A taint", examples=[_A_TAINT])], ...] = Field(
        default=(),
        description="The Kubernetes taints of the nodes",
        examples=[[_A_TAINT]],
    )
    max_unavailable: int = Field(
        default=1,
        strict=True,
        ge=1,
        le=100,
        description="The maximum number of nodes that are unavailable during an update, 1 to 100",
        examples=[1],
    )


A_NODE_GROUP = {
    "name": "post-scaling-x86",
    "instanceTypes": ["r5.large"],
    "capacity": "ON_DEMAND",
    "minSize": 2,
    "maxSize": 4,
    "diskSize": 80,
}

NodeGroups = Annotated[
    tuple[
        Annotated[NodeGroup, Field(description="A managed node group", examples=[A_NODE_GROUP])],
        ...,
    ],
    AfterValidator(some),
]


_Build = Annotated[str, Field(pattern=r"^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$")]
"""The format of EKS add-on versions.

https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddonVersions.html
"""

_Version = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]


class AddonVersions(Model):
    """The versions of the EKS add-ons; `aws eks describe-addon-versions` lists them."""

    vpc_cni: _Build = Field(
        description="The version of vpc-cni, which assigns IP addresses to pods",
        examples=["v1.21.1-eksbuild.1"],
    )
    kube_proxy: _Build = Field(
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
