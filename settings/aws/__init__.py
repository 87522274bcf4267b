"""The types of EC2 instances and of ElastiCache nodes that AWS names."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

_DOCUMENTED_NODE_TYPES = (
    "cache.c7gn: 12xlarge 16xlarge 2xlarge 4xlarge 8xlarge large xlarge",
    "cache.r6gd: 12xlarge 16xlarge 2xlarge 4xlarge 8xlarge xlarge",
)
"""The node types that the description in botocore lacks.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
"""


@cache
def instance_types() -> frozenset[str]:
    """Returns the EC2 instance types, for example `r5.large`."""
    return _types(_lines("instance_types.txt"))


@cache
def cache_node_types() -> frozenset[str]:
    """Returns the ElastiCache node types, for example `cache.t3.medium`."""
    return _types([*_lines("cache_node_types.txt"), *_DOCUMENTED_NODE_TYPES])


def _lines(name: str) -> list[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _types(lines: Iterable[str]) -> frozenset[str]:
    families = (line.split(": ") for line in lines)
    return frozenset(f"{family}.{size}" for family, sizes in families for size in sizes.split())
