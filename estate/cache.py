"""The cache of the platform's services (estate, 9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from estate.naming import physical_name
from estate.ownership import Owner
from settings import StackSettings

PORT = 6379
"""Where Redis listens (estate, 9)."""


@dataclass(frozen=True)
class Cache:
    """A Redis replication group by its name without environment; nothing in it is kept for good.

    The nodes are in different zones, one for each other's failure. A new `token` number makes a
    new AUTH token: services read it from Secrets Manager, and the old one holds until then.
    """

    name: str
    owner: Owner
    nodes: int
    version: str
    maintenance: str
    token: int


REDIS = Cache(
    "biomage-redis",
    Owner.WORKER,
    nodes=2,
    version="7.1",
    maintenance="sun:04:00-sun:05:00",
    token=1,
)


def token_name(cache: Cache, settings: StackSettings) -> str:
    """The secret in Secrets Manager that holds the cache's AUTH token."""
    return physical_name(f"{cache.name}-token", settings)


def node_names(cache: Cache, settings: StackSettings) -> Iterator[str]:
    """What ElastiCache calls the nodes (ElastiCache API, CreateReplicationGroup)."""
    for number in range(1, cache.nodes + 1):
        yield f"{physical_name(cache.name, settings)}-{number:03}"
