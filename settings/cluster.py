"""The cluster's nodes, and the versions of what runs in it."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from settings.base import Model
from settings.values import some

_MONTHS = {30, 60, 90, 120, 150, 180}
_YEARS = {365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

LOG_RETENTION_DAYS = frozenset({1, 3, 5, 7, 14} | _MONTHS | _YEARS)
"""How long CloudWatch can keep logs (CloudWatch Logs API, PutRetentionPolicy)."""


_LABEL_KEY = r"([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
"""A label's or a taint's key (Kubernetes, "Labels and Selectors")."""


class Authentication(StrEnum):
    """What lets people and roles into the cluster; the way back is closed by EKS."""

    API_AND_CONFIG_MAP = "API_AND_CONFIG_MAP"
    API = "API"


class Capacity(StrEnum):
    """How EC2 sells a group's instances."""

    ON_DEMAND = "ON_DEMAND"
    SPOT = "SPOT"


class Effect(StrEnum):
    """What a taint does to pods that do not tolerate it."""

    NO_SCHEDULE = "NO_SCHEDULE"
    NO_EXECUTE = "NO_EXECUTE"
    PREFER_NO_SCHEDULE = "PREFER_NO_SCHEDULE"


def _x86(instance_type: str) -> str:
    if re.match(r"[a-z]+[0-9]+g|a1\.", instance_type):
        raise ValueError("is an ARM type; the platform's images are built for x86-64")
    return instance_type


def _not_below_minimum(size: int, info: ValidationInfo) -> int:
    if size < info.data.get("min_size", 0):
        raise ValueError("is below minSize")
    return size


def _with_label_keys(labels: dict[str, str]) -> dict[str, str]:
    if not all(re.fullmatch(_LABEL_KEY, key) for key in labels):
        raise ValueError("has a key that Kubernetes takes for no label")
    return labels


def _kept_by_cloudwatch(days: int) -> int:
    if days not in LOG_RETENTION_DAYS:
        raise ValueError("is not one of the periods that CloudWatch offers")
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
        description="A label's value",
        examples=["batch"],
    ),
]

RetentionDays = Annotated[int, Field(strict=True), AfterValidator(_kept_by_cloudwatch)]


class Taint(Model):
    """What keeps pods that do not tolerate it off a group's nodes."""

    key: str = Field(
        pattern=f"^{_LABEL_KEY}$",
        description="The taint's key",
        examples=["dedicated"],
    )
    value: LabelValue = Field(description="The taint's value", examples=["batch"])
    effect: Effect = Field(
        description="The taint's effect, NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE",
        examples=[Effect.NO_SCHEDULE],
    )


_A_TAINT = {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"}


class NodeGroup(Model):
    """A managed node group; how many nodes it has between its limits is the autoscaler's to say."""

    name: str = Field(
        # EKS allows 63 characters, of which nine are for what the name ends with.
        pattern=r"^[a-z]([a-z0-9-]{0,52}[a-z0-9])?$",
        description="The group's purpose in lower case with dashes, with which its name begins",
        examples=["post-scaling"],
    )
    instance_types: Annotated[tuple[InstanceType, ...], AfterValidator(some)] = Field(
        description="The EC2 instance types, the best first", examples=[["r5.large"]]
    )
    capacity: Capacity = Field(
        description="The way of buying, ON_DEMAND, or SPOT for what may be interrupted",
        examples=[Capacity.ON_DEMAND],
    )
    min_size: int = Field(
        strict=True, ge=1, le=100, description="The fewest nodes, at least 1", examples=[2]
    )
    max_size: Annotated[int, AfterValidator(_not_below_minimum)] = Field(
        strict=True, ge=1, le=450, description="The most nodes, minSize or more", examples=[4]
    )
    disk_size: int = Field(
        strict=True,
        ge=20,
        le=16384,
        description="The size of a node's disk in GiB, 20 to 16384",
        examples=[80],
    )
    labels: Annotated[dict[str, LabelValue], AfterValidator(_with_label_keys)] = Field(
        default={}, description="The labels of the nodes", examples=[{"workload": "batch"}]
    )
    taints: tuple[Annotated[Taint, Field(description="A taint", examples=[_A_TAINT])], ...] = Field(
        default=(),
        description="The taints that keep other pods off the nodes",
        examples=[[_A_TAINT]],
    )
    max_unavailable: int = Field(
        default=1,
        strict=True,
        ge=1,
        le=100,
        description="The number of nodes that an update may replace at once, 1 to 100",
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
        Annotated[NodeGroup, Field(description="A group of nodes", examples=[A_NODE_GROUP])], ...
    ],
    AfterValidator(some),
]


_Build = Annotated[str, Field(pattern=r"^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$")]
"""How EKS names the builds of its add-ons (EKS API, DescribeAddonVersions)."""

_Version = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]


class AddonVersions(Model):
    """The versions of the add-ons that EKS runs; `aws eks describe-addon-versions` lists them."""

    vpc_cni: _Build = Field(
        description="The version of vpc-cni, which gives pods their addresses",
        examples=["v1.21.1-eksbuild.1"],
    )
    kube_proxy: _Build = Field(
        description="The version of kube-proxy, which leads to services",
        examples=["v1.35.0-eksbuild.2"],
    )
    coredns: _Build = Field(
        description="The version of coredns, the cluster's name server",
        examples=["v1.13.1-eksbuild.1"],
    )
    ebs_csi: _Build = Field(
        description="The version of aws-ebs-csi-driver, which attaches volumes",
        examples=["v1.54.0-eksbuild.1"],
    )
    metrics_server: _Build = Field(
        description="The version of metrics-server, which the autoscaling of pods asks",
        examples=["v0.8.0-eksbuild.6"],
    )
    node_monitoring: _Build = Field(
        description="The version of eks-node-monitoring-agent, which reports sick nodes",
        examples=["v1.5.0-eksbuild.1"],
    )


class Releases(Model):
    """The versions of what runs besides EKS's own add-ons."""

    load_balancer_controller: _Version = Field(
        description="The version of the Helm chart aws-load-balancer-controller",
        examples=["1.17.1"],
    )
    cluster_autoscaler: _Version = Field(
        description="The version of the Helm chart cluster-autoscaler",
        examples=["9.53.0"],
    )
    canary_runtime: str = Field(
        # What AWS calls them: CloudWatch guide, "Synthetics runtime versions".
        pattern=r"^syn-nodejs-puppeteer-[0-9]+\.[0-9]+$",
        description="The runtime of the canary, which AWS deprecates after about two years",
        examples=["syn-nodejs-puppeteer-13.1"],
    )
    xray_daemon: _Version = Field(
        description="The version of the image aws-xray-daemon",
        examples=["3.3.14"],
    )
