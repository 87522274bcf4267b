"""A limit on what a change may cost by a slip: the size of machines."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from .resource import Resource
from .rule import Context, Rule, RuleConfig

INSTANCE = "aws:ec2/instance:Instance"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"

_TYPES: Mapping[str, str] = MappingProxyType(
    {
        INSTANCE: "instanceType",
        LAUNCH_TEMPLATE: "instanceType",
        NODE_GROUP: "instanceTypes",
        "aws:elasticache/cluster:Cluster": "nodeType",
        "aws:elasticache/replicationGroup:ReplicationGroup": "nodeType",
        "aws:rds/clusterInstance:ClusterInstance": "instanceClass",
        "aws:rds/instance:Instance": "instanceClass",
    }
)
"""What runs on machines of a size, and the property that says which."""

_SIZES = ("nano", "micro", "small", "medium", "large", "xlarge")
"""Below those that are multiples of xlarge (EC2 guide, "Instance type naming conventions")."""

_COMMON = ("c5", "c6i", "c7i", "m5", "m6i", "m7i", "r5", "r6i", "r7i", "t3", "t3a", "t4g")


class Limit(BaseModel):
    """Families of instances, and the largest of their sizes, that an environment may use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    families: tuple[str, ...] = Field(description="such as r5; without db. or cache. before it")
    largest: str = Field(pattern=r"^(nano|micro|small|medium|large|(\d+)?xlarge)$")


class CostConfig(RuleConfig):
    """What each environment may use."""

    limits: dict[str, Limit] = Field(
        {
            "development": Limit(families=_COMMON, largest="large"),
            "staging": Limit(families=_COMMON, largest="xlarge"),
            "production": Limit(families=_COMMON, largest="4xlarge"),
        },
        description="families and the largest size, by the stack's name",
    )
    otherwise: Limit = Field(
        Limit(families=_COMMON, largest="xlarge"), description="the limit of any other stack"
    )


def size_rank(size: str) -> float:
    """Where a size stands among others; one that is not known, such as metal, is the largest."""
    if size in _SIZES:
        return _SIZES.index(size)
    times = size.removesuffix("xlarge")
    return len(_SIZES) + int(times) if times.isdigit() else float("inf")


def _within_limits(one: Resource, context: Context[CostConfig]) -> Iterator[str]:
    limit = context.config.limits.get(context.stack, context.config.otherwise)
    found = one.get(_TYPES[one.type])
    for name in (found,) if isinstance(found, str) else found or ():
        *kind, family, size = name.split(".")
        if kind not in ([], ["db"], ["cache"]) or family not in limit.families:
            yield f"{name} is of a family that is not among {', '.join(limit.families)}."
        elif size_rank(size) > size_rank(limit.largest):
            yield f"{name} is larger than {limit.largest}, the limit of {context.stack}."


INSTANCE_TYPES_ARE_WITHIN_LIMITS = Rule(
    "instance-type-limits",
    description="Machines are of the families and sizes that the environment may use.",
    reason="One word in a pull request can cost more in a month than all else in a year.",
    remedy="Choose a smaller one, or raise the limit in the rule's configuration, with a reason.",
    source="the team's own; Amazon EC2 User Guide, Amazon EC2 instance types",
    example="instanceTypes: [p5.48xlarge]",
    judges={type_: (name,) for type_, name in _TYPES.items()},
    check=_within_limits,
    config=CostConfig,
)

RULES = (INSTANCE_TYPES_ARE_WITHIN_LIMITS,)
