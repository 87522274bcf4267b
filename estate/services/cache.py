"""The Redis cache of the platform's services."""

from collections.abc import Iterator
from dataclasses import dataclass

from estate.naming import physical_name
from estate.ownership import Owner
from settings import StackSettings

PORT = 6379
"""The TCP port of Redis."""


@dataclass(frozen=True)
class Cache:
    """A Redis replication group; `name` is without the environment. Its data can be recomputed.

    The nodes are in different zones for failover. A new `token` number rotates the AUTH token:
    services read the new one from Secrets Manager, and the old one is valid until then.
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
    """Returns the name of the Secrets Manager secret with the cache's AUTH token."""
    return physical_name(f"{cache.name}-token", settings)


def node_names(cache: Cache, settings: StackSettings) -> Iterator[str]:
    """Yields the node names, which ElastiCache derives from the replication group's id."""
    for number in range(1, cache.nodes + 1):
        yield f"{physical_name(cache.name, settings)}-{number:03}"
