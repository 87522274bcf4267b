"""Amazon ElastiCache: replication groups and subnet groups. Each id is the name."""

from simulator.plugins.aws.calls import answered, changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, Retag, unless_gone
from simulator.plugins.aws.shapes import Props, tag_map, words
from simulator.plugins.aws.waiting import GONE, await_state, retried

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
    send(aws, "elasticache", "CreateReplicationGroup", settings, _NAMES)
    return inputs["replicationGroupId"]


def _describe_group(aws: Aws, name: str) -> Props:
    answer = aws("elasticache").describe_replication_groups(ReplicationGroupId=name)
    return answer["ReplicationGroups"][0]


def _await_group(
    aws: Aws, name: str, verb: str, wanted: str, pending: tuple[str, ...], minutes: int
) -> None:
    """Wait for a status.

    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elasticache/replication_group.go
    """
    what = f"waiting for ElastiCache Replication Group ({name}) {verb}"
    await_state(aws, what, lambda: _describe_group(aws, name)["Status"], wanted, pending, minutes)


def _delete_group(aws: Aws, name: str, state: Props) -> None:
    busy = [("InvalidReplicationGroupState", "")]
    client = aws("elasticache")
    retried(aws, 10, busy, lambda: client.delete_replication_group(ReplicationGroupId=name))
    _await_group(aws, name, "delete", GONE, ("creating", "available", "deleting"), 45)


def _read_group(aws: Aws, name: str) -> Props:
    client, found = aws("elasticache"), _describe_group(aws, name)
    failover, zones = found.pop("AutomaticFailover"), found.pop("MultiAZ")
    # A group that is being created has no endpoint.
    writer = found["NodeGroups"][0].get("PrimaryEndpoint", {}).get("Address", "")
    tags = client.list_tags_for_resource(ResourceName=found["ARN"])["TagList"]
    return {
        **answered(aws, _GROUP, found, _ANSWERED),
        "automaticFailoverEnabled": failover == "enabled",
        "multiAzEnabled": zones == "enabled",
        "numCacheClusters": len(found["MemberClusters"]),
        "primaryEndpointAddress": writer,
        # moto has both endpoint names but returns only the first.
        "readerEndpointAddress": writer.replace("master.", "replica.", 1),
        "tags": tag_map(tags),
    }


def _update_group(aws: Aws, name: str, old: Props, new: Props) -> None:
    if not old:
        pending = ("creating", "modifying", "snapshotting")
        _await_group(aws, name, "create", "available", pending, 60)
        return
    if changed(old, new, "numCacheClusters"):
        raise LookupError("the simulated account cannot change the number of nodes of a cache")
    shape = aws("elasticache").meta.service_model.operation_model("ModifyReplicationGroup")
    known = {member.lower() for member in shape.input_shape.members}
    settings = {
        key: new[key]
        for key in new
        if _NAMES.get(key, key).lower() in known and new[key] != old.get(key)
    }
    if changed(old, new, *_TOKEN):
        # ElastiCache accepts neither without the other (ElastiCache API, ModifyReplicationGroup).
        settings |= {key: new[key] for key in _TOKEN if key in new}
    if settings:
        send(
            aws, "elasticache", "ModifyReplicationGroup", settings, _NAMES, ReplicationGroupId=name
        )
        _await_group(aws, name, "update", "available", ("modifying", "snapshotting"), 40)


def _create_subnets(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key != "tags"}
    send(aws, "elasticache", "CreateCacheSubnetGroup", settings, _SUBNET_NAMES)
    return inputs["name"]


def _read_subnets(aws: Aws, name: str) -> Props:
    client = aws("elasticache")
    found = client.describe_cache_subnet_groups(CacheSubnetGroupName=name)["CacheSubnetGroups"][0]
    tags = client.list_tags_for_resource(ResourceName=found["ARN"])["TagList"]
    return {
        **answered(aws, _SUBNETS, found, _SUBNET_NAMES),
        "subnetIds": [one["SubnetIdentifier"] for one in found["Subnets"]],
        "tags": tag_map(tags),
    }


def _update_subnets(aws: Aws, name: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "description", "subnetIds"):
        settings = {key: new[key] for key in ("description", "subnetIds", "name") if key in new}
        send(aws, "elasticache", "ModifyCacheSubnetGroup", settings, _SUBNET_NAMES)


def _tagging(kind: str) -> Retag:
    return tagging(
        *("elasticache", "resourceName", "AddTagsToResource", "RemoveTagsFromResource"), arn=kind
    )


RESOURCE_TYPES = (
    ResourceType(
        token=_GROUP,
        name="replicationGroupId",
        create=_create_group,
        read=unless_gone(_read_group),
        update=_update_group,
        retag=_tagging("replicationgroup:"),
        delete=_delete_group,
        unordered=words("securityGroupIds"),
        unreadable=_FORGOTTEN,
        secret=words("authToken"),
    ),
    ResourceType(
        token=_SUBNETS,
        name="name",
        create=_create_subnets,
        read=unless_gone(_read_subnets),
        update=_update_subnets,
        retag=_tagging("subnetgroup:"),
        delete=lambda aws, name, state: aws("elasticache").delete_cache_subnet_group(
            CacheSubnetGroupName=name
        ),
        # Default of Pulumi.
        defaults={"description": "Managed by Pulumi"},
        unordered=words("subnetIds"),
    ),
)
