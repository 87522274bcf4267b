"""What protects data, by the type of resource: its properties, and what makes each weaker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from delivery.gate.policy_strictness import (
    NEVER,
    Words,
    changed,
    copies_less,
    denies_less,
    expires_sooner,
    left,
    lowered,
    removed,
    switched_off,
    switched_on,
)


@dataclass(frozen=True)
class Protection:
    """A property by its path; `weaker` judges its values before and after.

    Another property in its place, `unless`, protects as well.
    """

    path: str
    weaker: Callable[[Any, Any], Words]
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
        Protection("enableLogFileValidation", switched_off),
        Protection("enableLogging", switched_off),
        Protection("eventSelectors", changed),
        Protection("includeGlobalServiceEvents", switched_off),
        Protection("isMultiRegionTrail", switched_off),
        Protection("s3BucketName", changed),
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        Protection("retentionInDays", lowered(NEVER)),
        Protection("kmsKeyId", removed),
    ),
    "aws:cognito/userPool:UserPool": (Protection("deletionProtection", left("ACTIVE")),),
    "aws:dynamodb/table:Table": (
        Protection("deletionProtectionEnabled", switched_off),
        Protection("pointInTimeRecovery.enabled", switched_off),
        # DynamoDB keeps 35 days where nobody says (UpdateContinuousBackups).
        Protection("pointInTimeRecovery.recoveryPeriodInDays", lowered(35)),
        Protection("serverSideEncryption.enabled", switched_off),
        Protection("ttl.enabled", switched_on),
    ),
    "aws:ecr/repository:Repository": (
        Protection("forceDelete", switched_on),
        Protection("imageTagMutability", left("IMMUTABLE")),
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": (Protection("policy", denies_less),),
    "aws:eks/cluster:Cluster": (
        Protection("deletionProtection", switched_off),
        Protection("encryptionConfig", removed),
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Protection("authToken", removed, unless="userGroupIds"),
        Protection("snapshotRetentionLimit", lowered(0)),
        Protection("transitEncryptionEnabled", switched_off),
    ),
    "aws:kms/key:Key": (
        Protection("enableKeyRotation", switched_off),
        Protection("isEnabled", switched_off),
        # KMS waits 30 days where nobody says (ScheduleKeyDeletion).
        Protection("deletionWindowInDays", lowered(30)),
        Protection("policy", denies_less),
    ),
    "aws:rds/cluster:Cluster": (
        Protection("deletionProtection", switched_off),
        # RDS keeps backups for a day where nobody says (CreateDBCluster).
        Protection("backupRetentionPeriod", lowered(1)),
    ),
    "aws:rds/instance:Instance": (
        Protection("deletionProtection", switched_off),
        Protection("backupRetentionPeriod", lowered(0)),
    ),
    "aws:s3/bucket:Bucket": (Protection("forceDestroy", switched_on),),
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
        Protection("blockPublicAcls", switched_off),
        Protection("blockPublicPolicy", switched_off),
        Protection("ignorePublicAcls", switched_off),
        Protection("restrictPublicBuckets", switched_off),
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
        # Secrets Manager waits 30 days where nobody says (DeleteSecret).
        Protection("recoveryWindowInDays", lowered(30)),
    ),
    "aws:sns/topic:Topic": (Protection("kmsMasterKeyId", removed),),
    "aws:sns/topicPolicy:TopicPolicy": (Protection("policy", denies_less),),
    "aws:sqs/queue:Queue": (
        # SQS keeps messages for four days where nobody says (SetQueueAttributes).
        Protection("messageRetentionSeconds", lowered(4 * 24 * 60 * 60)),
        Protection("redrivePolicy", removed),
        Protection("sqsManagedSseEnabled", switched_off, unless="kmsMasterKeyId"),
        Protection("kmsMasterKeyId", removed, unless="sqsManagedSseEnabled"),
    ),
    "aws:sqs/queuePolicy:QueuePolicy": (Protection("policy", denies_less),),
}
"""The properties that guard data, by the type that has them (Pulumi registry, package `aws`)."""
