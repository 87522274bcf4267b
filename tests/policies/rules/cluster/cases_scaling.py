"""Test stacks for the rules about scaling and availability zones."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.scaling import NODE_GROUP, SCALING_TARGET, SUBNET, TABLE
from tests.policies.rules.cases import UNKNOWN, Case, a


def sized(least: Any, most: Any) -> Resource:
    return a(NODE_GROUP, scalingConfig={"minSize": least, "maxSize": most})


def nodes(*subnets: str, uses: tuple[str, ...] = ()) -> Resource:
    return a(NODE_GROUP, subnetIds=[*subnets], uses={"subnetIds": uses})


def subnet(name: str, zone: str | None = None, **props: Any) -> Resource:
    return a(SUBNET, name, availabilityZone=zone, **props)


def table(mode: str | None = None, **props: Any) -> Resource:
    return a(TABLE, billingMode=mode, **props)


def target(service: str, resource_id: str, *uses: str) -> Resource:
    about = {"resourceId": uses}
    return a(SCALING_TARGET, uses=about, serviceNamespace=service, resourceId=resource_id)


A, B = f"urn:{SUBNET}::a", f"urn:{SUBNET}::b"

CASES = (
    Case(
        "node-group-autoscaling",
        bad={"it has 2 to 2 nodes": sized(2.0, 2.0), "it has 0 to 0 nodes": sized(0, 0)},
        good=(sized(2, 3), sized(0, 1)),
        unknown=(sized(2, UNKNOWN), sized(UNKNOWN, 3)),
    ),
    Case(
        "node-group-multiple-zones",
        bad={
            "its nodes are in one availability zone, that of its only subnet.": nodes("subnet-1"),
            "all its nodes are in one availability zone, eu-west-1a.": [
                (nodes("subnet-1"), subnet("a", "eu-west-1a", id="subnet-1")),
                (
                    nodes("subnet-1", "subnet-2"),
                    subnet("a", "eu-west-1a", id="subnet-1"),
                    subnet("b", "eu-west-1a", id="subnet-2"),
                    subnet("c", "eu-west-1c", id="subnet-3"),
                ),
            ],
            "all its nodes are in one availability zone, eu-west-1b.": (
                nodes(UNKNOWN, UNKNOWN, uses=(A, B)),
                subnet("a", "eu-west-1b"),
                subnet("b", "eu-west-1b"),
            ),
            "all its nodes are in one availability zone, euw1-az1.": (
                nodes("subnet-1"),
                subnet("a", availabilityZoneId="euw1-az1", id="subnet-1"),
            ),
        },
        good=(
            nodes("subnet-1", "subnet-2"),
            (
                nodes("subnet-1", "subnet-2"),
                subnet("a", "eu-west-1a", id="subnet-1"),
                subnet("b", "eu-west-1b", id="subnet-2"),
            ),
            (
                nodes(UNKNOWN, UNKNOWN, uses=(A, B)),
                subnet("a", "eu-west-1a"),
                subnet("b", "eu-west-1b"),
                subnet("c", "eu-west-1b"),
            ),
            (nodes("subnet-1", "subnet-2"), subnet("a", "eu-west-1a", id="subnet-1")),
        ),
        unknown=(
            (nodes(UNKNOWN), subnet("a", "eu-west-1a")),
            (nodes(UNKNOWN, uses=(A,)), subnet("a", UNKNOWN)),
        ),
    ),
    Case(
        "table-on-demand-or-autoscaling",
        bad={
            "is PROVISIONED and it has no auto scaling, so requests may be throttled.": [
                table("PROVISIONED"),
                table(),
                (
                    table(name="plots"),
                    target("dynamodb", "table/other"),
                    target("ecs", "table/plots"),
                ),
            ]
        },
        good=(
            table("PAY_PER_REQUEST"),
            (table("PAY_PER_REQUEST", name=UNKNOWN), target("dynamodb", "table/other")),
            (table("PROVISIONED", name="plots"), target("dynamodb", "table/plots")),
            (table(name=UNKNOWN), target("dynamodb", UNKNOWN, f"urn:{TABLE}::one")),
        ),
        unknown=(table(UNKNOWN), (table(name="plots"), target("dynamodb", UNKNOWN))),
    ),
)
