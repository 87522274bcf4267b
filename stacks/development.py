"""The stack `development`: the data services for a laptop, with the API on that laptop."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import ResourceOptions

from components.data.data_services import DataServices, DataServicesArgs
from components.messaging.api_subscriptions import ApiSubscriptions, ApiSubscriptionsArgs
from components.outputs import NameAndArn, QueueOutputs
from settings import DataServicesSettings
from stacks.kept import keep_adopted
from stacks.provider import aws_provider


@dataclass(frozen=True)
class DataOutputs:
    """Buckets, tables, queues and topics by declared name."""

    buckets: Mapping[str, NameAndArn]
    tables: Mapping[str, NameAndArn]
    queues: Mapping[str, QueueOutputs]
    topics: Mapping[str, NameAndArn]


def development(settings: DataServicesSettings) -> DataOutputs:
    """Creates the data services and the API's subscriptions."""
    keep_adopted(settings)
    options = ResourceOptions(providers=[aws_provider(settings)])
    data = DataServices("data", DataServicesArgs(settings), options)
    subscriptions = ApiSubscriptionsArgs(data.subscribable, settings.api_url)
    ApiSubscriptions("api-subscriptions", subscriptions, options)
    return DataOutputs(data.buckets, data.tables, data.queues, data.topics)
