"""Properties that protect data, by resource type, with the comparison for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from delivery.gate.impact.comparisons import disabled, enabled
from delivery.gate.protections.comparisons import (
    NEVER,
    Weakening,
    changed,
    copies_less,
    denies_less,
    expires_sooner,
    left,
    lowered,
    removed,
)


@dataclass(frozen=True)
class Protection:
    """A property by its path; `weaker` compares its values before and after.

    If the property `unless` is set, it protects instead, and a weaker value is not reported.
    """

    path: str
    weaker: Callable[[Any, Any], Weakening]
    unless: str = ""


PROTECTIONS: Mapping[str, tuple[Protection, ...]] = {
    "aws:backup/plan:Plan": (Protection("rules", copies_less),),
    "aws:backup/selection:Selection": (
        Protection("conditions", changed),
        Protection("notResources", changed),
        Protection("resources", changed),
        Protection("selectionTags", changed),
    ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": (
        Protection("minRetentionDays", lowered(0)),
    ),
    "aws:cloudtrail/trail:Trail": (
        Protection("advancedEventSelectors", changed),
        Protection("enableLogFileValidation", disabled),
        Protection("enableLogging", disabled),
        Protection("eventSelectors", changed),
        Protection("includeGlobalServiceEvents", disabled),
        Protection("isMultiRegionTrail", disabled),
        Protection("s3BucketName", changed),
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        Protection("retentionInDays", lowered(NEVER)),
        Protection("kmsKeyId", removed),
    ),
    "aws:cognito/userPool:UserPool": (Protection("deletionProtection", left("ACTIVE")),),
    "aws:dynamodb/table:Table": (
        Protection("deletionProtectionEnabled", disabled),
        Protection("pointInTimeRecovery.enabled", disabled),
        # Default of DynamoDB: 35 days (UpdateContinuousBackups).
        Protection("pointInTimeRecovery.recoveryPeriodInDays", lowered(35)),
        Protection("serverSideEncryption.enabled", disabled),
        Protection("ttl.enabled", enabled),
    ),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": (Protection("enabled", disabled),),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (
        Protection("httpTokens", left("required")),
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": (Protection("policy", changed),),
    "aws:ecr/repository:Repository": (
        Protection("forceDelete", enabled),
        Protection("imageTagMutability", left("IMMUTABLE")),
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": (Protection("policy", denies_less),),
    "aws:eks/cluster:Cluster": (
        Protection("deletionProtection", disabled),
        Protection("encryptionConfig", removed),
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Protection("authToken", removed, unless="userGroupIds"),
        Protection("snapshotRetentionLimit", lowered(0)),
        Protection("transitEncryptionEnabled", disabled),
    ),
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": (
        # Default of IAM: 6 characters (UpdateAccountPasswordPolicy).
        Protection("minimumPasswordLength", lowered(6)),
    ),
    "aws:kms/key:Key": (
        Protection("enableKeyRotation", disabled),
        Protection("isEnabled", disabled),
        # Default of KMS: 30 days (ScheduleKeyDeletion).
        Protection("deletionWindowInDays", lowered(30)),
        Protection("policy", denies_less),
    ),
    "aws:rds/cluster:Cluster": (
        Protection("deletionProtection", disabled),
        # Default of RDS: 1 day (CreateDBCluster).
        Protection("backupRetentionPeriod", lowered(1)),
    ),
    "aws:rds/instance:Instance": (
        Protection("deletionProtection", disabled),
        Protection("backupRetentionPeriod", lowered(0)),
    ),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": (
        Protection("blockPublicAcls", disabled),
        Protection("blockPublicPolicy", disabled),
        Protection("ignorePublicAcls", disabled),
        Protection("restrictPublicBuckets", disabled),
    ),
    "aws:s3/bucket:Bucket": (Protection("forceDestroy", enabled),),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": (
        Protection("rules", expires_sooner),
    ),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": (
        Protection("rule.defaultRetention.days", lowered(0)),
        Protection("rule.defaultRetention.mode", left("COMPLIANCE")),
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": (
        Protection("rule.objectOwnership", left("BucketOwnerEnforced")),
    ),
    "aws:s3/bucketPolicy:BucketPolicy": (Protection("policy", denies_less),),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        Protection("blockPublicAcls", disabled),
        Protection("blockPublicPolicy", disabled),
        Protection("ignorePublicAcls", disabled),
        Protection("restrictPublicBuckets", disabled),
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        Protection(
            "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
            left("aws:kms", "aws:kms:dsse"),
        ),
    ),
    "aws:s3/bucketVersioning:BucketVersioning": (
        Protection("versioningConfiguration.status", left("Enabled")),
    ),
    "aws:secretsmanager/secret:Secret": (
        # Default of Secrets Manager: 30 days (DeleteSecret).
        Protection("recoveryWindowInDays", lowered(30)),
    ),
    "aws:sns/topic:Topic": (Protection("kmsMasterKeyId", removed),),
    "aws:sns/topicPolicy:TopicPolicy": (Protection("policy", denies_less),),
    "aws:sqs/queue:Queue": (
        # Default of SQS: four days (SetQueueAttributes).
        Protection("messageRetentionSeconds", lowered(4 * 24 * 60 * 60)),
        Protection("redrivePolicy", removed),
        Protection("sqsManagedSseEnabled", disabled, unless="kmsMasterKeyId"),
        Protection("kmsMasterKeyId", removed, unless="sqsManagedSseEnabled"),
    ),
    "aws:sqs/queuePolicy:QueuePolicy": (Protection("policy", denies_less),),
}
"""The protective properties of each type.

https://www.pulumi.com/registry/packages/aws/
"""
