"""For each simulated resource type: inputs, an update, and a change that replaces it."""

import json
from typing import Any

from tests.simulator.samples import account as samples_account
from tests.simulator.samples import codebuild as samples_codebuild
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
_CORS = {"allowedMethods": ["GET"], "allowedOrigins": ["https://example.org"]}
_BROWSERS = {"allowedHeaders": ["*"], "exposeHeaders": ["ETag"], "maxAgeSeconds": 60}


def _encryption(algorithm: str) -> dict[str, Any]:
    return {"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}


def _of_bucket(kind: str, inputs: dict[str, Any], change: dict[str, Any]) -> Sample:
    token = f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}"
    return Sample(token, {"bucket": "{bucket}", **inputs}, change, {"bucket": "another-bucket"})


SAMPLES = (
    samples_account.SAMPLES
    | samples_codebuild.SAMPLES
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
                "policy": policy("*", "*", "Allow"),
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
        ),
        "bucket": Sample(
            "aws:s3/bucket:Bucket",
            {"bucket": "a-bucket", "tags": {"a": "1", "b": "1"}},
            {"forceDestroy": True, "tags": {"a": "2"}},
            {"bucket": "another-bucket"},
        ),
        "versioning": _of_bucket(
            "BucketVersioning",
            {"versioningConfiguration": {"status": "Enabled"}},
            {"versioningConfiguration": {"status": "Suspended"}},
        ),
        "encryption": _of_bucket(
            "BucketServerSideEncryptionConfiguration",
            {"rules": [_encryption("aws:kms") | {"bucketKeyEnabled": True}]},
            {"rules": [_encryption("AES256")]},
        ),
        "public_access_block": _of_bucket(
            "BucketPublicAccessBlock", dict.fromkeys(_BLOCK, True), {"blockPublicAcls": False}
        ),
        "ownership": _of_bucket(
            "BucketOwnershipControls",
            {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
            {"rule": {"objectOwnership": "BucketOwnerPreferred"}},
        ),
        "bucket_policy": _of_bucket(
            "BucketPolicy",
            {"policy": policy("arn:aws:s3:::a-bucket/*", "s3:GetObject")},
            {"policy": policy("arn:aws:s3:::a-bucket/*", "s3:*")},
        ),
        "lifecycle": _of_bucket(
            "BucketLifecycleConfiguration",
            {"rules": [_LIFECYCLE]},
            {"rules": [_LIFECYCLE | {"expiration": {"days": 3}}]},
        ),
        "cors": _of_bucket(
            "BucketCorsConfiguration", {"corsRules": [_CORS | _BROWSERS]}, {"corsRules": [_CORS]}
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
        ),
    }
)
HELPERS = (
    samples_ec2.HELPERS
    | samples_services.HELPERS
    | samples_eks.HELPERS
    | {"other_key": Sample("aws:kms/key:Key", {"description": "three"})}
)
"""Prerequisites that samples share."""
