"""Corrects moto's ElastiCache: deleted clusters disappear, and subnet groups can be deleted."""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

_delete = ElastiCacheBackend.delete_replication_group


def _delete_at_once(
    self: ElastiCacheBackend, replication_group_id: str, retain_primary_cluster: bool | None
) -> Any:
    """Delete a group completely; moto would show it as `deleting` for ever and keep its name."""
    deleted = _delete(self, replication_group_id, retain_primary_cluster)
    del self.replication_groups[replication_group_id]
    return deleted


def _delete_subnet_group(self: ElastiCacheResponse) -> ActionResult:
    name = self._get_param("CacheSubnetGroupName")
    self.elasticache_backend.describe_cache_subnet_groups(name)
    del self.elasticache_backend.cache_subnet_groups[name]
    return EmptyResult()


def install() -> None:
    """Patch moto in this process."""
    ElastiCacheBackend.delete_replication_group = _delete_at_once
    setattr(ElastiCacheResponse, "delete_cache_subnet_group", _delete_subnet_group)  # noqa: B010
