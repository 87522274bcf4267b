"""Resource policies: allowed principals, and TLS-only access."""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.identity.resource_policies import (
    Document,
    alarm_key_policy,
    alarm_topic_policy,
    bucket_policy,
    queue_policy,
    topic_dead_letter_policy,
    topic_policy,
)

NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", fullmatch=True)
BUCKETS = NAMES.map("arn:aws:s3:::{}".format)
QUEUES = NAMES.map("arn:aws:sqs:eu-west-1:242905224710:{}".format)
TOPICS = NAMES.map("arn:aws:sns:eu-west-1:242905224710:{}".format)
ACCOUNTS = st.from_regex(r"[0-9]{12}", fullmatch=True)

BUCKET = "arn:aws:s3:::cell-sets-staging"
QUEUE = "arn:aws:sqs:eu-west-1:242905224710:queue"
TOPIC = "arn:aws:sns:eu-west-1:242905224710:topic"
ACCOUNT = "242905224710"

POLICIES: dict[str, Document] = {
    "bucket": bucket_policy(BUCKET),
    "queue": queue_policy(QUEUE),
    "delivery queue": topic_dead_letter_policy(QUEUE, TOPIC),
    "topic": topic_policy(TOPIC),
    "alarm topic": alarm_topic_policy(TOPIC, ACCOUNT),
    "alarm key": alarm_key_policy(ACCOUNT),
}
every_policy = pytest.mark.parametrize("document", POLICIES.values(), ids=POLICIES)


def statements(document: Document, effect: str) -> list[Mapping[str, Any]]:
    return [one for one in document["Statement"] if one["Effect"] == effect]


def denies_clear_text(document: Document, principal: str, action: str, arn: str) -> bool:
    """Returns whether a request to the ARN without TLS is denied, with IAM's wildcards."""
    for deny in statements(document, "Deny"):
        assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        resources = deny["Resource"]
        listed = [resources] if isinstance(resources, str) else resources
        if (
            deny["Principal"] in ("*", principal)
            and fnmatchcase(action, deny["Action"])
            and any(fnmatchcase(arn, pattern) for pattern in listed)
        ):
            return True
    return False


@given(arn=BUCKETS, key=st.text(min_size=1), action=st.sampled_from(["GetObject", "ListBucket"]))
def test_a_bucket_policy_is_tls_only_for_bucket_and_objects(
    arn: str, key: str, action: str
) -> None:
    document = bucket_policy(arn)
    assert denies_clear_text(document, "anybody", f"s3:{action}", arn)
    assert denies_clear_text(document, "anybody", f"s3:{action}", f"{arn}/{key}")
    # S3 rejects a policy with the ARN of another bucket.
    assert not denies_clear_text(document, "anybody", f"s3:{action}", f"{arn}-2/{key}")


@given(arn=QUEUES, topic=TOPICS)
def test_a_queue_policy_is_tls_only(arn: str, topic: str) -> None:
    for document in (queue_policy(arn), topic_dead_letter_policy(arn, topic)):
        assert denies_clear_text(document, "anybody", "sqs:SendMessage", arn)
        assert denies_clear_text(document, "anybody", "sqs:ReceiveMessage", arn)


@given(arn=TOPICS, account=ACCOUNTS)
def test_a_topic_policy_is_tls_only(arn: str, account: str) -> None:
    for document in (topic_policy(arn), alarm_topic_policy(arn, account)):
        assert denies_clear_text(document, "anybody", "sns:Publish", arn)


def test_policies_of_buckets_queues_and_topics_grant_nothing() -> None:
    for document in (bucket_policy(BUCKET), queue_policy(QUEUE), topic_policy(TOPIC)):
        assert statements(document, "Allow") == []


@given(arn=TOPICS, account=ACCOUNTS)
def test_only_cloudwatch_of_this_account_publishes_alarms(arn: str, account: str) -> None:
    (allowed,) = statements(alarm_topic_policy(arn, account), "Allow")
    assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert allowed["Action"] == "sns:Publish"
    assert allowed["Resource"] == arn
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": account}}


@given(queue=QUEUES, topic=TOPICS)
def test_only_the_topic_sends_messages_to_its_dead_letter_queue(queue: str, topic: str) -> None:
    (allowed,) = statements(topic_dead_letter_policy(queue, topic), "Allow")
    assert allowed["Principal"] == {"Service": "sns.amazonaws.com"}
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Resource"] == queue
    assert allowed["Condition"] == {"ArnEquals": {"aws:SourceArn": topic}}


@given(account=ACCOUNTS)
def test_the_alarm_key_allows_cloudwatch_and_delegates_to_iam(account: str) -> None:
    administer, encrypt = statements(alarm_key_policy(account), "Allow")
    # Without the account's root in the policy, no principal could change the key.
    assert administer["Principal"] == {"AWS": f"arn:aws:iam::{account}:root"}
    assert administer["Action"] == "kms:*"
    assert encrypt["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    # Required for publishing to an encrypted topic (Amazon SNS Developer Guide, "Key management").
    assert set(encrypt["Action"]) == {"kms:Decrypt", "kms:GenerateDataKey*"}
    assert encrypt["Condition"] == {"StringEquals": {"aws:SourceAccount": account}}


@every_policy
def test_no_policy_grants_public_access(document: Document) -> None:
    for allowed in statements(document, "Allow"):
        assert "*" not in json.dumps(allowed["Principal"])


@every_policy
def test_services_are_allowed_only_with_a_source_condition(document: Document) -> None:
    for allowed in statements(document, "Allow"):
        if "Service" in allowed["Principal"]:
            (keys,) = allowed["Condition"].values()
            assert keys.keys() <= {"aws:SourceAccount", "aws:SourceArn"}
