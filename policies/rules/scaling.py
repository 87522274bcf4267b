"""Rules for what users wait for: it grows with them, and a zone's loss does not end it."""

from collections.abc import Iterator

from .resource import Others, Resource
from .rule import Context, Rule, RuleConfig

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
SUBNET = "aws:ec2/subnet:Subnet"
TABLE = "aws:dynamodb/table:Table"
SCALING_TARGET = "aws:appautoscaling/target:Target"

_PARADIGM = "the team's paradigms, user experience first"


def _node_groups(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    least, most = one.get("scalingConfig.minSize"), one.get("scalingConfig.maxSize")
    if most <= least:
        yield f"it has {int(least)} to {int(most)} nodes: no pod beyond those finds room."


def _zones(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    made = _subnets_of(one, context.others)
    zones = {each.get("availabilityZone") or each.get("availabilityZoneId") for each in made}
    if len(zones) > 1:
        return
    # Of subnets that somebody else made nobody knows the zone: each counts as one.
    elsewhere = len(one.get("subnetIds") or ()) - len(made)
    if len(zones) + elsewhere < 2:
        where = ", ".join(str(zone) for zone in zones) or "that of one subnet"
        yield f"all its nodes are in one zone, {where}."


def _subnets_of(one: Resource, others: Others) -> list[Resource]:
    # By what it was made from first: as long as they do not exist, nobody knows their ids.
    used = one.uses.get("subnetIds", ())
    return [each for each in others.of(SUBNET) if each.urn in used] or [
        each for each in others.of(SUBNET) if each.get("id") in one.items("subnetIds")
    ]


def _tables(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    mode = one.get("billingMode") or "PROVISIONED"
    if mode == "PROVISIONED" and not any(
        _is_scaled(one, each) for each in context.others.of(SCALING_TARGET)
    ):
        yield f"its billing mode is {mode} and nothing scales it: many users would be refused."


def _is_scaled(table: Resource, target: Resource) -> bool:
    if target.get("serviceNamespace") != "dynamodb":
        return False
    if table.urn in target.uses.get("resourceId", ()):
        return True
    return target.get("resourceId") == f"table/{table.get('name')}"


NODE_GROUPS_SCALE = Rule(
    "node-group-autoscaling",
    description="A node group can get more nodes.",
    reason="Pods that no node has room for wait, and users with them.",
    remedy="Set scalingConfig.maxSize above scalingConfig.minSize.",
    source=f"{_PARADIGM}; Amazon EKS User Guide, Scale cluster compute",
    example="scalingConfig: {minSize: 2, maxSize: 2}",
    judges={NODE_GROUP: ("scalingConfig.minSize", "scalingConfig.maxSize")},
    check=_node_groups,
    config=RuleConfig,
)

NODE_GROUPS_SPAN_ZONES = Rule(
    "node-group-multiple-zones",
    description="The nodes of a group are in two availability zones or more.",
    reason="A zone that fails takes its own nodes only.",
    remedy="Set subnetIds to subnets of at least two availability zones.",
    source="Amazon EKS Best Practices Guide, Reliability",
    example="subnetIds: [subnet-0a1b2c3d]",
    judges={NODE_GROUP: ("subnetIds",)},
    joins={SUBNET: ("id", "availabilityZone", "availabilityZoneId")},
    check=_zones,
    config=RuleConfig,
)

TABLES_SCALE = Rule(
    "table-on-demand-or-autoscaling",
    description="A table takes as many requests as there are.",
    reason="Beyond a fixed capacity DynamoDB refuses requests, and users see errors.",
    remedy="Set billingMode to PAY_PER_REQUEST, or add an appautoscaling Target for the table.",
    source="Amazon DynamoDB Developer Guide, DynamoDB throughput capacity",
    example="billingMode: PROVISIONED",
    judges={TABLE: ("billingMode", "name")},
    joins={SCALING_TARGET: ("serviceNamespace", "resourceId")},
    check=_tables,
    config=RuleConfig,
)

RULES = (NODE_GROUPS_SCALE, NODE_GROUPS_SPAN_ZONES, TABLES_SCALE)
