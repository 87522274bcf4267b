"""Policies that resources carry themselves: pure functions of ARNs."""

from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
"""An IAM policy document, before it is rendered as JSON."""


def bucket_policy(bucket_arn: str) -> Document:
    """Nobody reaches the bucket or its objects without TLS."""
    return document(_tls_only("s3:*", [bucket_arn, f"{bucket_arn}/*"]))


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
