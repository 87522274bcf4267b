"""Where the recording of the AWS provider, version 6.47.1, has no answer or not the right one.

A verdict has the form of the recording: for all changes, or for a change, an addition and a
removal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

_SOURCE = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service"
_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"


@dataclass(frozen=True)
class Correction:
    """A verdict on some properties by type token; `reason` is a URL or an explanation."""

    verdict: str
    reason: str
    properties: Mapping[str, str]


CORRECTIONS = (
    Correction(
        "none",
        "An import reads these, and no configuration can set them: Computed, not Optional.",
        {
            "aws:eks/cluster:Cluster": "vpcConfig.clusterSecurityGroupId vpcConfig.vpcId",
        },
    ),
    Correction(
        "replace replace none",
        "The recording adds the block without the parts that replace.",
        {
            "aws:eks/cluster:Cluster": "kubernetesNetworkConfig",
        },
    ),
    Correction(
        "update",
        "The recording removes false; true is not computed either, so its removal is an update.",
        {
            "aws:dynamodb/table:Table": "deletionProtectionEnabled",
        },
    ),
    Correction(
        "update",
        f"{_SOURCE}/dynamodb/table.go",
        {
            "aws:dynamodb/table:Table": (
                "attributes attributes.name attributes.type billingMode"
                " globalSecondaryIndexes.keySchemas pointInTimeRecovery.enabled"
                " replicas.consistencyMode"
                " serverSideEncryption.enabled ttl.enabled"
            ),
        },
    ),
    Correction(
        "update update none",
        f"{_SOURCE}/dynamodb/table.go",
        {
            "aws:dynamodb/table:Table": (
                "globalSecondaryIndexes.warmThroughput globalTableWitness"
            ),
        },
    ),
    Correction(
        "replace replace none",
        f"{_SOURCE}/dynamodb/table.go",
        {
            "aws:dynamodb/table:Table": "hashKey",
        },
    ),
    Correction(
        "replace",
        f"{_SOURCE}/dynamodb/table.go",
        {
            "aws:dynamodb/table:Table": "rangeKey",
        },
    ),
    Correction(
        "update update none",
        f"{_SOURCE}/elasticache/replication_group.go",
        {
            _GROUP: "engineVersion",
        },
    ),
    Correction(
        "update",
        f"{_SOURCE}/eks/cluster.go",
        {
            "aws:eks/cluster:Cluster": (
                "computeConfig.enabled"
                " kubernetesNetworkConfig.elasticLoadBalancing storageConfig.blockStorage"
            ),
        },
    ),
    Correction(
        "replace",
        "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html",
        {
            "aws:eks/cluster:Cluster": "outpostConfig.etcdInstanceType outpostConfig.etcdPlacement",
        },
    ),
    Correction(
        "replace",
        "The EC2 API has no operation that modifies a flow log.",
        {
            "aws:ec2/flowLog:FlowLog": "tagFieldSpecifications",
        },
    ),
    Correction(
        "update",
        f"{_SOURCE}/ecr/repository.go",
        {
            "aws:ecr/repository:Repository": "imageTagMutabilityExclusionFilters",
        },
    ),
)


def _engine(before: Any, after: Any) -> str:
    return "update" if after == "valkey" else "replace"


def _engine_version(before: Any, after: Any) -> str:
    return "replace" if _lower(str(after), str(before)) else "update"


def _lower(version: str, than: str) -> bool:
    """Whether a version is lower in the parts that both versions have."""
    for left, right in zip_longest(version.split("."), than.split(".")):
        if left is None or right is None or left == right:
            continue
        return left.isdecimal() and right.isdecimal() and int(left) < int(right)
    return False


BY_VALUE: Mapping[tuple[str, str], Callable[[Any, Any], str]] = {
    (_GROUP, "engine"): _engine,
    (_GROUP, "engineVersion"): _engine_version,
}
"""Verdicts on changes that depend on the old and the new value (the Terraform AWS provider's
elasticache/engine_version.go)."""
