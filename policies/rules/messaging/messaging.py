"""Rules for SQS queues, SNS topics and their subscriptions."""

import json
from collections.abc import Iterator
from typing import Any

from iam.documents import statements_of
from policies.engine.resource import Resource, holds_for_any
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.identity.resource_policies import KEY, QUEUE, TOPIC, TOPIC_POLICY

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"

_ACTIONS = ("alarmActions", "okActions", "insufficientDataActions")
_CLOUDWATCH = "cloudwatch.amazonaws.com"
_OF_AWS = "alias/aws/"
_NEEDED = ("kms:Decrypt", "kms:GenerateDataKey")
"""The key permissions for publishing to a topic.

https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
"""

_RETRIED = ("http", "https", "lambda", "sqs", "firehose")
"""Protocols with dead-letter queues.

https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
"""


def _dead_letters(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if one.sets("redrivePolicy") or any(
        context.others.about(one, REDRIVE, "queueUrl", ("id", "url"))
    ):
        return
    sources = context.others.of(QUEUE, SUBSCRIPTION, REDRIVE)
    if not holds_for_any(lambda other: _hands_to(other, one), sources):
        yield (
            "it has no dead-letter queue: messages that cannot be processed are lost when they"
            " expire."
        )


def _hands_to(other: Resource, one: Resource) -> bool:
    if not other.sets("redrivePolicy"):
        return False
    if one.urn in other.uses.get("redrivePolicy", ()):
        return True
    return json.loads(other.get("redrivePolicy"))["deadLetterTargetArn"] == one.get("arn")


def _undelivered(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("protocol") in _RETRIED and not one.sets("redrivePolicy"):
        yield (
            "it has no dead-letter queue: messages that cannot be delivered are lost after the"
            " last retry."
        )


def _queue_encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.sets("kmsMasterKeyId") and one.get("sqsManagedSseEnabled") is not True:
        yield (
            "it sets neither kmsMasterKeyId nor sqsManagedSseEnabled, so its messages may be"
            " unencrypted."
        )


def _topic_encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.sets("kmsMasterKeyId"):
        yield "its messages are not encrypted at rest."


def _alarms_arrive(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if not _gets_alarms(one, context):
        return
    keys = [key for key in context.others.of(KEY) if _is_key_of(key, one)]
    if not keys and str(one.get("kmsMasterKeyId") or "").startswith(_OF_AWS):
        yield (
            "alarm notifications are lost: CloudWatch cannot use the key"
            f" {one.get('kmsMasterKeyId')}."
        )
    for key in keys:
        allowed = [
            each
            for each in statements_of(key.get("policy"))
            if each.allows and _CLOUDWATCH in each.principals_of("Service")
        ]
        missing = [name for name in _NEEDED if not any(each.covers(name) for each in allowed)]
        if missing:
            yield (
                f"alarm notifications are lost: the policy of its key {key.name!r} does not allow"
                f" CloudWatch {missing[0]}."
            )


def _gets_alarms(one: Resource, context: Context[RuleConfig]) -> bool:
    others = context.others
    for alarm in others.of(ALARM):
        for actions in _ACTIONS:
            if one.urn in alarm.uses.get(actions, ()):
                return True
            if alarm.sets(actions) and one.get("arn") in [*alarm.items(actions)]:
                return True
    documents: list[Any] = [one.get("policy")] if one.sets("policy") else []
    documents += [each.get("policy") for each in others.about(one, TOPIC_POLICY, "arn", ("arn",))]
    return any(
        each.allows and _CLOUDWATCH in each.principals_of("Service")
        for document in documents
        for each in statements_of(document)
    )


def _is_key_of(key: Resource, topic: Resource) -> bool:
    if key.urn in topic.uses.get("kmsMasterKeyId", ()):
        return True
    return topic.get("kmsMasterKeyId") in (key.get("id"), key.get("arn"))


RULES = (
    Rule(
        "queue-dead-letter-queue",
        description="A queue has a dead-letter queue, unless it is one.",
        reason="A message that repeatedly fails would block the queue or be lost unnoticed.",
        remedy="Set redrivePolicy with a dead-letter queue.",
        source="Amazon SQS Developer Guide, Using dead-letter queues in Amazon SQS",
        example="name: jobs  # and no redrivePolicy",
        judges={QUEUE: ("redrivePolicy", "arn", "id", "url")},
        joins={REDRIVE: ("queueUrl", "redrivePolicy"), SUBSCRIPTION: ("redrivePolicy",)},
        check=_dead_letters,
        config=RuleConfig,
        group="policies",
    ),
    Rule(
        "subscription-dead-letter-queue",
        description="A subscription has a dead-letter queue.",
        reason="If a subscriber is unavailable for longer than the retries, its messages would be"
        " lost.",
        remedy="Set redrivePolicy with a dead-letter queue.",
        source="Amazon SNS Developer Guide, Amazon SNS dead-letter queues",
        example="protocol: https  # and no redrivePolicy",
        judges={SUBSCRIPTION: ("protocol", "redrivePolicy")},
        check=_undelivered,
        config=RuleConfig,
    ),
    Rule(
        "queue-encryption",
        description="A queue sets its encryption.",
        reason="SQS encrypts new queues by default, but not those whose encryption was disabled"
        " before.",
        remedy="Set sqsManagedSseEnabled to true, or kmsMasterKeyId.",
        source="Amazon SQS Developer Guide, Encryption at rest in Amazon SQS",
        example="sqsManagedSseEnabled: false",
        judges={QUEUE: ("kmsMasterKeyId", "sqsManagedSseEnabled")},
        check=_queue_encrypted,
        config=RuleConfig,
        group="encryption",
    ),
    Rule(
        "topic-encryption",
        description="Topics are encrypted at rest.",
        reason="SNS topics are not encrypted by default.",
        remedy="Set kmsMasterKeyId.",
        source="Amazon SNS Developer Guide, Securing Amazon SNS data with server-side encryption",
        example="name: results  # and no kmsMasterKeyId",
        judges={TOPIC: ("kmsMasterKeyId",)},
        check=_topic_encrypted,
        config=RuleConfig,
        group="encryption",
    ),
    Rule(
        "alarm-topic-cloudwatch-access",
        description="The key of an alarm topic allows CloudWatch to use it.",
        reason="With the AWS managed key of SNS, alarm notifications are lost without an error.",
        remedy="Use a customer managed key whose policy allows cloudwatch.amazonaws.com to use it.",
        source="Amazon CloudWatch User Guide, Notifying users on alarm changes",
        example="kmsMasterKeyId: alias/aws/sns",
        judges={TOPIC: ("kmsMasterKeyId", "arn", "policy")},
        joins={ALARM: _ACTIONS, TOPIC_POLICY: ("arn", "policy"), KEY: ("policy", "id", "arn")},
        check=_alarms_arrive,
        config=RuleConfig,
        group="policies",
    ),
)
