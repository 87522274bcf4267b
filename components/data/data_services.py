"""The data services of an environment: buckets, tables, queues and topics."""

from dataclasses import dataclass

from pulumi import ComponentResource, ResourceOptions

from components.data.bucket import Bucket, BucketArgs
from components.data.table import Table, TableArgs
from components.messaging.queue import Queue, QueueArgs
from components.messaging.topic import Topic, TopicArgs
from components.outputs import NameAndArn, QueueOutputs, exported
from estate.data.buckets import BUCKETS
from estate.data.tables import TABLES
from estate.messaging.queues import QUEUES
from estate.messaging.topics import TOPICS
from estate.naming import bucket_name
from settings import DataServicesSettings, Kind, is_removed, postponed


@dataclass(frozen=True)
class DataServicesArgs:
    """The stack's settings."""

    settings: DataServicesSettings


class DataServices(ComponentResource):
    """Creates a `Bucket`, `Table`, `Queue` or `Topic` component for each declaration.

    A removed data store has no component.

    Outputs: `buckets`, `tables`, `queues` and `topics`, each by declared name. `subscribable` are
    the topics for `ApiSubscriptions`.
    """

    def __init__(
        self, name: str, args: DataServicesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:data:DataPlane", name, None, opts)
        settings = args.settings
        part, later = ResourceOptions(parent=self), postponed(settings)
        buckets = {
            one.name: Bucket(
                one.name,
                BucketArgs(
                    one,
                    settings,
                    bucket_name(one.name, settings),
                    settings.ui_origins,
                    postponed=later,
                ),
                part,
            )
            for one in BUCKETS
            if not is_removed(settings, Kind.BUCKET, one.name)
        }
        tables = {
            one.name: Table(one.name, TableArgs(one, settings), part)
            for one in TABLES
            if not is_removed(settings, Kind.TABLE, one.name)
        }
        queues = {
            one.name: Queue(one.name, QueueArgs(one, settings, later), part) for one in QUEUES
        }
        topics = {
            one.name: Topic(one.name, TopicArgs(one, settings, settings.alarm_emails, later), part)
            for one in TOPICS
            # A topic for alarms cannot be without its key.
            if not (one.alarms and is_removed(settings, Kind.KEY, one.name))
        }
        self.subscribable = [*topics.values()]
        self.buckets = {key: NameAndArn(one.bucket_name, one.arn) for key, one in buckets.items()}
        self.tables = {key: NameAndArn(one.table_name, one.arn) for key, one in tables.items()}
        self.queues = {
            key: QueueOutputs(one.queue_name, one.arn, one.url, one.dead_letter_url)
            for key, one in queues.items()
        }
        self.topics = {key: NameAndArn(one.topic_name, one.arn) for key, one in topics.items()}
        self.register_outputs(
            {
                "buckets": exported(self.buckets),
                "tables": exported(self.tables),
                "queues": exported(self.queues),
                "topics": exported(self.topics),
            }
        )
