"""Rules for queues, topics and what they deliver."""

import json
from collections.abc import Iterator
from typing import Any

from .documents import statements_of
from .resource import Resource
from .resource_policies import KEY, QUEUE, TOPIC, TOPIC_POLICY
from .rule import Context, Rule, RuleConfig

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"

_ACTIONS = ("alarmActions", "okActions", "insufficientDataActions")
_CLOUDWATCH = "cloudwatch.amazonaws.com"
_OF_AWS = "alias/aws/"
_NEEDED = ("kms:Decrypt", "kms:GenerateDataKey")
"""What a service does with the key of a topic to publish to it (SNS guide, "Key management")."""

_RETRIED = ("http", "https", "lambda", "sqs", "firehose")
"""Protocols whose failed deliveries can be set aside (SNS guide, "Dead-letter queues")."""


def _dead_letters(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if one.sets("redrivePolicy") or any(
        context.others.about(one, REDRIVE, "queueUrl", ("id", "url"))
    ):
        return
    if not any(_hands_to(other, one) for other in context.others.of(QUEUE, SUBSCRIPTION, REDRIVE)):
        yield "what cannot be worked on is gone when it expires."


def _hands_to(other: Resource, one: Resource) -> bool:
    if not other.sets("redrivePolicy"):
        return False
    if one.urn in other.uses.get("redrivePolicy", ()):
        return True
    return json.loads(other.get("redrivePolicy"))["deadLetterTargetArn"] == one.get("arn")


def _undelivered(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("protocol") in _RETRIED and not one.sets("redrivePolicy"):
        yield "what cannot be delivered is lost after the last try."


def _queue_encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.sets("kmsMasterKeyId") and one.get("sqsManagedSseEnabled") is not True:
        yield "nobody says that its messages are encrypted."


def _topic_encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.sets("kmsMasterKeyId"):
        yield "its messages lie in clear until they are delivered."


def _alarms_arrive(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if not _gets_alarms(one, context):
        return
    keys = [key for key in context.others.of(KEY) if _is_key_of(key, one)]
    if not keys and str(one.get("kmsMasterKeyId") or "").startswith(_OF_AWS):
        yield f"alarms never arrive: CloudWatch may not use {one.get('kmsMasterKeyId')}."
    for key in keys:
        allowed = [
            each
            for each in statements_of(key.get("policy"))
            if each.allows and _CLOUDWATCH in each.principals.get("Service", ())
        ]
        missing = [name for name in _NEEDED if not any(each.covers(name) for each in allowed)]
        if missing:
            yield f"alarms never arrive: its key {key.name!r} lets CloudWatch not {missing[0]}."


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
        each.allows and _CLOUDWATCH in each.principals.get("Service", ())
        for document in documents
        for each in statements_of(document)
    )


def _is_key_of(key: Resource, topic: Resource) -> bool:
    if key.urn in topic.uses.get("kmsMasterKeyId", ()):
        return True
    return topic.get("kmsMasterKeyId") in (key.get("id"), key.get("arn"))


QUEUES_HAVE_DEAD_LETTERS = Rule(
    "queue-dead-letter-queue",
    description="A queue sets aside what fails too often, unless it is where that is set aside.",
    reason="A message that fails again and again would block the queue, or vanish unseen.",
    remedy="Set redrivePolicy to a second queue.",
    source="Amazon SQS Developer Guide, Using dead-letter queues in Amazon SQS",
    example="name: jobs  # and no redrivePolicy",
    judges={QUEUE: ("redrivePolicy", "arn", "id", "url")},
    joins={REDRIVE: ("queueUrl", "redrivePolicy"), SUBSCRIPTION: ("redrivePolicy",)},
    check=_dead_letters,
    config=RuleConfig,
)

SUBSCRIPTIONS_HAVE_DEAD_LETTERS = Rule(
    "subscription-dead-letter-queue",
    description="What a subscription cannot deliver is set aside.",
    reason="A subscriber that is down for longer than the retries would miss results for good.",
    remedy="Set redrivePolicy to a queue.",
    source="Amazon SNS Developer Guide, Amazon SNS dead-letter queues",
    example="protocol: https  # and no redrivePolicy",
    judges={SUBSCRIPTION: ("protocol", "redrivePolicy")},
    check=_undelivered,
    config=RuleConfig,
)

QUEUES_ARE_ENCRYPTED = Rule(
    "queue-encryption",
    description="A queue says how its messages are encrypted.",
    reason="SQS encrypts new queues by itself, but not those that once had it turned off.",
    remedy="Set sqsManagedSseEnabled to true, or kmsMasterKeyId.",
    source="Amazon SQS Developer Guide, Encryption at rest in Amazon SQS",
    example="sqsManagedSseEnabled: false",
    judges={QUEUE: ("kmsMasterKeyId", "sqsManagedSseEnabled")},
    check=_queue_encrypted,
    config=RuleConfig,
)

TOPICS_ARE_ENCRYPTED = Rule(
    "topic-encryption",
    description="Topics encrypt their messages.",
    reason="SNS keeps messages in clear unless it is told otherwise.",
    remedy="Set kmsMasterKeyId.",
    source="Amazon SNS Developer Guide, Securing Amazon SNS data with server-side encryption",
    example="name: results  # and no kmsMasterKeyId",
    judges={TOPIC: ("kmsMasterKeyId",)},
    check=_topic_encrypted,
    config=RuleConfig,
)

ALARM_TOPICS_LET_CLOUDWATCH_PUBLISH = Rule(
    "alarm-topic-cloudwatch-access",
    description="A topic of alarms has a key that CloudWatch may use.",
    reason="With AWS's own key for SNS, every alarm is lost, and nobody is told of that either.",
    remedy="Give the topic a key of ours, whose policy lets cloudwatch.amazonaws.com use it.",
    source="Amazon CloudWatch User Guide, Notifying users on alarm changes",
    example="kmsMasterKeyId: alias/aws/sns",
    judges={TOPIC: ("kmsMasterKeyId", "arn", "policy")},
    joins={ALARM: _ACTIONS, TOPIC_POLICY: ("arn", "policy"), KEY: ("policy", "id", "arn")},
    check=_alarms_arrive,
    config=RuleConfig,
)

RULES = (
    QUEUES_HAVE_DEAD_LETTERS,
    SUBSCRIPTIONS_HAVE_DEAD_LETTERS,
    QUEUES_ARE_ENCRYPTED,
    TOPICS_ARE_ENCRYPTED,
    ALARM_TOPICS_LET_CLOUDWATCH_PUBLISH,
)
