"""Corrects moto's ElastiCache: groups have states, and subnet groups can change and end."""

from collections.abc import Callable
from functools import partial
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.models import CacheSubnetGroup, ElastiCacheBackend, ReplicationGroup
from moto.elasticache.responses import ElastiCacheResponse

from simulator.account.clock import CLOCK
from simulator.moto_patches.states import passes

_CREATING_SECONDS = 360
_MODIFYING_SECONDS = 60
_DELETING_SECONDS = 180
"""AWS documents the states but no times; a creation takes some minutes.

https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ReplicationGroup.html
"""

_create = ElastiCacheBackend.create_replication_group
_modify = ElastiCacheBackend.modify_replication_group
_delete = ElastiCacheBackend.delete_replication_group


class InvalidReplicationGroupStateError(ElastiCacheException):
    """The refusal to change a group that is not available."""

    code = "InvalidReplicationGroupState"


def _create_slowly(self: ElastiCacheBackend, *arguments: Any, **named: Any) -> ReplicationGroup:
    """Create a group that has no endpoint before it is available.

    moto ignores the number of clusters of a group, and takes only that of replicas.
    """
    if clusters := named.get("num_cache_clusters"):
        named["replicas_per_node_group"] = clusters - 1
    group = _create(self, *arguments, **named)
    without = [{**one, "status": "creating"} for one in group.node_groups]
    for one in without:
        one.pop("primary_endpoint", None)
    passes(group, "creating", "available", _CREATING_SECONDS, node_groups=group.node_groups)
    group.node_groups = without
    return group


def _modify_slowly(self: ElastiCacheBackend, *arguments: Any, **named: Any) -> ReplicationGroup:
    (before,) = self.describe_replication_groups(named["replication_group_id"])
    if before.status != "available":
        # ElastiCache's own message is not known.
        raise InvalidReplicationGroupStateError(
            f"Replication group must be in available state to be modified; it is {before.status}."
        )
    group = _modify(self, *arguments, **named)
    passes(group, "modifying", "available", _MODIFYING_SECONDS)
    return group


def _delete_slowly(
    self: ElastiCacheBackend, replication_group_id: str, retain_primary_cluster: bool | None
) -> ReplicationGroup:
    (group,) = self.describe_replication_groups(replication_group_id)
    if group.status not in ("available", "create-failed"):
        raise InvalidReplicationGroupStateError(
            f"Replication group {replication_group_id} has status {group.status} which is not valid"
            " for deletion."
        )
    _delete(self, replication_group_id, retain_primary_cluster)
    gone = partial(self.replication_groups.pop, replication_group_id)
    CLOCK.after(_DELETING_SECONDS, gone)
    return group


def _delete_subnet_group(self: ElastiCacheResponse) -> ActionResult:
    name = self._get_param("CacheSubnetGroupName")
    self.elasticache_backend.describe_cache_subnet_groups(name)
    del self.elasticache_backend.cache_subnet_groups[name]
    return EmptyResult()


def _modify_subnet_group(self: ElastiCacheResponse) -> ActionResult:
    """Change a subnet group; moto has no such call.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html
    """
    name, groups = self._get_param("CacheSubnetGroupName"), self.elasticache_backend
    (before,) = groups.describe_cache_subnet_groups(name)
    description = self._get_param("CacheSubnetGroupDescription")
    group: Any = CacheSubnetGroup(
        self.current_account,
        self.region,
        name,
        before.cache_subnet_group_description if description is None else description,
        self._get_param("SubnetIds") or before.subnet_ids,
        before.tags,
    )
    groups.cache_subnet_groups[name] = group
    return ActionResult({"CacheSubnetGroup": group})


_CALLS: dict[str, Callable[..., Any]] = {
    "create_replication_group": _create_slowly,
    "delete_replication_group": _delete_slowly,
    "modify_replication_group": _modify_slowly,
}


def install() -> None:
    """Patch moto in this process."""
    for name, call in _CALLS.items():
        setattr(ElastiCacheBackend, name, call)
    setattr(ElastiCacheResponse, "delete_cache_subnet_group", _delete_subnet_group)  # noqa: B010
    setattr(ElastiCacheResponse, "modify_cache_subnet_group", _modify_subnet_group)  # noqa: B010
