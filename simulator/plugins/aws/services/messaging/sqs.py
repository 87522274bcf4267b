"""Amazon SQS: queues and their policies. A queue's id is its URL."""

from simulator.plugins.aws.attributes import read_attributes, write_attributes
from simulator.plugins.aws.calls import tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.waiting import retried

_QUEUE = "aws:sqs/queue:Queue"

_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "delaySeconds": "DelaySeconds",
    "fifoQueue": "FifoQueue",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
"""Queue properties and the attribute that holds each (SQS API, SetQueueAttributes)."""

_NOT_YET = [("AWS.SimpleQueueService.QueueDeletedRecently", "")]
"""The refusal of CreateQueue that the official provider retries for half of three minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/sqs/queue.go
"""


def _create(aws: Aws, inputs: Props) -> str:
    fifo = {"FifoQueue": "true"} if inputs.get("fifoQueue") else {}
    create = aws("sqs").create_queue
    made = retried(*(aws, 1.5, _NOT_YET), lambda: create(QueueName=inputs["name"], Attributes=fifo))
    return made["QueueUrl"]


def _read(aws: Aws, url: str) -> Props:
    sqs = aws("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {
        **read_attributes(schema_of(_QUEUE), _ATTRIBUTES, attributes),
        "arn": attributes["QueueArn"],
        "name": attributes["QueueArn"].rpartition(":")[2],
        "region": aws.region,
        "tags": sqs.list_queue_tags(QueueUrl=url).get("Tags", {}),
        "url": url,
    }


def _update(aws: Aws, url: str, old: Props, new: Props) -> None:
    settable = {name: given for name, given in _ATTRIBUTES.items() if name != "fifoQueue"}
    if wanted := write_attributes(settable, old, new):
        aws("sqs").set_queue_attributes(QueueUrl=url, Attributes=wanted)


def _delete(aws: Aws, url: str, state: Props) -> None:
    aws("sqs").delete_queue(QueueUrl=url)


def _read_policy(aws: Aws, url: str) -> Props | None:
    answer = aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    policy = answer.get("Attributes", {}).get("Policy")
    return {"policy": policy, "queueUrl": url, "region": aws.region} if policy else None


def _write_policy(aws: Aws, url: str, old: Props, new: Props) -> None:
    policy = {"Policy": new.get("policy", "")}
    aws("sqs").set_queue_attributes(QueueUrl=url, Attributes=policy)


RESOURCE_TYPES = (
    ResourceType(
        token=_QUEUE,
        name="name",
        suffix=lambda inputs: ".fifo" if inputs.get("fifoQueue") else "",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=tagging("sqs", "queueUrl", "TagQueue", "UntagQueue"),
        delete=_delete,
        # Defaults of the Terraform AWS provider's aws_sqs_queue.
        defaults={
            "delaySeconds": 0,
            "messageRetentionSeconds": 345600,
            "receiveWaitTimeSeconds": 0,
            "visibilityTimeoutSeconds": 30,
        },
    ),
    ResourceType(
        token="aws:sqs/queuePolicy:QueuePolicy",
        create=lambda aws, inputs: inputs["queueUrl"],
        read=unless_gone(_read_policy),
        update=_write_policy,
        delete=lambda aws, url, state: _write_policy(aws, url, state, {}),
    ),
)
