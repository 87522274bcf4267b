"""Rules for ElastiCache: encryption, authentication and failover."""

from collections.abc import Iterator

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig

CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"

_ENCRYPTED = ("atRestEncryptionEnabled", "transitEncryptionEnabled")
_FAILS_OVER = ("automaticFailoverEnabled", "multiAzEnabled")
_HUB = "AWS Security Hub User Guide"
_TOKENS = ("authToken", "authTokenWo")


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if missing := [name for name in _ENCRYPTED if one.get(name) is not True]:
        yield f"it does not set {' and '.join(missing)}, so its data is not fully encrypted."


def _asks(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not any(map(one.sets, _TOKENS)) and not one.get("userGroupIds"):
        yield (
            "it requires no authentication: any client that reaches its port can read and change"
            " all data."
        )


def _fails_over(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if missing := [name for name in _FAILS_OVER if one.get(name) is not True]:
        yield (
            f"it does not set {' and '.join(missing)}: if a node or its zone fails, the cache is"
            " unavailable."
        )
    replicas = one.get("replicasPerNodeGroup") or (one.get("numCacheClusters") or 1) - 1
    if replicas < 1:
        yield "it has no replica for a failover."


RULES = (
    Rule(
        "cache-encryption",
        description="Caches are encrypted at rest and in transit.",
        reason="A cache holds the data that users currently work on.",
        remedy="Set atRestEncryptionEnabled and transitEncryptionEnabled to true.",
        source=f"{_HUB}, controls ElastiCache.4 and ElastiCache.5",
        example="transitEncryptionEnabled: false",
        judges={CACHE: _ENCRYPTED},
        check=_encrypted,
        config=RuleConfig,
    ),
    Rule(
        "cache-auth-required",
        description="A cache requires an auth token or user groups.",
        reason="Otherwise any client that its security groups allow can read and delete all data.",
        remedy="Set authToken or userGroupIds.",
        source=f"{_HUB}, control ElastiCache.6; Amazon ElastiCache User Guide, Authenticating with"
        " Redis OSS AUTH",
        example="engine: redis  # and no authToken",
        judges={CACHE: (*_TOKENS, "userGroupIds")},
        check=_asks,
        config=RuleConfig,
    ),
    Rule(
        "cache-automatic-failover",
        description="A cache has a replica in another availability zone and automatic failover.",
        reason="Zones fail, and nodes are restarted for updates.",
        remedy="Set automaticFailoverEnabled and multiAzEnabled to true, and numCacheClusters to at"
        " least 2 or replicasPerNodeGroup to at least 1.",
        source=f"{_HUB}, control ElastiCache.3; Amazon ElastiCache User Guide, Minimizing downtime"
        " in"
        " ElastiCache by using Multi-AZ",
        example="automaticFailoverEnabled: false",
        judges={CACHE: (*_FAILS_OVER, "numCacheClusters", "replicasPerNodeGroup")},
        check=_fails_over,
        config=RuleConfig,
    ),
)
