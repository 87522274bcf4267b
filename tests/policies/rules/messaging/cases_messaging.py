"""Test stacks for the rules about queues and topics."""

import json

from policies.engine.resource import Resource
from policies.rules.identity.resource_policies import KEY, QUEUE, TOPIC, TOPIC_POLICY
from policies.rules.messaging.messaging import (
    ALARM,
    ALARM_TOPICS_LET_CLOUDWATCH_PUBLISH,
    QUEUES_ARE_ENCRYPTED,
    QUEUES_HAVE_DEAD_LETTERS,
    REDRIVE,
    SUBSCRIPTION,
    SUBSCRIPTIONS_HAVE_DEAD_LETTERS,
    TOPICS_ARE_ENCRYPTED,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

ARN = "arn:aws:sqs:eu-west-1:1:dead"
DEAD = a(QUEUE, "dead", props={"arn": ARN})
NEW = a(QUEUE, "dead", props={"name": "dead"})
TO_DEAD = {"redrivePolicy": json.dumps({"deadLetterTargetArn": ARN, "maxReceiveCount": 5})}


def alarms(key: Resource | None, topic_key: str = "key-1") -> Stack:
    """Returns a topic, an alarm that notifies it, and its key."""
    topic = a(TOPIC, "alarms", props={"arn": "arn:alarms", "kmsMasterKeyId": topic_key})
    alarm = a(ALARM, props={"alarmActions": ["arn:alarms"]})
    return (topic, alarm, *([key] if key else []))


def key(*actions: str, service: str = "cloudwatch.amazonaws.com") -> Resource:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": [*actions]}
    return a(KEY, props={"id": "key-1", "policy": json.dumps({"Statement": [statement]})})


def publishable_by(service: str) -> Stack:
    """Returns a topic with the AWS managed key whose policy allows a service to publish."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sns:Publish"}
    policy = json.dumps({"Statement": [statement]})
    return (
        a(TOPIC, props={"arn": "arn:one", "kmsMasterKeyId": "alias/aws/sns"}),
        a(TOPIC_POLICY, props={"arn": "arn:one", "policy": policy}),
    )


CASES = (
    Case(
        QUEUES_HAVE_DEAD_LETTERS,
        bad={
            "queue: messages that cannot be processed are lost when they expire.": (
                a(QUEUE, props={"arn": "arn:other"}),
            ),
            "messages that cannot be processed are lost when they expire.": (DEAD,),
            "that cannot be processed are lost when they expire.": (
                DEAD,
                a(QUEUE, props={"redrivePolicy": '{"deadLetterTargetArn": "x"}'}),
            ),
        },
        good=(
            (DEAD, a(QUEUE, "work", props=TO_DEAD)),
            (DEAD, a(SUBSCRIPTION, props=TO_DEAD)),
            (
                NEW,
                a(
                    QUEUE,
                    "work",
                    props={"redrivePolicy": UNKNOWN},
                    uses={"redrivePolicy": (NEW.urn,)},
                ),
            ),
            (
                DEAD,
                a(QUEUE, "work", props={"url": "https://work"}),
                a(REDRIVE, props={"queueUrl": "https://work", **TO_DEAD}),
            ),
        ),
        unknown=((DEAD, a(QUEUE, "work", props={"redrivePolicy": UNKNOWN})),),
    ),
    Case(
        SUBSCRIPTIONS_HAVE_DEAD_LETTERS,
        bad={
            "queue: messages that cannot be delivered are lost after the last retry.": (
                a(SUBSCRIPTION, props={"protocol": "https"}),
            ),
            "messages that cannot be delivered are lost after the last retry.": (
                a(SUBSCRIPTION, props={"protocol": "sqs"}),
            ),
        },
        good=(
            (a(SUBSCRIPTION, props={"protocol": "email"}),),
            (a(SUBSCRIPTION, props={"protocol": "https", "redrivePolicy": UNKNOWN}),),
        ),
        unknown=((a(SUBSCRIPTION, props={"protocol": UNKNOWN}),),),
    ),
    Case(
        QUEUES_ARE_ENCRYPTED,
        bad={
            "nor sqsManagedSseEnabled, so its messages may be unencrypted.": (a(QUEUE),),
            "sqsManagedSseEnabled, so its messages may be unencrypted.": (
                a(QUEUE, props={"sqsManagedSseEnabled": False}),
            ),
        },
        good=(
            (a(QUEUE, props={"sqsManagedSseEnabled": True}),),
            (a(QUEUE, props={"kmsMasterKeyId": UNKNOWN}),),
        ),
        unknown=((a(QUEUE, props={"sqsManagedSseEnabled": UNKNOWN}),),),
    ),
    Case(
        TOPICS_ARE_ENCRYPTED,
        bad={"its messages are not encrypted at rest.": (a(TOPIC, props={"name": "one"}),)},
        good=(
            (a(TOPIC, props={"kmsMasterKeyId": "alias/aws/sns"}),),
            (a(TOPIC, props={"kmsMasterKeyId": UNKNOWN}),),
        ),
        unknown=(),
    ),
    Case(
        ALARM_TOPICS_LET_CLOUDWATCH_PUBLISH,
        bad={
            "notifications are lost: CloudWatch cannot use the key alias/aws/sns.": alarms(
                None, "alias/aws/sns"
            ),
            "lost: the policy of its key 'one' does not allow CloudWatch kms:Decrypt.": alarms(
                key(service="sns.amazonaws.com")
            ),
            "policy of its key 'one' does not allow CloudWatch kms:GenerateDataKey.": alarms(
                key("kms:Decrypt")
            ),
            "are lost: CloudWatch cannot use the key alias/aws/sns.": publishable_by(
                "cloudwatch.amazonaws.com"
            ),
        },
        good=(
            alarms(key("kms:Decrypt", "kms:GenerateDataKey*")),
            alarms(key("kms:*")),
            alarms(None, "arn:aws:kms:eu-west-1:1:key/elsewhere"),
            publishable_by("events.amazonaws.com"),
            (a(TOPIC, props={"kmsMasterKeyId": "alias/aws/sns"}),),
        ),
        unknown=(
            alarms(None, UNKNOWN),
            (a(TOPIC, props={"arn": "arn:one"}), a(ALARM, props={"alarmActions": UNKNOWN})),
        ),
    ),
)
