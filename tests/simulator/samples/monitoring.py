"""Samples of monitoring and backup types: alarms, canaries, budgets, trails and backups."""

import json

from tests.simulator.samples.sample import Sample

_TAGS = {"a": "1", "b": "1"}
_LESS = {"a": "2"}
_TOPIC = "arn:aws:sns:eu-west-1:242905224710:alarms"


def _metric(name: str) -> dict[str, object]:
    return {
        "namespace": "AWS/DynamoDB",
        "metricName": name,
        "dimensions": {"TableName": "samples"},
        "period": 300,
        "stat": "Sum",
    }


SAMPLES = {
    "alarm": Sample(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            "name": "waits",
            "alarmDescription": "one",
            "namespace": "AWS/SQS",
            "metricName": "ApproximateAgeOfOldestMessage",
            "dimensions": {"QueueName": "jobs"},
            "statistic": "Maximum",
            "comparisonOperator": "GreaterThanThreshold",
            "threshold": 900,
            "evaluationPeriods": 1,
            "period": 300,
            "alarmActions": [_TOPIC],
            "okActions": [_TOPIC],
            "treatMissingData": "notBreaching",
            "tags": _TAGS,
        },
        {
            "alarmDescription": "two",
            "dimensions": {"QueueName": "results"},
            "threshold": 60,
            "okActions": [],
            "tags": _LESS,
        },
        {"name": "other"},
    ),
    "alarm_of_several": Sample(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            "name": "throttled",
            "comparisonOperator": "GreaterThanThreshold",
            "threshold": 10,
            "evaluationPeriods": 2,
            "metricQueries": [
                {"id": "total", "expression": "m1 + m2", "label": "Total", "returnData": True},
                {"id": "m1", "metric": _metric("ReadThrottleEvents")},
                {"id": "m2", "metric": _metric("WriteThrottleEvents")},
            ],
        },
        {"threshold": 20},
        {"name": "other"},
    ),
    "dashboard": Sample(
        "aws:cloudwatch/dashboard:Dashboard",
        {"dashboardName": "ours", "dashboardBody": json.dumps({"widgets": []})},
        {"dashboardBody": json.dumps({"widgets": [{"type": "text"}]})},
        {"dashboardName": "other"},
    ),
    "canary": Sample(
        "aws:synthetics/canary:Canary",
        {
            "name": "up",
            "artifactS3Location": "s3://canaries/up",
            "executionRoleArn": "arn:aws:iam::242905224710:role/canary",
            "handler": "up.handler",
            "runtimeVersion": "syn-nodejs-puppeteer-13.1",
            "schedule": {"expression": "rate(5 minutes)"},
            "runConfig": {"timeoutInSeconds": 60, "environmentVariables": {"PAGE": "one"}},
            "s3Bucket": "scripts",
            "s3Key": "up.zip",
            "startCanary": True,
            "tags": _TAGS,
        },
        {"schedule": {"expression": "rate(1 hour)"}, "tags": _LESS},
        {"name": "other"},
    ),
    "budget": Sample(
        "aws:budgets/budget:Budget",
        {
            "name": "staging",
            "accountId": "242905224710",
            "budgetType": "COST",
            "limitAmount": "1000",
            "limitUnit": "USD",
            "timeUnit": "MONTHLY",
            "costFilters": [{"name": "TagKeyValue", "values": ["user:Environment$staging"]}],
            "notifications": [
                {
                    "comparisonOperator": "GREATER_THAN",
                    "notificationType": "ACTUAL",
                    "threshold": 80,
                    "thresholdType": "PERCENTAGE",
                    "subscriberEmailAddresses": ["costs@example.org"],
                }
            ],
            "tags": _TAGS,
        },
        {"limitAmount": "2000", "tags": _LESS},
        {"name": "other"},
    ),
    "trail": Sample(
        "aws:cloudtrail/trail:Trail",
        {
            "name": "audit",
            "s3BucketName": "{bucket}",
            "isMultiRegionTrail": True,
            "enableLogFileValidation": True,
            "tags": _TAGS,
        },
        {"enableLogging": False, "enableLogFileValidation": False, "tags": _LESS},
        {"name": "other"},
    ),
    "vault": Sample(
        "aws:backup/vault:Vault",
        {"name": "ours", "tags": _TAGS},
        {"tags": _LESS},
        {"name": "other"},
    ),
    "vault_lock": Sample(
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        {"backupVaultName": "{vault}", "minRetentionDays": 7},
        {},
        {"minRetentionDays": 14, "maxRetentionDays": 90},
    ),
    "plan": Sample(
        "aws:backup/plan:Plan",
        {
            "name": "nightly",
            "rules": [
                {
                    "ruleName": "nightly",
                    "targetVaultName": "{vault}",
                    "lifecycle": {"deleteAfter": 35},
                }
            ],
            "tags": _TAGS,
        },
        {
            "rules": [
                {"ruleName": "weekly", "targetVaultName": "ours", "lifecycle": {"deleteAfter": 7}}
            ],
            "tags": _LESS,
        },
        {"name": "weekly"},
    ),
    "selection": Sample(
        "aws:backup/selection:Selection",
        {
            "name": "data",
            "planId": "{plan}",
            "iamRoleArn": "arn:aws:iam::242905224710:role/backup",
            "resources": ["*"],
        },
        {},
        {"resources": ["arn:aws:dynamodb:*:*:table/*"]},
    ),
    "locked_bucket": Sample(
        "aws:s3/bucket:Bucket",
        {"bucket": "locked", "objectLockEnabled": True},
        {"tags": _LESS},
        {"objectLockEnabled": False},
    ),
    "object_lock": Sample(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        {
            "bucket": "{locked_bucket}",
            "rule": {"defaultRetention": {"mode": "GOVERNANCE", "days": 365}},
        },
        {"rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 30}}},
        {"bucket": "other"},
    ),
}
