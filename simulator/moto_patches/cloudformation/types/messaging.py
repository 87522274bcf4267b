"""Types of SQS and SNS."""

from collections.abc import Mapping

from simulator.moto_patches.cloudformation.account_calls import AccountCalls
from simulator.moto_patches.cloudformation.resource_type import (
    Operation,
    Props,
    ResourceType,
    as_text,
)

_QUEUE_ATTRIBUTES = (
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit",
    "KmsMasterKeyId",
    "MessageRetentionPeriod",
    "RedrivePolicy",
    "VisibilityTimeout",
)
_TOPIC_ATTRIBUTES = ("DisplayName", "KmsMasterKeyId")
_SUBSCRIPTION_ATTRIBUTES = ("DeliveryPolicy", "FilterPolicy", "RawMessageDelivery")


def _attributes(properties: Props, names: tuple[str, ...]) -> dict[str, str]:
    return {name: as_text(properties[name]) for name in names if name in properties}


def _create_queue(calls: AccountCalls, properties: Props) -> Props:
    attributes = _attributes(properties, _QUEUE_ATTRIBUTES)
    tags = {one["Key"]: one["Value"] for one in properties.get("Tags", ())}
    given = {"QueueName": properties["QueueName"], "Attributes": attributes, "tags": tags}
    return calls.call("sqs", "create_queue", given)


def _settle_queue(calls: AccountCalls, url: str, properties: Props, before: Props) -> None:
    attributes = _attributes(properties, _QUEUE_ATTRIBUTES)
    if before:
        attributes.pop("FifoQueue", None)
        calls.call("sqs", "set_queue_attributes", {"QueueUrl": url, "Attributes": attributes})


def _create_topic(calls: AccountCalls, properties: Props) -> Props:
    attributes = _attributes(properties, _TOPIC_ATTRIBUTES)
    given = {"Name": properties["TopicName"], "Attributes": attributes}
    return calls.call("sns", "create_topic", {**given, "Tags": properties.get("Tags", [])})


def _settle_topic(calls: AccountCalls, arn: str, properties: Props, before: Props) -> None:
    for name, value in _attributes(properties, _TOPIC_ATTRIBUTES).items() if before else ():
        given = {"TopicArn": arn, "AttributeName": name, "AttributeValue": value}
        calls.call("sns", "set_topic_attributes", given)


def _subscribe(calls: AccountCalls, properties: Props) -> Props:
    given = {name: properties[name] for name in ("TopicArn", "Protocol", "Endpoint")}
    attributes = _attributes(properties, _SUBSCRIPTION_ATTRIBUTES)
    given |= {"Attributes": attributes, "ReturnSubscriptionArn": True}
    return calls.call("sns", "subscribe", given)


def _settle_subscription(calls: AccountCalls, arn: str, properties: Props, before: Props) -> None:
    for name, value in _attributes(properties, _SUBSCRIPTION_ATTRIBUTES).items() if before else ():
        given = {"SubscriptionArn": arn, "AttributeName": name, "AttributeValue": value}
        calls.call("sns", "set_subscription_attributes", given)


MESSAGING: Mapping[str, ResourceType] = {
    "AWS::SNS::Subscription": ResourceType(
        service="sns",
        create=_subscribe,
        id="SubscriptionArn",
        own=_SUBSCRIPTION_ATTRIBUTES,
        settle=_settle_subscription,
        delete=Operation("unsubscribe", {"SubscriptionArn": "Id"}),
    ),
    "AWS::SNS::Topic": ResourceType(
        service="sns",
        create=_create_topic,
        id="TopicArn",
        name="TopicName",
        own=_TOPIC_ATTRIBUTES,
        settle=_settle_topic,
        attributes={"TopicArn": "Id", "TopicName": "TopicName"},
        delete=Operation("delete_topic", {"TopicArn": "Id"}),
    ),
    "AWS::SQS::Queue": ResourceType(
        service="sqs",
        create=_create_queue,
        id="QueueUrl",
        name="QueueName",
        own=_QUEUE_ATTRIBUTES,
        settle=_settle_queue,
        attributes={
            "Arn": "join(':', ['arn:aws:sqs', Region, Account, QueueName])",
            "QueueName": "QueueName",
            "QueueUrl": "Id",
        },
        delete=Operation("delete_queue", {"QueueUrl": "Id"}),
    ),
}
