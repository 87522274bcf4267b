"""For each simulated resource type: inputs, an update, and a change that replaces it."""

import json

from tests.simulator.samples import account as samples_account
from tests.simulator.samples import ec2 as samples_ec2
from tests.simulator.samples import eks as samples_eks
from tests.simulator.samples import monitoring as samples_monitoring
from tests.simulator.samples import services as samples_services
from tests.simulator.samples.sample import Sample, policy

_BLOCK = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_LIFECYCLE = {
    "id": "old",
    "status": "Enabled",
    "filter": {"and": {"prefix": "a/", "tags": {"k": "v", "l": "w"}}},
    "expiration": {"days": 2},
    "noncurrentVersionExpiration": {"noncurrentDays": 7},
}
_INDEX = {
    "name": "by-b",
    "keySchemas": [{"attributeName": "b", "keyType": "HASH"}],
    "projectionType": "INCLUDE",
    "nonKeyAttributes": ["x", "y"],
}
_KEYS = [{"name": "a", "type": "S"}, {"name": "b", "type": "S"}]

SAMPLES = (
    samples_account.SAMPLES
    | samples_ec2.SAMPLES
    | samples_eks.SAMPLES
    | samples_services.SAMPLES
    | samples_monitoring.SAMPLES
    | {
        "analyzer": Sample(
            "aws:accessanalyzer/analyzer:Analyzer",
            {"analyzerName": "outside", "type": "ACCOUNT", "tags": {"a": "1"}},
            {"tags": {"a": "2"}},
            {"analyzerName": "other"},
        ),
        "table": Sample(
            "aws:dynamodb/table:Table",
            {
                "name": "samples",
                "billingMode": "PAY_PER_REQUEST",
                "hashKey": "a",
                "attributes": _KEYS,
                "globalSecondaryIndexes": [_INDEX],
                "pointInTimeRecovery": {"enabled": True},
                "serverSideEncryption": {"enabled": True},
                "deletionProtectionEnabled": True,
                "tags": {"a": "1", "b": "1"},
            },
            {
                "deletionProtectionEnabled": False,
                "pointInTimeRecovery": {"enabled": False},
                "globalSecondaryIndexes": [_INDEX | {"nonKeyAttributes": ["x"]}],
                "ttl": {"attributeName": "until", "enabled": True},
                "tags": {"a": "2"},
            },
            {"rangeKey": "b"},
        ),
        "key": Sample(
            "aws:kms/key:Key",
            {
                "description": "one",
                "policy": policy("*", "kms:*", "Allow"),
                "enableKeyRotation": True,
                "deletionWindowInDays": 7,
                "tags": {"a": "1", "b": "1"},
            },
            {
                "description": "two",
                "policy": policy("*", "kms:Decrypt", "Allow"),
                "enableKeyRotation": False,
                "isEnabled": False,
                "tags": {"a": "2"},
            },
            {"multiRegion": True},
        ),
        "alias": Sample(
            "aws:kms/alias:Alias",
            {"name": "alias/one", "targetKeyId": "{key}"},
            {"targetKeyId": "{other_key}"},
            {"name": "alias/two"},
            needs=("key", "other_key"),
        ),
        "bucket": Sample(
            "aws:s3/bucket:Bucket",
            {"bucket": "a-bucket", "tags": {"a": "1", "b": "1"}},
            {"forceDestroy": True, "tags": {"a": "2"}},
            {"bucket": "another-bucket"},
        ),
        "versioning": Sample(
            "aws:s3/bucketVersioning:BucketVersioning",
            {"bucket": "{bucket}", "versioningConfiguration": {"status": "Enabled"}},
            {"versioningConfiguration": {"status": "Suspended"}},
            {"bucket": "another-bucket"},
            needs=("bucket",),
        ),
        "encryption": Sample(
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            {
                "bucket": "{bucket}",
                "rules": [
                    {
                        "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"},
                        "bucketKeyEnabled": True,
                    }
                ],
            },
            {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
            {"bucket": "another-bucket"},
            needs=("bucket",),
        ),
        "public_access_block": Sample(
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            {"bucket": "{bucket}", **dict.fromkeys(_BLOCK, True)},
            {"blockPublicAcls": False},
            {"bucket": "another-bucket"},
            needs=("bucket",),
        ),
        "ownership": Sample(
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            {"bucket": "{bucket}", "rule": {"objectOwnership": "BucketOwnerEnforced"}},
            {"rule": {"objectOwnership": "BucketOwnerPreferred"}},
            {"bucket": "another-bucket"},
            needs=("bucket",),
        ),
        "bucket_policy": Sample(
            "aws:s3/bucketPolicy:BucketPolicy",
            {"bucket": "{bucket}", "policy": policy("arn:aws:s3:::a-bucket/*", "s3:GetObject")},
            {"policy": policy("arn:aws:s3:::a-bucket/*", "s3:*")},
            {"bucket": "another-bucket"},
            needs=("bucket",),
        ),
        "lifecycle": Sample(
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            {"bucket": "{bucket}", "rules": [_LIFECYCLE]},
            {"rules": [_LIFECYCLE | {"expiration": {"days": 3}}]},
            {"bucket": "another-bucket"},
            needs=("bucket",),
        ),
        "cors": Sample(
            "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
            {
                "bucket": "{bucket}",
                "corsRules": [
                    {
                        "allowedHeaders": ["*"],
                        "allowedMethods": ["GET", "PUT"],
                        "allowedOrigins": ["https://example.org"],
                        "exposeHeaders": ["ETag"],
                        "maxAgeSeconds": 60,
                    }
                ],
            },
            {"corsRules": [{"allowedMethods": ["GET"], "allowedOrigins": ["https://example.org"]}]},
            {"bucket": "another-bucket"},
            needs=("bucket",),
        ),
        "account_block": Sample(
            "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
            dict.fromkeys(_BLOCK, True),
            {"blockPublicAcls": False},
            {"accountId": "111111111111"},
        ),
        "queue": Sample(
            "aws:sqs/queue:Queue",
            {
                "name": "jobs.fifo",
                "fifoQueue": True,
                "contentBasedDeduplication": True,
                "deduplicationScope": "messageGroup",
                "fifoThroughputLimit": "perMessageGroupId",
                "sqsManagedSseEnabled": True,
                "visibilityTimeoutSeconds": 60,
                "tags": {"a": "1", "b": "1"},
            },
            {
                "contentBasedDeduplication": False,
                "visibilityTimeoutSeconds": 90,
                "tags": {"a": "2"},
            },
            {"name": "more.fifo"},
        ),
        "queue_policy": Sample(
            "aws:sqs/queuePolicy:QueuePolicy",
            {"queueUrl": "{queue}", "policy": policy("*", "sqs:SendMessage")},
            {"policy": policy("*", "sqs:ReceiveMessage")},
            {"queueUrl": "http://127.0.0.1/1/other"},
            needs=("queue",),
        ),
        "topic": Sample(
            "aws:sns/topic:Topic",
            {
                "name": "news",
                "displayName": "News",
                "kmsMasterKeyId": "alias/aws/sns",
                "tags": {"a": "1", "b": "1"},
            },
            {"displayName": "Old news", "kmsMasterKeyId": "alias/mine", "tags": {"a": "2"}},
            {"name": "views"},
        ),
        "topic_policy": Sample(
            "aws:sns/topicPolicy:TopicPolicy",
            {"arn": "{topic}", "policy": policy("*", "SNS:Publish")},
            {"policy": policy("*", "SNS:Subscribe")},
            {"arn": "arn:aws:sns:eu-west-1:242905224710:other"},
            needs=("topic",),
        ),
        "subscription": Sample(
            "aws:sns/topicSubscription:TopicSubscription",
            {
                "topic": "{topic}",
                "protocol": "https",
                "endpoint": "https://example.org/hook",
                "filterPolicy": json.dumps({"type": ["A"]}),
                "deliveryPolicy": json.dumps({"healthyRetryPolicy": {"numRetries": 5}}),
                "redrivePolicy": json.dumps(
                    {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:1:dead"}
                ),
            },
            {"filterPolicy": json.dumps({"type": ["B"]}), "rawMessageDelivery": True},
            {"endpoint": "https://example.org/other"},
            needs=("topic",),
        ),
    }
)
HELPERS = (
    samples_ec2.HELPERS
    | samples_eks.HELPERS
    | {
        "other_key": Sample("aws:kms/key:Key", {"description": "three"}, {}, {}),
    }
)
"""Prerequisites that samples share."""
