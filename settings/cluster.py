"""Settings of the cluster: authentication, log retention and node groups."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from settings.aws import instance_types
from settings.base import Model
from settings.labels import LabelKey, LabelValue, TaintKey
from settings.values import at_most, some

_MONTHS = {30, 60, 90, 120, 150, 180}
_YEARS = {365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

LOG_RETENTION_DAYS = frozenset({1, 3, 5, 7, 14} | _MONTHS | _YEARS)
"""The retention periods, in days, that CloudWatch Logs supports.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
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


def _runs_nodes(instance_type: str) -> str:
    if instance_type not in instance_types():
        raise ValueError("is no EC2 instance type that this program knows (settings/aws)")
    if re.match(r"[a-z]+[0-9]+g|a1\.|.*-gb", instance_type):
        raise ValueError("is an ARM instance type; the platform's images are built for x86-64")
    if instance_type.startswith("mac"):
        raise ValueError("is a Mac, which cannot be a node of EKS")
    return instance_type


def _not_below_minimum(size: int, info: ValidationInfo) -> int:
    if size < info.data.get("min_size", 0):
        raise ValueError("must not be less than minSize")
    return size


def _kept_by_cloudwatch(days: int) -> int:
    if days not in LOG_RETENTION_DAYS:
        known = ", ".join(map(str, sorted(LOG_RETENTION_DAYS)))
        raise ValueError(f"is not a retention period of CloudWatch Logs ({known})")
    return days


InstanceType = Annotated[
    str,
    Field(description="An EC2 instance type", examples=["r5.large"]),
    AfterValidator(_runs_nodes),
]

RetentionDays = Annotated[int, Field(strict=True), AfterValidator(_kept_by_cloudwatch)]


class Taint(Model):
    """A taint of a node group's nodes."""

    key: TaintKey = Field(description="The taint's key", examples=["dedicated"])
    value: LabelValue = Field(description="The taint's value", examples=["batch"])
    effect: Effect = Field(
        description="The taint's effect: NO_SCHEDULE, NO_EXECUTE or PREFER_NO_SCHEDULE",
        examples=[Effect.NO_SCHEDULE],
    )


_A_TAINT = {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"}

Taints = tuple[Annotated[Taint, Field(description="A taint", examples=[_A_TAINT])], ...]


def _one_of_each(taints: tuple[Taint, ...]) -> tuple[Taint, ...]:
    # https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
    # Equal taints are duplicates in a list, which have a message of their own.
    different = set(taints)
    if len({(taint.key, taint.effect) for taint in different}) < len(different):
        raise ValueError("has two taints with the same key and effect, which a node refuses")
    return taints


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
    labels: dict[LabelKey, LabelValue] = Field(
        default={},
        description="The Kubernetes labels of the nodes",
        examples=[{"workload": "batch"}],
    )
    taints: Annotated[
        Taints,
        AfterValidator(at_most(50, "taints of a node group")),
        AfterValidator(_one_of_each),
    ] = Field(
        default=(),
        # https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html
        description="The Kubernetes taints of the nodes, at most 50",
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

    @property
    def repels_pods(self) -> bool:
        """Whether pods without a toleration cannot run on the nodes."""
        return any(taint.effect is not Effect.PREFER_NO_SCHEDULE for taint in self.taints)


A_NODE_GROUP = {
    "name": "post-scaling-x86",
    "instanceTypes": ["r5.large"],
    "capacity": "ON_DEMAND",
    "minSize": 2,
    "maxSize": 4,
    "diskSize": 80,
}


def _some_without_taints(groups: tuple[NodeGroup, ...]) -> tuple[NodeGroup, ...]:
    if all(group.repels_pods for group in groups):
        raise ValueError(
            "has taints in every group, so that CoreDNS and the controllers have no node; keep one"
            " group without taints, or with PREFER_NO_SCHEDULE"
        )
    return groups


NodeGroups = Annotated[
    tuple[
        Annotated[NodeGroup, Field(description="A managed node group", examples=[A_NODE_GROUP])],
        ...,
    ],
    AfterValidator(some),
    # https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
    AfterValidator(at_most(30, "managed node groups of a cluster")),
    AfterValidator(_some_without_taints),
]
