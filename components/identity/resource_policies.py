"""Resource policies of buckets, queues, topics and keys, as functions of ARNs."""

from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
"""An IAM policy document, before it is rendered as JSON."""


_TLS_ONLY = "DenyWithoutTls"

_READS = {
    "s3": "s3:GetBucketPolicy",
    "sns": "sns:GetTopicAttributes",
    "sqs": "sqs:GetQueueAttributes",
}
"""The action of each service that reads the settings of a resource."""


def bucket_policy(bucket_arn: str) -> Document:
    """Returns a bucket policy that denies requests without TLS."""
    return document(_tls_only("s3:*", [bucket_arn, f"{bucket_arn}/*"]))


def access_logs_policy(bucket_arn: str, account_id: str) -> Document:
    """Returns a TLS-only bucket policy that lets load balancers of the account write logs."""
    write = {
        "Sid": "LoadBalancersOfThisAccountLog",
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        # The path contains the account id. Conditions are avoided, as a mismatch would lose logs.
        "Resource": f"{bucket_arn}/AWSLogs/{account_id}/*",
    }
    return document(write, *bucket_policy(bucket_arn)["Statement"])


def trail_bucket_policy(bucket_arn: str, trail_arn: str, account_id: str) -> Document:
    """Returns a TLS-only bucket policy that lets one trail check the ACL and write log files."""
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
    """Returns a queue policy that denies requests without TLS; IAM policies grant access."""
    return document(_tls_only("sqs:*", queue_arn))


def topic_dead_letter_policy(queue_arn: str, topic_arn: str) -> Document:
    """Returns a TLS-only queue policy that lets one topic send undeliverable messages."""
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
    """Returns a topic policy that denies publishing without TLS; IAM policies grant access."""
    return document(_tls_only("sns:Publish", topic_arn))


def alarm_topic_policy(topic_arn: str, account_id: str) -> Document:
    """Returns a TLS-only topic policy that lets this account's CloudWatch alarms publish."""
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
    """Returns a key policy that lets CloudWatch encrypt, and delegates all else to IAM policies.

    The AWS managed key for SNS cannot grant access to CloudWatch, so a customer managed key is
    needed. In a key policy, `*` means this key.
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


def without_tls_only(policy: Document, account_id: str) -> Document:
    """Returns a policy without its statement that denies requests without TLS.

    A policy must have a statement. If no other is left, one lets the account read the settings of
    the resource, which its IAM policies decide anyway. So the resource keeps a policy, and the
    statement can be added and removed in place.
    """
    others = [one for one in policy["Statement"] if one["Sid"] != _TLS_ONLY]
    (denial,) = (one for one in policy["Statement"] if one["Sid"] == _TLS_ONLY)
    service = str(denial["Action"]).partition(":")[0]
    resources = denial["Resource"]
    read = {
        "Sid": "IamOfThisAccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": _READS[service],
        "Resource": resources if isinstance(resources, str) else resources[0],
    }
    return document(*(others or [read]))


def _tls_only(actions: str, resources: str | Sequence[str]) -> Mapping[str, Any]:
    return {
        "Sid": _TLS_ONLY,
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": resources,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def document(*statements: Mapping[str, Any]) -> Document:
    """Returns the statements as a policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}
