"""Queues and topics that violate, that do not, and that nobody knows yet."""

import json

from policies.rules.messaging import (
    ALARM,
    ALARM_TOPICS_LET_CLOUDWATCH_PUBLISH,
    QUEUES_ARE_ENCRYPTED,
    QUEUES_HAVE_DEAD_LETTERS,
    REDRIVE,
    SUBSCRIPTION,
    SUBSCRIPTIONS_HAVE_DEAD_LETTERS,
    TOPICS_ARE_ENCRYPTED,
)
from policies.rules.resource import Resource
from policies.rules.resource_policies import KEY, QUEUE, TOPIC, TOPIC_POLICY
from tests.policies.cases import UNKNOWN, Case, Stack, a

ARN = "arn:aws:sqs:eu-west-1:1:dead"
DEAD = a(QUEUE, "dead", props={"arn": ARN})
NEW = a(QUEUE, "dead", props={"name": "dead"})
TO_DEAD = {"redrivePolicy": json.dumps({"deadLetterTargetArn": ARN, "maxReceiveCount": 5})}


def alarms(key: Resource | None, topic_key: str = "key-1") -> Stack:
    """A topic that an alarm names, and its key."""
    topic = a(TOPIC, "alarms", props={"arn": "arn:alarms", "kmsMasterKeyId": topic_key})
    alarm = a(ALARM, props={"alarmActions": ["arn:alarms"]})
    return (topic, alarm, *([key] if key else []))


def key(*actions: str, service: str = "cloudwatch.amazonaws.com") -> Resource:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": [*actions]}
    return a(KEY, props={"id": "key-1", "policy": json.dumps({"Statement": [statement]})})


def let_in(service: str) -> Stack:
    """A topic under AWS's own key, whose policy lets a service publish."""
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
            "when it expires": (a(QUEUE, props={"arn": "arn:other"}),),
            "cannot be worked on": (DEAD,),
            "is gone": (DEAD, a(QUEUE, props={"redrivePolicy": '{"deadLetterTargetArn": "x"}'})),
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
            "after the last try": (a(SUBSCRIPTION, props={"protocol": "https"}),),
            "is lost": (a(SUBSCRIPTION, props={"protocol": "sqs"}),),
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
            "nobody says": (a(QUEUE),),
            "are encrypted": (a(QUEUE, props={"sqsManagedSseEnabled": False}),),
        },
        good=(
            (a(QUEUE, props={"sqsManagedSseEnabled": True}),),
            (a(QUEUE, props={"kmsMasterKeyId": UNKNOWN}),),
        ),
        unknown=((a(QUEUE, props={"sqsManagedSseEnabled": UNKNOWN}),),),
    ),
    Case(
        TOPICS_ARE_ENCRYPTED,
        bad={"in clear": (a(TOPIC, props={"name": "one"}),)},
        good=(
            (a(TOPIC, props={"kmsMasterKeyId": "alias/aws/sns"}),),
            (a(TOPIC, props={"kmsMasterKeyId": UNKNOWN}),),
        ),
        unknown=(),
    ),
    Case(
        ALARM_TOPICS_LET_CLOUDWATCH_PUBLISH,
        bad={
            "CloudWatch may not use alias/aws/sns": alarms(None, "alias/aws/sns"),
            "lets CloudWatch not kms:Decrypt": alarms(key(service="sns.amazonaws.com")),
            "not kms:GenerateDataKey": alarms(key("kms:Decrypt")),
            "alarms never arrive": let_in("cloudwatch.amazonaws.com"),
        },
        good=(
            alarms(key("kms:Decrypt", "kms:GenerateDataKey*")),
            alarms(key("kms:*")),
            alarms(None, "arn:aws:kms:eu-west-1:1:key/elsewhere"),
            let_in("events.amazonaws.com"),
            (a(TOPIC, props={"kmsMasterKeyId": "alias/aws/sns"}),),
        ),
        unknown=(
            alarms(None, UNKNOWN),
            (a(TOPIC, props={"arn": "arn:one"}), a(ALARM, props={"alarmActions": UNKNOWN})),
        ),
    ),
)
