"""The API's subscriptions to topics."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws import sns

from components.messaging.queue import COMPACT
from components.messaging.topic import Topic
from components.options import child
from estate.messaging.topics import RETRIES


@dataclass(frozen=True)
class ApiSubscriptionsArgs:
    """The topics, and the API's URL without a path."""

    topics: Iterable[Topic]
    api_url: Input[str]


class ApiSubscriptions(ComponentResource):
    """Creates an `aws.sns.TopicSubscription` for each delivery of the topics to the API.

    SNS sends a confirmation request at once, and the subscription fails without an answer. The
    component must therefore depend on the resources that make the API reachable.
    """

    def __init__(
        self, name: str, args: ApiSubscriptionsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:messaging:ApiSubscriptions", name, None, opts)
        url = Output.from_input(args.api_url)
        for topic in args.topics:
            for delivery in topic.declaration.deliveries:
                sns.TopicSubscription(
                    delivery.name,
                    topic=topic.arn,
                    # In development the API has no TLS; the protocol must match the URL's scheme.
                    protocol=url.apply(lambda url: url.partition(":")[0]),
                    endpoint=url.apply(lambda url, path=delivery.path: url + path),
                    filter_policy=json.dumps({"type": [delivery.message_type]}),
                    delivery_policy=json.dumps({"healthyRetryPolicy": dict(RETRIES)}),
                    redrive_policy=Output.json_dumps(
                        {"deadLetterTargetArn": topic.dead_letter_arn}, separators=COMPACT
                    ),
                    opts=child(self, after=[topic], former_parent=topic),
                )
        self.register_outputs({})
