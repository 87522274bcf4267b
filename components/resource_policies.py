"""Policies that resources carry themselves: pure functions of ARNs."""

from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
"""An IAM policy document, before it is rendered as JSON."""


def bucket_policy(bucket_arn: str) -> Document:
    """Nobody reaches the bucket or its objects without TLS."""
    return document(_tls_only("s3:*", [bucket_arn, f"{bucket_arn}/*"]))


def access_logs_policy(bucket_arn: str, account_id: str) -> Document:
    """Load balancers of this account write their access logs (ALB guide, "Enable access logs")."""
    write = {
        "Sid": "LoadBalancersOfThisAccountLog",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        # The path names the account; a condition that the service did not meet would lose all logs.
        "Resource": f"{bucket_arn}/AWSLogs/{account_id}/*",
    }
    return document(write, *bucket_policy(bucket_arn)["Statement"])


def trail_bucket_policy(bucket_arn: str, trail_arn: str, account_id: str) -> Document:
    """One trail writes, and asks first whether it may (CloudTrail guide, "S3 bucket policy")."""
    trail = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
    }
    source = {"aws:SourceArn": trail_arn}
    ask = {
        "Sid": "TrailAsksWhetherItMay",
        **trail,
        "Action": "s3:GetBucketAcl",
        "Resource": bucket_arn,
        "Condition": {"StringEquals": source},
    }
    write = {
        "Sid": "TrailWrites",
        **trail,
        "Action": "s3:PutObject",
        "Resource": f"{bucket_arn}/AWSLogs/{account_id}/*",
        "Condition": {"StringEquals": {**source, "s3:x-amz-acl": "bucket-owner-full-control"}},
    }
    return document(ask, write, *bucket_policy(bucket_arn)["Statement"])


def queue_policy(queue_arn: str) -> Document:
    """Nobody reaches the queue without TLS; IAM alone says who reaches it with."""
    return document(_tls_only("sqs:*", queue_arn))


def delivery_queue_policy(queue_arn: str, topic_arn: str) -> Document:
    """The topic, and no other, may set aside in the queue what it could not deliver."""
    deliver = {
        "Sid": "TopicSetsUndeliverableMessagesAside",
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue_arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
    }
    return document(deliver, _tls_only("sqs:*", queue_arn))


def topic_policy(topic_arn: str) -> Document:
    """Nobody publishes to the topic without TLS; IAM alone says who publishes with."""
    return document(_tls_only("sns:Publish", topic_arn))


def alarm_topic_policy(topic_arn: str, account_id: str) -> Document:
    """CloudWatch's alarms of this account may publish to the topic."""
    publish = {
        "Sid": "AlarmsOfThisAccountPublish",
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic_arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }
    return document(publish, _tls_only("sns:Publish", topic_arn))


def alarm_key_policy(account_id: str) -> Document:
    """CloudWatch may encrypt what it publishes; IAM decides about everybody else.

    AWS's own key for SNS cannot let another service in (estate, 11), hence a key of ours. In a
    key's policy, `*` means this key (AWS KMS guide, "Resource element in a key policy").
    """
    administer = {
        "Sid": "IamOfThisAccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    encrypt = {
        "Sid": "AlarmsOfThisAccountAreEncrypted",
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }
    return document(administer, encrypt)


def _tls_only(actions: str, resources: str | Sequence[str]) -> Mapping[str, Any]:
    return {
        "Sid": "DenyWithoutTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": resources,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def document(*statements: Mapping[str, Any]) -> Document:
    """The statements as a policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}
