"""Rules for ElastiCache: what a cache holds is encrypted, asked for by name, and in two zones."""

from collections.abc import Iterator

from .resource import Resource
from .rule import Context, Rule, RuleConfig

CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"

_ENCRYPTED = ("atRestEncryptionEnabled", "transitEncryptionEnabled")
_FAILS_OVER = ("automaticFailoverEnabled", "multiAzEnabled")
_HUB = "AWS Security Hub User Guide"
_TOKENS = ("authToken", "authTokenWo")


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if missing := [name for name in _ENCRYPTED if one.get(name) is not True]:
        yield f"nobody says {' and '.join(missing)}: what is in it may be read in clear."


def _asks(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not any(map(one.sets, _TOKENS)) and not one.get("userGroupIds"):
        yield "whoever reaches its port reads and changes all that is in it."


def _fails_over(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if missing := [name for name in _FAILS_OVER if one.get(name) is not True]:
        yield f"it does not set {' and '.join(missing)}: with a node, or its zone, it is gone."
    replicas = one.get("replicasPerNodeGroup") or (one.get("numCacheClusters") or 1) - 1
    if replicas < 1:
        yield "it has no second node that could take over."


CACHES_ARE_ENCRYPTED = Rule(
    "cache-encryption",
    description="Caches are encrypted where they lie, and on the way.",
    reason="A cache holds the data that its users work on, for as long as they do.",
    remedy="Set atRestEncryptionEnabled and transitEncryptionEnabled to true.",
    source=f"{_HUB}, controls ElastiCache.4 and ElastiCache.5",
    example="transitEncryptionEnabled: false",
    judges={CACHE: _ENCRYPTED},
    check=_encrypted,
    config=RuleConfig,
)

CACHES_ASK_WHO_COMES = Rule(
    "cache-auth-required",
    description="A cache answers to those who know a token, or to users of its own.",
    reason="Without, any pod or instance that its security groups let in may empty it.",
    remedy="Set authToken or userGroupIds.",
    source=f"{_HUB}, control ElastiCache.6; Amazon ElastiCache User Guide, Authenticating with"
    " Redis OSS AUTH",
    example="engine: redis  # and no authToken",
    judges={CACHE: (*_TOKENS, "userGroupIds")},
    check=_asks,
    config=RuleConfig,
)

CACHES_FAIL_OVER = Rule(
    "cache-automatic-failover",
    description="A cache has a second node, in another zone, that takes over by itself.",
    reason="A zone fails without asking, and a node for each of its updates.",
    remedy="Set automaticFailoverEnabled and multiAzEnabled to true, and numCacheClusters to 2 or"
    " replicasPerNodeGroup to 1, or more.",
    source=f"{_HUB}, control ElastiCache.3; Amazon ElastiCache User Guide, Minimizing downtime in"
    " ElastiCache by using Multi-AZ",
    example="automaticFailoverEnabled: false",
    judges={CACHE: (*_FAILS_OVER, "numCacheClusters", "replicasPerNodeGroup")},
    check=_fails_over,
    config=RuleConfig,
)

RULES = (CACHES_ARE_ENCRYPTED, CACHES_ASK_WHO_COMES, CACHES_FAIL_OVER)
