"""The groups of hardening: what each changes in adopted resources, and the risk of it.

A change that no group contains neither restricts access nor changes data, such as a tag, and is
made with the first deployment.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from settings import Hardening

WHOLE = "*"
"""In place of an input: the resource itself, which configures another resource."""


class Change(NamedTuple):
    """What a group changes: an input, or with `WHOLE` a resource, of a type of Pulumi.

    `risk` is what may stop working, in one sentence; `source` is AWS's documentation.
    """

    type: str
    input: str
    risk: str
    source: str

    @property
    def is_whole(self) -> bool:
        """Whether the change is the resource itself."""
        return self.input == WHOLE


_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"
_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
_SNS = "https://docs.aws.amazon.com/sns/latest/dg/"
_DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_EKS = "https://docs.aws.amazon.com/eks/latest/userguide/"

GROUPS: Mapping[Hardening, tuple[Change, ...]] = MappingProxyType(
    {
        Hardening.VERSIONING: (
            Change(
                "aws:s3/bucketVersioning:BucketVersioning",
                WHOLE,
                "Overwritten and deleted objects stay and cost money until their rule deletes them,"
                " and versioning can only be suspended again.",
                f"{_S3}Versioning.html",
            ),
            Change(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                WHOLE,
                "S3 deletes the objects and old versions whose age a rule names, also existing"
                " ones, and they cannot be restored.",
                f"{_S3}object-lifecycle-mgmt.html",
            ),
            Change(
                "aws:dynamodb/table:Table",
                "pointInTimeRecovery",
                "Continuous backups cost money for each gigabyte; nothing else changes.",
                f"{_DYNAMODB}Point-in-time-recovery.html",
            ),
        ),
        Hardening.ENCRYPTION: (
            Change(
                "aws:s3/bucketServerSideEncryptionConfiguration:"
                "BucketServerSideEncryptionConfiguration",
                "rules",
                "Principals of other accounts cannot read new objects, because the AWS managed key"
                " is for this account only; existing objects keep their encryption.",
                f"{_S3}UsingKMSEncryption.html",
            ),
            Change(
                "aws:dynamodb/table:Table",
                "serverSideEncryption",
                "The table uses the AWS managed key, whose requests cost money; it stays available"
                " during the change.",
                f"{_DYNAMODB}encryption.howitworks.html",
            ),
            Change(
                "aws:sqs/queue:Queue",
                "sqsManagedSseEnabled",
                "Requests over HTTP without TLS, and unsigned ones, are refused on an encrypted"
                " queue.",
                f"{_SQS}sqs-configure-sqs-sse-queue.html",
            ),
            Change(
                "aws:sqs/queue:Queue",
                "kmsMasterKeyId",
                "Principals need permission on the key of the queue to send and receive.",
                f"{_SQS}sqs-key-management.html",
            ),
            Change(
                "aws:sns/topic:Topic",
                "kmsMasterKeyId",
                "Publishers, also AWS services, need permission on the new key.",
                f"{_SNS}sns-key-management.html",
            ),
            Change(
                "aws:kms/key:Key",
                "enableKeyRotation",
                "KMS makes new key material each year; existing ciphertexts stay readable.",
                "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
            ),
            Change(
                "aws:eks/cluster:Cluster",
                "encryptionConfig",
                "A cluster whose Secrets are encrypted stays encrypted, and is lost if its key is"
                " deleted.",
                f"{_EKS}enable-kms.html",
            ),
        ),
        Hardening.POLICIES: (
            Change(
                "aws:s3/bucketPolicy:BucketPolicy",
                WHOLE,
                "The policy replaces the one that the bucket has, with all access that it grants.",
                f"{_S3}bucket-policies.html",
            ),
            Change(
                "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
                WHOLE,
                "Access control lists no longer grant access, and uploads that set one are"
                " refused.",
                f"{_S3}about-object-ownership.html",
            ),
            Change(
                "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
                WHOLE,
                "Browsers can use the bucket only from the origins in cellscope:uiOrigins, and only"
                " with the declared methods.",
                f"{_S3}cors.html",
            ),
            Change(
                "aws:sqs/queuePolicy:QueuePolicy",
                WHOLE,
                "The policy replaces the one that the queue has, with all access that it grants.",
                f"{_SQS}sqs-creating-custom-policies.html",
            ),
            Change(
                "aws:sqs/queue:Queue",
                "redrivePolicy",
                "A message that is received too often moves to the dead-letter queue instead of"
                " being tried again.",
                f"{_SQS}sqs-dead-letter-queues.html",
            ),
            Change(
                "aws:sns/topicPolicy:TopicPolicy",
                WHOLE,
                "The policy replaces the one that the topic has, with all access that it grants.",
                f"{_SNS}sns-access-policy-use-cases.html",
            ),
            Change(
                "aws:sns/topicSubscription:TopicSubscription",
                "redrivePolicy",
                "A message that cannot be delivered moves to the dead-letter queue.",
                f"{_SNS}sns-dead-letter-queues.html",
            ),
            Change(
                "aws:kms/key:Key",
                "policy",
                "Principals that only the former key policy allowed can no longer decrypt.",
                "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
            ),
            Change(
                "aws:iam/role:Role",
                "assumeRolePolicy",
                "Only the principals of the new trust policy can assume the role.",
                f"{_IAM}id_roles_update-role-trust-policy.html",
            ),
            Change(
                "aws:iam/rolePolicy:RolePolicy",
                "policy",
                "The role loses the permissions that the new document does not have.",
                f"{_IAM}access_policies_manage-edit.html",
            ),
            Change(
                "aws:iam/policy:Policy",
                "policy",
                "Groups and roles lose the permissions that the new document does not have.",
                f"{_IAM}access_policies_manage-edit.html",
            ),
            Change(
                "aws:iam/groupPolicy:GroupPolicy",
                "policy",
                "Members of the group lose the permissions that the new document does not have.",
                f"{_IAM}access_policies_manage-edit.html",
            ),
            Change(
                "aws:eks/cluster:Cluster",
                "vpcConfig",
                "kubectl reaches the cluster only from cellscope:publicAccessCidrs.",
                f"{_EKS}cluster-endpoint.html",
            ),
        ),
        Hardening.TLS_ONLY: (
            Change(
                "aws:s3/bucketPolicy:BucketPolicy",
                "policy",
                "Requests to the bucket over HTTP without TLS are refused.",
                f"{_S3}security-best-practices.html",
            ),
            Change(
                "aws:sqs/queuePolicy:QueuePolicy",
                "policy",
                "Requests to the queue over HTTP without TLS are refused.",
                f"{_SQS}sqs-security-best-practices.html",
            ),
            Change(
                "aws:sns/topicPolicy:TopicPolicy",
                "policy",
                "Publishing to the topic over HTTP without TLS is refused.",
                f"{_SNS}sns-security-best-practices.html",
            ),
        ),
    }
)
"""What each group changes, in the order of the groups."""


def group_of(type_: str, input_: str = WHOLE) -> Hardening | None:
    """Returns the group that changes an input of a type of Pulumi, or None if no group does.

    `input_` is the name of an input, such as `pointInTimeRecovery`, or `WHOLE`.
    """
    for group, changes in GROUPS.items():
        if any((one.type, one.input) == (type_, input_) for one in changes):
            return group
    return None
