"""Effects of changes of the cache."""

from collections.abc import Mapping

from delivery.gate.impact.comparisons import (
    changed,
    disabled,
    enabled,
    exchanged,
    fewer,
    items_removed,
)
from delivery.gate.impact.impact import Impact
from delivery.gate.impact.versions import downgraded, other_node, smaller_node, upgraded
from delivery.gate.step import Step

_ELASTICACHE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg"
_SCALING = f"{_ELASTICACHE}/Scaling.RedisReplGrps.html"
_VERSIONS = f"{_ELASTICACHE}/VersionManagement.html"
_FAILOVER = f"{_ELASTICACHE}/AutoFailover.html"

_MOVES = (
    "the cache moves to new nodes and then fails over: connections break for up to a minute, and"
    " clients must connect again"
)

CACHE_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Impact(Step.INTERRUPT, "nodeType", other_node, _MOVES, _SCALING),
        Impact(
            Step.REDUCE_CAPACITY,
            "nodeType",
            smaller_node,
            f"{_MOVES}; it has less memory then, and evicts entries when it is full",
            _SCALING,
        ),
        Impact(
            Step.INTERRUPT,
            "engineVersion",
            upgraded,
            "the cache fails over during the upgrade: connections break for up to a minute",
            _VERSIONS,
        ),
        Impact(
            Step.DOWNGRADE,
            "engineVersion",
            downgraded,
            "ElastiCache cannot return to an older version in place",
            _VERSIONS,
        ),
        Impact(
            Step.INTERRUPT,
            "engine",
            changed,
            "the cache fails over during the change of the engine: connections break for up to a"
            " minute",
            _VERSIONS,
        ),
        Impact(
            Step.INTERRUPT,
            "parameterGroupName",
            changed,
            "the cache has other parameters, some of them only after its nodes restart",
            f"{_ELASTICACHE}/ParameterGroups.html",
        ),
        Impact(
            Step.INTERRUPT,
            "authToken",
            exchanged,
            "pods that connect with an older token than the last one are refused until they"
            " restart",
            f"{_ELASTICACHE}/auth.html",
        ),
        Impact(
            Step.INTERRUPT,
            "transitEncryptionEnabled",
            enabled,
            "clients without TLS are refused",
            f"{_ELASTICACHE}/in-transit-encryption.html",
        ),
        Impact(
            Step.INTERRUPT,
            "transitEncryptionMode",
            changed,
            "clients without TLS may be refused",
            f"{_ELASTICACHE}/in-transit-encryption.html",
        ),
        *(
            Impact(
                Step.REDUCE_CAPACITY,
                path,
                fewer(),
                "the cache has fewer nodes, and connections to those that are deleted break",
                _SCALING,
            )
            for path in ("numCacheClusters", "numNodeGroups", "replicasPerNodeGroup")
        ),
        *(
            Impact(
                Step.REDUCE_CAPACITY,
                path,
                disabled,
                "the cache is unavailable while its node or zone fails",
                _FAILOVER,
            )
            for path in ("automaticFailoverEnabled", "multiAzEnabled")
        ),
        Impact(
            Step.DISCONNECT,
            "securityGroupIds",
            items_removed,
            "clients that only this security group allows no longer reach the cache",
            f"{_ELASTICACHE}/VPCs.html",
            part_of=("securityGroupIds",),
        ),
        Impact(
            Step.DISCONNECT,
            "userGroupIds",
            items_removed,
            "clients that sign in as users of the group are refused",
            f"{_ELASTICACHE}/Clusters.RBAC.html",
        ),
    ),
}
