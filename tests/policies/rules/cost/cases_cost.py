"""Test stacks for the rule about instance types."""

from policies.rules.cost.cost import INSTANCE, INSTANCE_TYPES_ARE_WITHIN_LIMITS, NODE_GROUP
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

RULE = INSTANCE_TYPES_ARE_WITHIN_LIMITS
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"


def nodes(*types: str) -> Stack:
    return (a(NODE_GROUP, props={"instanceTypes": list(types)}),)


CASES = (
    Case(
        RULE,
        bad={
            "r5.2xlarge is larger than xlarge, the limit of the stack staging.": nodes(
                "r5.2xlarge"
            ),
            "m5.metal is larger": nodes("r5.large", "m5.metal"),
            "p5.48xlarge is not of an allowed family: c5, c6i, c7i, m5, m6i, m7i, r5": nodes(
                "p5.48xlarge"
            ),
            "cache.m5.24xlarge is larger": (a(CACHE, props={"nodeType": "cache.m5.24xlarge"}),),
            "x1e.large is not of an allowed family: c5, c6i, c7i, m5, m6i, m7i, r5": (
                a(INSTANCE, props={"instanceType": "x1e.large"}),
            ),
        },
        good=(
            nodes("r5.large", "m6i.xlarge"),
            nodes(),
            (a(CACHE, props={"nodeType": "cache.t3.micro"}),),
        ),
        unknown=(nodes(UNKNOWN),),
    ),
    Case(
        RULE,
        bad={"r5.8xlarge is larger than 4xlarge": nodes("r5.8xlarge")},
        good=(nodes("r5.4xlarge"),),
        unknown=(nodes(UNKNOWN),),
        stack="production",
    ),
    Case(
        RULE,
        bad={
            "r5.2xlarge is larger than xlarge, the limit of the stack theirs.": nodes("r5.2xlarge")
        },
        good=(nodes("r5.xlarge"),),
        unknown=(nodes(UNKNOWN),),
        stack="theirs",
    ),
    Case(
        RULE,
        bad={"r5.large is not of an allowed family: t3.": nodes("r5.large")},
        good=(nodes("t3.small"),),
        unknown=(nodes(UNKNOWN),),
        config={"limits": {"staging": {"families": ["t3"], "largest": "small"}}},
    ),
)
