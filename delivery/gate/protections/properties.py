"""Properties that protect data, by resource type, with the comparison for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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
    switched_off,
    switched_on,
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
        # Default of DynamoDB: 35 days (UpdateContinuousBackups).
        Protection("pointInTimeRecovery.recoveryPeriodInDays", lowered(35)),
        Protection("serverSideEncryption.enabled", switched_off),
        Protection("ttl.enabled", switched_on),
    ),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": (Protection("enabled", switched_off),),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (
        Protection("httpTokens", left("required")),
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": (Protection("policy", changed),),
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
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": (
        # Default of IAM: 6 characters (UpdateAccountPasswordPolicy).
        Protection("minimumPasswordLength", lowered(6)),
    ),
    "aws:kms/key:Key": (
        Protection("enableKeyRotation", switched_off),
        Protection("isEnabled", switched_off),
        # Default of KMS: 30 days (ScheduleKeyDeletion).
        Protection("deletionWindowInDays", lowered(30)),
        Protection("policy", denies_less),
    ),
    "aws:rds/cluster:Cluster": (
        Protection("deletionProtection", switched_off),
        # Default of RDS: 1 day (CreateDBCluster).
        Protection("backupRetentionPeriod", lowered(1)),
    ),
    "aws:rds/instance:Instance": (
        Protection("deletionProtection", switched_off),
        Protection("backupRetentionPeriod", lowered(0)),
    ),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": (
        Protection("blockPublicAcls", switched_off),
        Protection("blockPublicPolicy", switched_off),
        Protection("ignorePublicAcls", switched_off),
        Protection("restrictPublicBuckets", switched_off),
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
        # Default of Secrets Manager: 30 days (DeleteSecret).
        Protection("recoveryWindowInDays", lowered(30)),
    ),
    "aws:sns/topic:Topic": (Protection("kmsMasterKeyId", removed),),
    "aws:sns/topicPolicy:TopicPolicy": (Protection("policy", denies_less),),
    "aws:sqs/queue:Queue": (
        # Default of SQS: four days (SetQueueAttributes).
        Protection("messageRetentionSeconds", lowered(4 * 24 * 60 * 60)),
        Protection("redrivePolicy", removed),
        Protection("sqsManagedSseEnabled", switched_off, unless="kmsMasterKeyId"),
        Protection("kmsMasterKeyId", removed, unless="sqsManagedSseEnabled"),
    ),
    "aws:sqs/queuePolicy:QueuePolicy": (Protection("policy", denies_less),),
}
"""The protective properties of each type.

https://www.pulumi.com/registry/packages/aws/
"""
