"""Alarms are delivered only if CloudWatch may publish to the topic."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from tests.simulator.samples.sample import document

ACCOUNT = "242905224710"
CLOUDWATCH = {"Service": "cloudwatch.amazonaws.com"}
PUBLISHES = document(Effect="Allow", Principal=CLOUDWATCH, Action="sns:Publish", Resource="*")
ENCRYPTS = document(
    Effect="Allow",
    Principal=CLOUDWATCH,
    Action=["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource="*",
)
DECRYPTS_ONLY = document(Effect="Allow", Principal=CLOUDWATCH, Action="kms:Decrypt", Resource="*")


def client(service: str) -> Any:
    return boto3.client(service, region_name="eu-west-1")


@pytest.fixture
def topic(aws_environment: None) -> Iterator[str]:
    """The topic of an alarm, with a subscribed queue of the same name."""
    name = f"alarms-{uuid.uuid4().hex}"  # the names of deleted queues are taken for a while
    arn = client("sns").create_topic(Name=name)["TopicArn"]
    accepts = document(
        Effect="Allow",
        Principal={"Service": "sns.amazonaws.com"},
        Action="sqs:SendMessage",
        Resource="*",
        Condition={"ArnEquals": {"aws:SourceArn": arn}},
    )
    queue = client("sqs").create_queue(QueueName=name, Attributes={"Policy": accepts})["QueueUrl"]
    client("sns").subscribe(
        TopicArn=arn, Protocol="sqs", Endpoint=f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{name}"
    )
    client("cloudwatch").put_metric_alarm(
        AlarmName="waits",
        AlarmDescription="look at it",
        Namespace="AWS/SQS",
        MetricName="ApproximateAgeOfOldestMessage",
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        ActionsEnabled=True,
        AlarmActions=[arn],
    )
    yield arn
    client("cloudwatch").delete_alarms(AlarmNames=["waits"])
    client("sqs").delete_queue(QueueUrl=queue)
    client("sns").delete_topic(TopicArn=arn)


def key(policy: str) -> str:
    return client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]


def heard(topic: str, **attributes: str) -> list[dict[str, Any]]:
    """The delivered messages when the alarm fires, with these attributes of the topic."""
    for name, value in attributes.items():
        client("sns").set_topic_attributes(TopicArn=topic, AttributeName=name, AttributeValue=value)
    client("cloudwatch").set_alarm_state(
        AlarmName="waits", StateValue="ALARM", StateReason="it waited"
    )
    queue = client("sqs").get_queue_url(QueueName=topic.rpartition(":")[2])["QueueUrl"]
    messages = client("sqs").receive_message(QueueUrl=queue).get("Messages", [])
    return [json.loads(json.loads(one["Body"])["Message"]) for one in messages]


def test_alarm_message_is_delivered(topic: str) -> None:
    (message,) = heard(topic, Policy=PUBLISHES, KmsMasterKeyId=key(ENCRYPTS))
    assert message["AlarmName"] == "waits"
    assert message["AlarmDescription"] == "look at it"
    assert (message["NewStateValue"], message["NewStateReason"]) == ("ALARM", "it waited")


def test_alarm_is_sent_once_per_state_change(topic: str) -> None:
    assert heard(topic, Policy=PUBLISHES)
    assert heard(topic) == []


def test_aws_managed_sns_key_blocks_alarms(topic: str) -> None:
    assert heard(topic, Policy=PUBLISHES, KmsMasterKeyId="alias/aws/sns") == []


def test_key_policy_must_allow_decrypt_and_generate_data_key(topic: str) -> None:
    assert heard(topic, Policy=PUBLISHES, KmsMasterKeyId=key(DECRYPTS_ONLY)) == []


def test_topic_policy_without_cloudwatch_blocks_alarms(topic: str) -> None:
    assert heard(topic) == []


def test_a_queue_whose_policy_does_not_allow_the_topic_gets_no_message(topic: str) -> None:
    queue = client("sqs").get_queue_url(QueueName=topic.rpartition(":")[2])["QueueUrl"]
    client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
    assert heard(topic, Policy=PUBLISHES) == []
