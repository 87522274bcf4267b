"""Test stacks for the rule about instance types."""

from policies.engine.resource import Resource
from policies.rules.cost.cost import INSTANCE, NODE_GROUP
from tests.policies.rules.cases import UNKNOWN, Case, a

CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"


def nodes(*types: str) -> Resource:
    return a(NODE_GROUP, instanceTypes=list(types))


CASES = (
    Case(
        "instance-type-limits",
        bad={
            "r5.2xlarge is larger": nodes("r5.2xlarge"),
            "m5.metal is larger": nodes("r5.large", "m5.metal"),
            "p5.48xlarge is not of an allowed family: c5, c6i": nodes("p5.48xlarge"),
            "cache.m5.24xlarge is larger": a(CACHE, nodeType="cache.m5.24xlarge"),
            "x1e.large is not of an allowed family": a(INSTANCE, instanceType="x1e.large"),
        },
        good=(nodes("r5.large", "m6i.xlarge"), nodes(), a(CACHE, nodeType="cache.t3.micro")),
        unknown=(nodes(UNKNOWN),),
    ),
    Case(
        "instance-type-limits",
        bad={"r5.8xlarge is larger than 4xlarge": nodes("r5.8xlarge")},
        good=(nodes("r5.4xlarge"),),
        stack="production",
    ),
    Case(
        "instance-type-limits",
        bad={"r5.2xlarge is larger": nodes("r5.2xlarge")},
        good=(nodes("r5.xlarge"),),
        stack="theirs",
    ),
    Case(
        "instance-type-limits",
        bad={"r5.large is not of an allowed family: t3.": nodes("r5.large")},
        good=(nodes("t3.small"),),
        config={"limits": {"staging": {"families": ["t3"], "largest": "small"}}},
    ),
)
