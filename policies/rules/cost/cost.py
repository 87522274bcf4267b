"""A rule that limits the instance types, and so the cost, of a change."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig

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
"""Resource types with an instance type, and the property that sets it."""

_SIZES = ("nano", "micro", "small", "medium", "large", "xlarge")
"""The sizes below the multiples of xlarge.

https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
"""

_COMMON = ("c5", "c6i", "c7i", "m5", "m6i", "m7i", "r5", "r6i", "r7i", "t3", "t3a", "t4g")


class Limit(BaseModel):
    """The instance families, and the largest size, that a stack may use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    families: tuple[str, ...] = Field(description="such as r5; without the prefix db. or cache.")
    largest: str = Field(pattern=r"^(nano|micro|small|medium|large|(\d+)?xlarge)$")


class CostConfig(RuleConfig):
    """The configuration of instance-type-limits."""

    limits: dict[str, Limit] = Field(
        {
            "development": Limit(families=_COMMON, largest="large"),
            "staging": Limit(families=_COMMON, largest="xlarge"),
            "production": Limit(families=_COMMON, largest="4xlarge"),
        },
        description="families and largest size by stack name",
    )
    otherwise: Limit = Field(
        Limit(families=_COMMON, largest="xlarge"), description="the limit of all other stacks"
    )


def size_rank(size: str) -> float:
    """Returns the rank of a size. An unknown size, such as metal, is the largest."""
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
            yield f"{name} is not of an allowed family: {', '.join(limit.families)}."
        elif size_rank(size) > size_rank(limit.largest):
            yield f"{name} is larger than {limit.largest}, the limit of the stack {context.stack}."


RULES = (
    Rule(
        "instance-type-limits",
        description="Instances use the families and sizes that the stack may use.",
        reason="A large instance type, set by mistake, can cost more in a month than the platform"
        " in"
        " a year.",
        remedy="Choose a smaller instance type, or raise the limit in the rule's configuration.",
        source="the team's own decision; Amazon EC2 User Guide, Amazon EC2 instance types",
        example="instanceTypes: [p5.48xlarge]",
        judges={type_: (name,) for type_, name in _TYPES.items()},
        check=_within_limits,
        config=CostConfig,
    ),
)
