"""Rules for scaling with the load and for surviving the failure of an availability zone."""

from collections.abc import Iterator

from policies.engine.resource import Others, Resource, holds_for_any
from policies.engine.rule import Context, Rule, RuleConfig

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
SUBNET = "aws:ec2/subnet:Subnet"
TABLE = "aws:dynamodb/table:Table"
SCALING_TARGET = "aws:appautoscaling/target:Target"

_PARADIGM = "the team's paradigms, user experience first"


def _node_groups(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    least, most = one.get("scalingConfig.minSize"), one.get("scalingConfig.maxSize")
    if most <= least:
        yield f"it has {int(least)} to {int(most)} nodes, so the autoscaler cannot add one."


def _zones(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    made = _subnets_of(one, context.others)
    zones = {each.get("availabilityZone") or each.get("availabilityZoneId") for each in made}
    if len(zones) > 1:
        return
    # The zone of a subnet from elsewhere is unknown: each such subnet counts as a zone of its own.
    elsewhere = len(one.get("subnetIds") or ()) - len(made)
    if len(zones) + elsewhere < 2:
        where = ", ".join(str(zone) for zone in zones) or "that of its only subnet"
        yield f"all its nodes are in one availability zone, {where}."


def _subnets_of(one: Resource, others: Others) -> list[Resource]:
    # Dependencies are checked first: ids of new subnets are unknown.
    used = one.uses.get("subnetIds", ())
    return [each for each in others.of(SUBNET) if each.urn in used] or [
        each for each in others.of(SUBNET) if each.get("id") in one.items("subnetIds")
    ]


def _tables(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    mode = one.get("billingMode") or "PROVISIONED"
    if mode == "PROVISIONED" and not holds_for_any(
        lambda each: _is_scaled(one, each), context.others.of(SCALING_TARGET)
    ):
        yield (
            f"its billing mode is {mode} and it has no auto scaling, so requests may be throttled."
        )


def _is_scaled(table: Resource, target: Resource) -> bool:
    if target.get("serviceNamespace") != "dynamodb":
        return False
    if table.urn in target.uses.get("resourceId", ()):
        return True
    return target.get("resourceId") == f"table/{table.get('name')}"


RULES = (
    Rule(
        "node-group-autoscaling",
        description="A node group can scale out.",
        reason="Pods that fit on no node stay pending, and users wait.",
        remedy="Set scalingConfig.maxSize greater than scalingConfig.minSize.",
        source=f"{_PARADIGM}; Amazon EKS User Guide, Scale cluster compute",
        example="scalingConfig: {minSize: 2, maxSize: 2}",
        judges={NODE_GROUP: ("scalingConfig.minSize", "scalingConfig.maxSize")},
        check=_node_groups,
        config=RuleConfig,
    ),
    Rule(
        "node-group-multiple-zones",
        description="A node group spans at least two availability zones.",
        reason="If a zone fails, the nodes in the other zones continue to serve.",
        remedy="Set subnetIds to subnets in at least two availability zones.",
        source="Amazon EKS Best Practices Guide, Reliability",
        example="subnetIds: [subnet-0a1b2c3d]",
        judges={NODE_GROUP: ("subnetIds",)},
        joins={SUBNET: ("id", "availabilityZone", "availabilityZoneId")},
        check=_zones,
        config=RuleConfig,
    ),
    Rule(
        "table-on-demand-or-autoscaling",
        description="A table's capacity scales with its load.",
        reason="DynamoDB throttles requests beyond a fixed capacity, and users see errors.",
        remedy="Set billingMode to PAY_PER_REQUEST, or add an appautoscaling Target for the table.",
        source="Amazon DynamoDB Developer Guide, DynamoDB throughput capacity",
        example="billingMode: PROVISIONED",
        judges={TABLE: ("billingMode", "name")},
        joins={SCALING_TARGET: ("serviceNamespace", "resourceId")},
        check=_tables,
        config=RuleConfig,
    ),
)
