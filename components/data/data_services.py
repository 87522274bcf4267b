"""The data services of an environment: buckets, tables, queues and topics."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, Resource, ResourceOptions

from components.data.bucket import Bucket, BucketArgs
from components.data.table import Table, TableArgs
from components.messaging.queue import Queue, QueueArgs
from components.messaging.topic import Topic, TopicArgs
from estate.data.buckets import BUCKETS
from estate.data.tables import TABLES
from estate.messaging.queues import QUEUES
from estate.messaging.topics import TOPICS
from estate.naming import bucket_name
from settings import DataServicesSettings

Outputs = dict[str, dict[str, Output[str]]]
"""Names, ARNs and URLs by declared name."""


@dataclass(frozen=True)
class DataServicesArgs:
    """The stack's settings, and the resources that make the API reachable, if in this stack."""

    settings: DataServicesSettings
    way_to_api: tuple[Resource, ...] = ()


class DataServices(ComponentResource):
    """Creates a `Bucket`, `Table`, `Queue` or `Topic` component for each declaration.

    Outputs: `buckets`, `tables`, `queues` and `topics`, each by declared name with the physical
    name, the ARN and, for queues, the URLs.
    """

    def __init__(
        self, name: str, args: DataServicesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:data:DataPlane", name, None, opts)
        settings = args.settings
        part = ResourceOptions(parent=self)
        buckets = {
            one.name: Bucket(
                one.name,
                BucketArgs(one, settings, bucket_name(one.name, settings), settings.ui_origins),
                part,
            )
            for one in BUCKETS
        }
        tables = {one.name: Table(one.name, TableArgs(one, settings), part) for one in TABLES}
        queues = {one.name: Queue(one.name, QueueArgs(one, settings), part) for one in QUEUES}
        topics = {
            one.name: Topic(
                one.name,
                TopicArgs(one, settings, settings.api_url, settings.alarm_emails, args.way_to_api),
                part,
            )
            for one in TOPICS
        }
        self.buckets: Outputs = {
            key: {"name": one.bucket_name, "arn": one.arn} for key, one in buckets.items()
        }
        self.tables: Outputs = {
            key: {"name": one.table_name, "arn": one.arn} for key, one in tables.items()
        }
        self.queues: Outputs = {
            key: {
                "name": one.queue_name,
                "arn": one.arn,
                "url": one.url,
                "deadLetterUrl": one.dead_letter_url,
            }
            for key, one in queues.items()
        }
        self.topics: Outputs = {
            key: {"name": one.topic_name, "arn": one.arn} for key, one in topics.items()
        }
        self.register_outputs(
            {
                "buckets": self.buckets,
                "tables": self.tables,
                "queues": self.queues,
                "topics": self.topics,
            }
        )
