"""An encrypted SQS queue with a dead-letter queue."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import sqs

from components.identity.resource_policies import queue_policy
from components.options import child
from estate.messaging.queues import Queue as Declaration
from estate.messaging.queues import dead_letter_name
from estate.naming import patterned_name
from estate.ownership import ownership_tags
from settings import StackSettings

DEAD_LETTER_SECONDS = 14 * 24 * 60 * 60
"""The retention of dead letters, 14 days, which is SQS's maximum."""

COMPACT = (",", ":")
"""JSON separators of redrive policies: without spaces, as SQS and SNS return them."""


@dataclass(frozen=True)
class QueueArgs:
    """The declared queue and the stack's settings."""

    declaration: Declaration
    settings: StackSettings


class Queue(ComponentResource):
    """A queue whose messages move to a dead-letter queue after failed receives.

    Creates two `aws.sqs.Queue` (`<name>` and `<name>-dead-letters`), each with a `QueuePolicy`.

    Outputs: `queue_name`, `arn`, `url`, and `dead_letter_url`.
    """

    def __init__(self, name: str, args: QueueArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:messaging:Queue", name, None, opts)
        declaration, settings = args.declaration, args.settings
        queue_name = patterned_name(declaration.pattern_in(settings.environment), settings)
        tags = ownership_tags(declaration.owner)
        dead_letters = sqs.Queue(
            f"{name}-dead-letters",
            name=dead_letter_name(queue_name),
            fifo_queue=declaration.fifo or None,
            message_retention_seconds=DEAD_LETTER_SECONDS,
            sqs_managed_sse_enabled=True,
            tags=tags,
            opts=child(self),
        )
        redrive = dead_letters.arn.apply(
            lambda arn: json.dumps(
                {"deadLetterTargetArn": arn, "maxReceiveCount": declaration.max_receives},
                separators=COMPACT,
            )
        )
        queue = sqs.Queue(
            name,
            name=queue_name,
            fifo_queue=declaration.fifo or None,
            content_based_deduplication=declaration.fifo or None,
            # Message groups do not block each other (high throughput).
            deduplication_scope="messageGroup" if declaration.fifo else None,
            fifo_throughput_limit="perMessageGroupId" if declaration.fifo else None,
            redrive_policy=redrive,
            sqs_managed_sse_enabled=True,
            tags=tags,
            opts=child(self),
        )
        for each_name, each in ((name, queue), (f"{name}-dead-letters", dead_letters)):
            policy = each.arn.apply(lambda arn: json.dumps(queue_policy(arn)))
            sqs.QueuePolicy(each_name, queue_url=each.url, policy=policy, opts=child(self))
        self.queue_name: Output[str] = queue.name
        self.arn: Output[str] = queue.arn
        self.url: Output[str] = queue.url
        self.dead_letter_url: Output[str] = dead_letters.url
        self.register_outputs(
            {
                "queue_name": self.queue_name,
                "arn": self.arn,
                "url": self.url,
                "dead_letter_url": self.dead_letter_url,
            }
        )
