"""Test stacks for the rules about queues and topics."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.identity.resource_policies import KEY, QUEUE, TOPIC, TOPIC_POLICY
from policies.rules.messaging.messaging import ALARM, REDRIVE, SUBSCRIPTION
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

ARN = "arn:aws:sqs:eu-west-1:1:dead"
DEAD = a(QUEUE, "dead", arn=ARN)
NEW = a(QUEUE, "dead", name="dead")
TO_DEAD: dict[str, Any] = {
    "redrivePolicy": json.dumps({"deadLetterTargetArn": ARN, "maxReceiveCount": 5})
}


def alarms(key: Resource | None, topic_key: str = "key-1") -> Stack:
    """Returns a topic, an alarm that notifies it, and its key."""
    topic = a(TOPIC, "alarms", arn="arn:alarms", kmsMasterKeyId=topic_key)
    alarm = a(ALARM, alarmActions=["arn:alarms"])
    return (topic, alarm, *([key] if key else []))


def key(*actions: str, service: str = "cloudwatch.amazonaws.com") -> Resource:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": [*actions]}
    return a(KEY, id="key-1", policy=json.dumps({"Statement": [statement]}))


def publishable_by(service: str) -> Stack:
    """Returns a topic with the AWS managed key whose policy allows a service to publish."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sns:Publish"}
    policy = json.dumps({"Statement": [statement]})
    return (
        a(TOPIC, arn="arn:one", kmsMasterKeyId="alias/aws/sns"),
        a(TOPIC_POLICY, arn="arn:one", policy=policy),
    )


CASES = (
    Case(
        "queue-dead-letter-queue",
        bad={
            "queue: messages that cannot be processed are lost when they expire.": [
                a(QUEUE, arn="arn:other"),
                DEAD,
                (DEAD, a(QUEUE, redrivePolicy='{"deadLetterTargetArn": "x"}')),
            ]
        },
        good=(
            (DEAD, a(QUEUE, "work", **TO_DEAD)),
            (DEAD, a(SUBSCRIPTION, **TO_DEAD)),
            (DEAD, a(REDRIVE, redrivePolicy=UNKNOWN), a(SUBSCRIPTION, **TO_DEAD)),
            (NEW, a(QUEUE, "work", redrivePolicy=UNKNOWN, uses={"redrivePolicy": (NEW.urn,)})),
            (
                DEAD,
                a(QUEUE, "work", url="https://work"),
                a(REDRIVE, queueUrl="https://work", **TO_DEAD),
            ),
        ),
        unknown=((DEAD, a(QUEUE, "work", redrivePolicy=UNKNOWN)),),
    ),
    Case(
        "subscription-dead-letter-queue",
        bad={"queue": [a(SUBSCRIPTION, protocol="https"), a(SUBSCRIPTION, protocol="sqs")]},
        good=(
            a(SUBSCRIPTION, protocol="email"),
            a(SUBSCRIPTION, protocol="https", redrivePolicy=UNKNOWN),
        ),
        unknown=(a(SUBSCRIPTION, protocol=UNKNOWN),),
    ),
    Case(
        "queue-encryption",
        bad={"nor sqsManagedSseEnabled": [a(QUEUE), a(QUEUE, sqsManagedSseEnabled=False)]},
        good=(a(QUEUE, sqsManagedSseEnabled=True), a(QUEUE, kmsMasterKeyId=UNKNOWN)),
        unknown=(a(QUEUE, sqsManagedSseEnabled=UNKNOWN),),
    ),
    Case(
        "topic-encryption",
        bad={"its messages are not encrypted at rest.": a(TOPIC, name="one")},
        good=(a(TOPIC, kmsMasterKeyId="alias/aws/sns"), a(TOPIC, kmsMasterKeyId=UNKNOWN)),
    ),
    Case(
        "alarm-topic-cloudwatch-access",
        bad={
            "notifications are lost: CloudWatch cannot use the key alias/aws/sns.": [
                alarms(None, "alias/aws/sns"),
                publishable_by("cloudwatch.amazonaws.com"),
            ],
            "'one' does not allow CloudWatch": alarms(key(service="sns.amazonaws.com")),
            "does not allow CloudWatch kms:GenerateDataKey.": alarms(key("kms:Decrypt")),
        },
        good=(
            alarms(key("kms:Decrypt", "kms:GenerateDataKey*")),
            alarms(key("kms:*")),
            alarms(None, "arn:aws:kms:eu-west-1:1:key/elsewhere"),
            publishable_by("events.amazonaws.com"),
            a(TOPIC, kmsMasterKeyId="alias/aws/sns"),
        ),
        unknown=(alarms(None, UNKNOWN), (a(TOPIC, arn="arn:one"), a(ALARM, alarmActions=UNKNOWN))),
    ),
)
