"""Effects of changes of queues and topics, beyond the loss of messages."""

from collections.abc import Mapping

from delivery.gate.impact.comparisons import disabled, fewer
from delivery.gate.impact.impact import Impact, lost
from delivery.gate.step import Step

_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
_SNS = "https://docs.aws.amazon.com/sns/latest/dg"


MESSAGING_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:sqs/queue:Queue": (
        Impact(
            Step.INTERRUPT,
            "visibilityTimeoutSeconds",
            # Default of SQS: 30 seconds (SetQueueAttributes).
            fewer(30),
            "messages whose work takes longer are received again, and their work is done twice",
            f"{_SQS}/sqs-visibility-timeout.html",
        ),
        Impact(
            Step.INTERRUPT,
            "maxMessageSize",
            # Default of SQS: 1 MiB (SetQueueAttributes).
            fewer(1024 * 1024),
            "SQS refuses larger messages",
            f"{_SQS}/quotas-messages.html",
        ),
        Impact(
            Step.INTERRUPT,
            "contentBasedDeduplication",
            disabled,
            "SQS refuses messages without a deduplication id",
            f"{_SQS}/FIFO-queues-exactly-once-processing.html",
        ),
    ),
    "aws:sns/topic:Topic": (
        lost(
            Step.DISCONNECT,
            "all subscriptions of the topic are deleted; who publishes to its old name receives an"
            " error",
            f"{_SNS}/sns-delete-subscription-topic.html",
        ),
    ),
    "aws:sns/topicSubscription:TopicSubscription": (
        lost(
            Step.DISCONNECT,
            "the endpoint receives no further messages; another e-mail address receives them only"
            " after its confirmation",
            f"{_SNS}/sns-delete-subscription-topic.html",
            part_of=("topic",),
        ),
    ),
}
