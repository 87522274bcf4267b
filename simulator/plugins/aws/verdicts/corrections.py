"""Where the pinned AWS provider answers otherwise than the recorded one, version 5.100.

A verdict has the form of the recording: for all changes, or for a change, an addition and a
removal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

_SOURCE = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service"
_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
_BLOCKED = "blockPublicAcls blockPublicPolicy ignorePublicAcls restrictPublicBuckets"


@dataclass(frozen=True)
class Correction:
    """A verdict on some properties by type token; `reason` is a URL or an explanation."""

    verdict: str
    reason: str
    properties: Mapping[str, str]


CORRECTIONS = (
    Correction(
        "update",
        "https://github.com/hashicorp/terraform-provider-aws/pull/42639",
        {"aws:cognito/userPool:UserPool": "name"},
    ),
    Correction(
        "update",
        "The recording adds the default, which makes no difference.",
        {
            "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": _BLOCKED,
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _BLOCKED,
            (
                "aws:s3/bucketServerSideEncryptionConfiguration:"
                "BucketServerSideEncryptionConfiguration"
            ): "rules.bucketKeyEnabled",
        },
    ),
    Correction(
        "update update none",
        "The recording adds the default, which makes no difference.",
        {
            "aws:ebs/encryptionByDefault:EncryptionByDefault": "enabled",
            "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": (
                "allowUsersToChangePassword requireLowercaseCharacters requireNumbers"
                " requireSymbols requireUppercaseCharacters"
            ),
            "aws:route53/record:Record": "allowOverwrite",
        },
    ),
    Correction(
        "update",
        "The recording removes false; true is not computed either, so its removal is an update.",
        {"aws:dynamodb/table:Table": "deletionProtectionEnabled"},
    ),
    Correction(
        "update",
        "The recording takes the removed part from the old element of the set; the parts are not"
        " computed, so an element without one of them is another element.",
        {
            "aws:cognito/identityPool:IdentityPool": (
                "cognitoIdentityProviders.clientId cognitoIdentityProviders.providerName"
                " cognitoIdentityProviders.serverSideTokenCheck"
            ),
            "aws:eks/nodeGroup:NodeGroup": "taints.value",
            "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": (
                "corsRules.allowedHeaders corsRules.exposeHeaders corsRules.id"
                " corsRules.maxAgeSeconds"
            ),
        },
    ),
    Correction(
        "replace",
        "As above: an element of the set without labels is another element.",
        {"aws:eks/fargateProfile:FargateProfile": "selectors.labels"},
    ),
    Correction(
        "replace",
        f"{_SOURCE}/ecr/lifecycle_policy.go",
        {"aws:ecr/lifecyclePolicy:LifecyclePolicy": "policy"},
    ),
    Correction(
        "replace",
        "The recording changes no part of the block; an unknown block can change all.",
        {
            "aws:accessanalyzer/analyzer:Analyzer": "configuration",
            "aws:eks/cluster:Cluster": "remoteNetworkConfig",
        },
    ),
    Correction(
        "replace replace none",
        "The recording changes no part of the block; an unknown block can change all.",
        {"aws:backup/selection:Selection": "conditions"},
    ),
    Correction(
        "update",
        "The recording changes no part of the block; an unknown block can change all.",
        {
            "aws:cognito/userPool:UserPool": "softwareTokenMfaConfiguration",
            "aws:ec2/launchTemplate:LaunchTemplate": "ebsOptimized",
            "aws:ecr/repository:Repository": "imageScanningConfiguration",
            "aws:eks/cluster:Cluster": "storageConfig",
            (
                "aws:s3/bucketServerSideEncryptionConfiguration:"
                "BucketServerSideEncryptionConfiguration"
            ): "rules",
            "aws:synthetics/canary:Canary": "artifactConfig",
        },
    ),
    Correction(
        "update update none",
        "The recording changes no part of the block; an unknown block can change all.",
        {
            "aws:cognito/userPool:UserPool": "accountRecoverySetting",
            "aws:dynamodb/table:Table": (
                "pointInTimeRecovery.recoveryPeriodInDays serverSideEncryption.kmsKeyArn"
            ),
            "aws:eks/cluster:Cluster": "upgradePolicy",
            "aws:eks/nodeGroup:NodeGroup": "nodeRepairConfig",
        },
    ),
    Correction(
        "update",
        f"{_SOURCE}/dynamodb/table.go",
        {
            "aws:dynamodb/table:Table": (
                "attributes attributes.name attributes.type billingMode"
                " globalSecondaryIndexes.keySchemas pointInTimeRecovery.enabled"
                " replicas.consistencyMode serverSideEncryption.enabled ttl.enabled"
            )
        },
    ),
    Correction(
        "update update none",
        f"{_SOURCE}/dynamodb/table.go",
        {"aws:dynamodb/table:Table": "globalTableWitness"},
    ),
    Correction(
        "replace replace none",
        f"{_SOURCE}/dynamodb/table.go",
        {"aws:dynamodb/table:Table": "hashKey"},
    ),
    Correction("replace", f"{_SOURCE}/dynamodb/table.go", {"aws:dynamodb/table:Table": "rangeKey"}),
    Correction(
        "update",
        f"{_SOURCE}/cloudwatch/metric_alarm.go",
        {"aws:cloudwatch/metricAlarm:MetricAlarm": "metricName metricQueries.metric"},
    ),
    Correction(
        "update update none",
        f"{_SOURCE}/elasticache/replication_group.go",
        {_GROUP: "engineVersion nodeGroupConfigurations"},
    ),
    Correction(
        "update update none",
        f"{_SOURCE}/eks/cluster.go",
        {"aws:eks/cluster:Cluster": "controlPlaneScalingConfig deletionProtection"},
    ),
    Correction(
        "update",
        f"{_SOURCE}/eks/cluster.go",
        {
            "aws:eks/cluster:Cluster": (
                "computeConfig computeConfig.enabled kubernetesNetworkConfig.elasticLoadBalancing"
                " storageConfig.blockStorage"
            )
        },
    ),
    Correction(
        "replace",
        "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html",
        {"aws:eks/cluster:Cluster": "outpostConfig.etcdInstanceType outpostConfig.etcdPlacement"},
    ),
    Correction(
        "replace",
        "The EC2 API has no operation that modifies a flow log.",
        {"aws:ec2/flowLog:FlowLog": "regionalNatGatewayId tagFieldSpecifications"},
    ),
    Correction(
        "replace",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html",
        {
            "aws:ec2/subnet:Subnet": (
                "ipv4IpamPoolId ipv4NetmaskLength ipv6IpamPoolId ipv6NetmaskLength"
            )
        },
    ),
    Correction(
        "replace replace none",
        f"{_SOURCE}/ec2/vpc_nat_gateway.go",
        {"aws:ec2/natGateway:NatGateway": "availabilityMode vpcId"},
    ),
    Correction(
        "update",
        f"{_SOURCE}/ec2/vpc_nat_gateway.go",
        {"aws:ec2/natGateway:NatGateway": "availabilityZoneAddresses"},
    ),
    Correction(
        "update",
        f"{_SOURCE}/budgets/budget.go",
        {"aws:budgets/budget:Budget": "billingViewArn"},
    ),
    Correction(
        "update",
        f"{_SOURCE}/ecr/repository.go",
        {"aws:ecr/repository:Repository": "imageTagMutabilityExclusionFilters"},
    ),
    Correction(
        "update",
        f"{_SOURCE}/iam/policy.go",
        {"aws:iam/policy:Policy": "delayAfterPolicyCreationInMs"},
    ),
    Correction(
        "update",
        f"{_SOURCE}/s3/bucket_server_side_encryption_configuration.go",
        {
            (
                "aws:s3/bucketServerSideEncryptionConfiguration:"
                "BucketServerSideEncryptionConfiguration"
            ): "rules.blockedEncryptionTypes"
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
