"""An encrypted SQS queue with a dead-letter queue."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import sqs

from components.identity.resource_policies import Document, queue_policy, without_tls_only
from components.options import child
from estate.messaging.queues import Queue as Declaration
from estate.messaging.queues import dead_letter_name
from estate.naming import patterned_name
from estate.ownership import ownership_tags
from settings import Hardening, StackSettings

DEAD_LETTER_SECONDS = 14 * 24 * 60 * 60
"""The retention of dead letters, 14 days, which is SQS's maximum."""

COMPACT = (",", ":")
"""JSON separators of redrive policies: without spaces, as SQS and SNS return them."""


@dataclass(frozen=True)
class QueueArgs:
    """The declared queue, the stack's settings, and the hardening not applied to the queue yet."""

    declaration: Declaration
    settings: StackSettings
    postponed: Collection[Hardening] = ()


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
        if Hardening.POLICIES not in args.postponed:
            policy = queue.arn.apply(lambda arn: json.dumps(_policy(arn, args)))
            sqs.QueuePolicy(name, queue_url=queue.url, policy=policy, opts=child(self))
        sqs.QueuePolicy(
            f"{name}-dead-letters",
            queue_url=dead_letters.url,
            policy=dead_letters.arn.apply(lambda arn: json.dumps(queue_policy(arn))),
            opts=child(self),
        )
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


def _policy(arn: str, args: QueueArgs) -> Document:
    policy = queue_policy(arn)
    if Hardening.TLS_ONLY in args.postponed:
        return without_tls_only(policy, args.settings.account_id)
    return policy
