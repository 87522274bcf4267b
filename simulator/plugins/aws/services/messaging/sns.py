"""Amazon SNS: topics, their policies and subscriptions. The id of each is its ARN."""

import json

from simulator.plugins.aws.attributes import read_attributes, write_attributes
from simulator.plugins.aws.calls import tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, tag_map, words

_TOPIC = "aws:sns/topic:Topic"
_SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"

_TOPIC_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "fifoTopic": "FifoTopic",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
}
"""Topic properties and the attribute that holds each (SNS API, SetTopicAttributes)."""

_SUBSCRIPTION_ATTRIBUTES = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
}
"""Subscription properties and their attributes (SNS API, SetSubscriptionAttributes)."""

_OWNERS_ACTIONS = [
    f"SNS:{action}"
    for action in (
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    )
]
"""The actions that a new topic's default policy allows (SNS guide, "Default policy")."""


def _create_topic(aws: Aws, inputs: Props) -> str:
    fifo = {"FifoTopic": "true"} if inputs.get("fifoTopic") else {}
    return aws("sns").create_topic(Name=inputs["name"], Attributes=fifo)["TopicArn"]


def _read_topic(aws: Aws, arn: str) -> Props:
    sns = aws("sns")
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    return {
        **read_attributes(schema_of(_TOPIC), _TOPIC_ATTRIBUTES, attributes),
        "arn": arn,
        "name": arn.rpartition(":")[2],
        "owner": attributes["Owner"],
        "region": aws.region,
        "tags": tag_map(sns.list_tags_for_resource(ResourceArn=arn)["Tags"]),
    }


def _update_topic(aws: Aws, arn: str, old: Props, new: Props) -> None:
    settable = {name: given for name, given in _TOPIC_ATTRIBUTES.items() if name != "fifoTopic"}
    for attribute, value in write_attributes(settable, old, new).items():
        aws("sns").set_topic_attributes(TopicArn=arn, AttributeName=attribute, AttributeValue=value)


def _read_policy(aws: Aws, arn: str) -> Props:
    attributes = aws("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
    return {
        "arn": arn,
        "owner": attributes["Owner"],
        "policy": attributes["Policy"],
        "region": aws.region,
    }


def _update_policy(aws: Aws, arn: str, old: Props, new: Props) -> None:
    aws("sns").set_topic_attributes(
        TopicArn=arn, AttributeName="Policy", AttributeValue=new["policy"]
    )


def _delete_policy(aws: Aws, arn: str, state: Props) -> None:
    # A topic always has a policy: the official provider restores the default one.
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": _OWNERS_ACTIONS,
        "Resource": arn,
        "Condition": {"StringEquals": {"AWS:SourceOwner": aws.account_id}},
    }
    policy = {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]}
    _update_policy(aws, arn, {}, {"policy": json.dumps(policy)})


def _create_subscription(aws: Aws, inputs: Props) -> str:
    return aws("sns").subscribe(
        TopicArn=inputs["topic"],
        Protocol=inputs["protocol"],
        Endpoint=inputs["endpoint"],
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]


def _read_subscription(aws: Aws, arn: str) -> Props:
    attributes = aws("sns").get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    return {
        **read_attributes(schema_of(_SUBSCRIPTION), _SUBSCRIPTION_ATTRIBUTES, attributes),
        "arn": arn,
        "endpoint": attributes["Endpoint"],
        "ownerId": attributes["Owner"],
        "pendingConfirmation": attributes.get("PendingConfirmation", "false") == "true",
        "protocol": attributes["Protocol"],
        "region": aws.region,
        "topic": attributes["TopicArn"],
    }


def _update_subscription(aws: Aws, arn: str, old: Props, new: Props) -> None:
    for attribute, value in write_attributes(_SUBSCRIPTION_ATTRIBUTES, old, new).items():
        aws("sns").set_subscription_attributes(
            SubscriptionArn=arn, AttributeName=attribute, AttributeValue=value
        )


RESOURCE_TYPES = (
    ResourceType(
        token=_TOPIC,
        name="name",
        suffix=lambda inputs: ".fifo" if inputs.get("fifoTopic") else "",
        create=_create_topic,
        read=unless_gone(_read_topic),
        update=_update_topic,
        retag=tagging("sns", "resourceArn"),
        delete=lambda aws, arn, state: aws("sns").delete_topic(TopicArn=arn),
    ),
    ResourceType(
        token="aws:sns/topicPolicy:TopicPolicy",
        create=lambda aws, inputs: inputs["arn"],
        read=unless_gone(_read_policy),
        update=_update_policy,
        delete=_delete_policy,
    ),
    ResourceType(
        token=_SUBSCRIPTION,
        create=_create_subscription,
        read=unless_gone(_read_subscription),
        update=_update_subscription,
        delete=lambda aws, arn, state: aws("sns").unsubscribe(SubscriptionArn=arn),
        unreadable=words("confirmationTimeoutInMinutes endpointAutoConfirms"),
    ),
)
