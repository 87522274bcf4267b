"""Amazon ElastiCache: replication groups and subnet groups. Each id is the name."""

from simulator.plugins.aws.resource import Aws, ResourceType, changed, request, unless_gone, words
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, properties, tag_list, tag_map

_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
_SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup"

_NAMES = {
    "description": "ReplicationGroupDescription",
    "maintenanceWindow": "PreferredMaintenanceWindow",
    "nodeType": "CacheNodeType",
    "parameterGroupName": "CacheParameterGroupName",
    "subnetGroupName": "CacheSubnetGroupName",
}
_ANSWERED = {**_NAMES, "arn": "ARN", "description": "Description"}
"""Properties of a group that have another name in ElastiCache's requests and responses."""

_FIXED = words(
    "atRestEncryptionEnabled dataTieringEnabled globalReplicationGroupId kmsKeyId networkType port",
    "region replicationGroupId securityGroupNames snapshotArns snapshotName subnetGroupName",
)
"""Inputs whose change replaces a group (the Terraform AWS provider's
aws_elasticache_replication_group)."""

_FORGOTTEN = words(
    "applyImmediately authToken authTokenUpdateStrategy autoMinorVersionUpgrade engineVersion",
    "maintenanceWindow parameterGroupName port securityGroupIds snapshotWindow subnetGroupName",
)
"""Inputs that moto does not return, and inputs that ElastiCache itself never returns."""

_SUBNET_NAMES = {
    "arn": "ARN",
    "description": "CacheSubnetGroupDescription",
    "name": "CacheSubnetGroupName",
}

_TOKEN = ("authToken", "authTokenUpdateStrategy")

_ON_CREATION = ("applyImmediately", "authTokenUpdateStrategy", "tags")


def _create_group(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key not in _ON_CREATION}
    parameters = request(aws, "elasticache", "CreateReplicationGroup", settings, _NAMES)
    # moto creates only those additional nodes that are requested as replicas.
    if nodes := inputs.get("numCacheClusters"):
        parameters["ReplicasPerNodeGroup"] = nodes - 1
    aws("elasticache").create_replication_group(**parameters)
    return inputs["replicationGroupId"]


def _read_group(aws: Aws, name: str) -> Props:
    client = aws("elasticache")
    found = client.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"][0]
    failover, zones = found.pop("AutomaticFailover"), found.pop("MultiAZ")
    writer = found["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
    tags = client.list_tags_for_resource(ResourceName=found["ARN"])["TagList"]
    return {
        **properties(schema_of(_GROUP).outputs, found, _ANSWERED),
        "automaticFailoverEnabled": failover == "enabled",
        "multiAzEnabled": zones == "enabled",
        "numCacheClusters": len(found["MemberClusters"]),
        "primaryEndpointAddress": writer,
        # moto has both endpoint names but returns only the first.
        "readerEndpointAddress": writer.replace("master.", "replica.", 1),
        "region": aws.region,
        "tags": tag_map(tags),
    }


def _update_group(aws: Aws, name: str, old: Props, new: Props) -> None:
    if not old:
        return
    if changed(old, new, "numCacheClusters"):
        raise LookupError("the simulated account cannot change the number of nodes of a cache")
    shape = aws("elasticache").meta.service_model.operation_model("ModifyReplicationGroup")
    known = {member.lower() for member in shape.input_shape.members}
    settings = {
        key: new[key]
        for key in new
        if key not in _FIXED and _NAMES.get(key, key).lower() in known and new[key] != old.get(key)
    }
    if changed(old, new, *_TOKEN):
        # ElastiCache accepts neither without the other (ElastiCache API, ModifyReplicationGroup).
        settings |= {key: new[key] for key in _TOKEN if key in new}
    if settings:
        parameters = request(aws, "elasticache", "ModifyReplicationGroup", settings, _NAMES)
        aws("elasticache").modify_replication_group(ReplicationGroupId=name, **parameters)


def _create_subnets(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key != "tags"}
    parameters = request(aws, "elasticache", "CreateCacheSubnetGroup", settings, _SUBNET_NAMES)
    aws("elasticache").create_cache_subnet_group(**parameters)
    return inputs["name"]


def _read_subnets(aws: Aws, name: str) -> Props:
    client = aws("elasticache")
    found = client.describe_cache_subnet_groups(CacheSubnetGroupName=name)["CacheSubnetGroups"][0]
    tags = client.list_tags_for_resource(ResourceName=found["ARN"])["TagList"]
    return {
        **properties(schema_of(_SUBNETS).outputs, found, _SUBNET_NAMES),
        "region": aws.region,
        "subnetIds": [one["SubnetIdentifier"] for one in found["Subnets"]],
        "tags": tag_map(tags),
    }


def _refuse(aws: Aws, name: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "description", "subnetIds"):
        raise LookupError(f"the simulated account cannot change the subnet group {name}")


def _retag(aws: Aws, resource: str, dropped: list[str], kept: dict[str, str]) -> None:
    arn = f"arn:aws:elasticache:{aws.region}:{aws.account_id}:{resource}"
    if dropped:
        aws("elasticache").remove_tags_from_resource(ResourceName=arn, TagKeys=dropped)
    aws("elasticache").add_tags_to_resource(ResourceName=arn, Tags=tag_list(kept))


RESOURCE_TYPES = (
    ResourceType(
        token=_GROUP,
        name="replicationGroupId",
        create=_create_group,
        read=unless_gone(_read_group),
        update=_update_group,
        retag=lambda aws, name, dropped, kept: _retag(
            aws, f"replicationgroup:{name}", dropped, kept
        ),
        delete=lambda aws, name, state: aws("elasticache").delete_replication_group(
            ReplicationGroupId=name
        ),
        create_only=_FIXED,
        unordered=words("securityGroupIds"),
        unreadable=_FORGOTTEN,
        secret=words("authToken"),
    ),
    ResourceType(
        token=_SUBNETS,
        name="name",
        create=_create_subnets,
        read=unless_gone(_read_subnets),
        update=_refuse,
        retag=lambda aws, name, dropped, kept: _retag(aws, f"subnetgroup:{name}", dropped, kept),
        delete=lambda aws, name, state: aws("elasticache").delete_cache_subnet_group(
            CacheSubnetGroupName=name
        ),
        create_only=words("name region"),
        # Default of Pulumi.
        defaults={"description": "Managed by Pulumi"},
        unordered=words("subnetIds"),
    ),
)
