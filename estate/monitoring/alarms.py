"""The CloudWatch alarms of an environment, one record each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from estate.data.buckets import CANARIES
from estate.data.tables import TABLES
from estate.messaging.queues import QUEUES, dead_letter_name
from estate.messaging.topics import TOPICS
from estate.naming import cluster_name, patterned_name, physical_name, vault_name
from estate.services.cache import REDIS, node_names
from settings import Kind, PlatformSettings, is_removed

_MINUTE = 60
_DAY = 24 * 60 * _MINUTE

IGNORED, BREACHING = "notBreaching", "breaching"
"""The values of TreatMissingData.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""


@dataclass(frozen=True)
class Metric:
    """A CloudWatch metric with the statistic that the alarm uses."""

    namespace: str
    name: str
    statistic: str = "Maximum"


@dataclass(frozen=True)
class Alarm:
    """An alarm; `name` is without `-<environment>`, `says` is the description for people.

    It fires when the sum of the metrics is above `above` (or below `below`) for `periods`
    consecutive periods of `period` seconds. `of_node_group` is the node group whose Auto Scaling
    group is the metrics' dimension; AWS generates that name at deployment.
    """

    name: str
    says: str
    metrics: tuple[Metric, ...]
    dimensions: Mapping[str, str] = field(default_factory=dict[str, str])
    above: float | None = None
    below: float | None = None
    period: int = 5 * _MINUTE
    periods: int = 1
    treat_missing_data: str = IGNORED
    of_node_group: str = ""


CANARY = "is-ui-up"
"""The name of the canary that opens the start page."""


def alarms(settings: PlatformSettings) -> tuple[Alarm, ...]:
    """Returns all alarms of the environment."""
    return (
        *_of_canary(settings),
        *_of_queues(settings),
        *_of_tables(settings),
        *_of_nodes(settings),
        *_of_cache(settings),
        *_of_backups(settings),
    )


def _of_canary(settings: PlatformSettings) -> Iterator[Alarm]:
    # The cluster serves the page that the canary opens, and the bucket has the canary's results.
    if is_removed(settings, Kind.CLUSTER) or is_removed(settings, Kind.BUCKET, CANARIES.name):
        return
    yield Alarm(
        CANARY,
        "The canary could not open the start page twice in a row",
        (Metric("CloudWatchSynthetics", "SuccessPercent", "Minimum"),),
        {"CanaryName": physical_name(CANARY, settings)},
        below=100,
        # The same threshold as in the old estate.
        period=10 * _MINUTE,
        periods=2,
        treat_missing_data=BREACHING,
    )


def _of_queues(settings: PlatformSettings) -> Iterator[Alarm]:
    for queue in QUEUES:
        name = patterned_name(queue.pattern, settings)
        yield Alarm(
            f"{queue.name}-waits",
            f"No consumer takes messages from {name}: is the {queue.owner} running?",
            (Metric("AWS/SQS", "ApproximateAgeOfOldestMessage"),),
            {"QueueName": name},
            # A user is waiting for the result.
            above=15 * _MINUTE,
        )
        yield _of_dead_letters(f"{queue.name}-dead-letters", dead_letter_name(name))
    for topic in TOPICS:
        if topic.deliveries:
            name = dead_letter_name(patterned_name(topic.pattern, settings))
            yield _of_dead_letters(f"{topic.name}-undelivered", name)


def _of_dead_letters(name: str, queue_name: str) -> Alarm:
    return Alarm(
        name,
        f"Messages are in the dead-letter queue {queue_name}: fix the cause, then redrive them",
        (Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible"),),
        {"QueueName": queue_name},
        above=0,
    )


def _of_tables(settings: PlatformSettings) -> Iterator[Alarm]:
    for table in TABLES:
        if is_removed(settings, Kind.TABLE, table.name):
            continue
        name = physical_name(table.name, settings)
        yield _of_throttling(f"{table.name}-throttled", name, {"TableName": name})
        for index in table.indexes:
            yield _of_throttling(
                f"{table.name}-{index.name}-throttled",
                f"{index.name} of {name}",
                {"TableName": name, "GlobalSecondaryIndexName": index.name},
            )


def _of_throttling(name: str, what: str, dimensions: Mapping[str, str]) -> Alarm:
    return Alarm(
        name,
        f"DynamoDB throttles requests to {what}: is there a hot partition key?",
        (
            Metric("AWS/DynamoDB", "ReadThrottleEvents", "Sum"),
            Metric("AWS/DynamoDB", "WriteThrottleEvents", "Sum"),
        ),
        dimensions,
        # On-demand tables throttle a few requests while they scale up.
        above=10,
        periods=2,
    )


def _of_backups(settings: PlatformSettings) -> Iterator[Alarm]:
    if is_removed(settings, Kind.BACKUP_VAULT):
        return
    vault = {"BackupVaultName": vault_name(settings)}
    yield Alarm(
        "backups-fail",
        "A backup job failed or expired: see the jobs in the AWS Backup console",
        tuple(
            Metric("AWS/Backup", f"NumberOfBackupJobs{end}", "Sum")
            for end in ("Aborted", "Expired", "Failed")
        ),
        vault,
        above=0,
    )
    yield Alarm(
        "backups-missing",
        "No backup completed for two days: does the backup plan select any resources?",
        (Metric("AWS/Backup", "NumberOfBackupJobsCompleted", "Sum"),),
        vault,
        below=1,
        period=_DAY,
        periods=2,
        treat_missing_data=BREACHING,
    )


def _of_nodes(settings: PlatformSettings) -> Iterator[Alarm]:
    if is_removed(settings, Kind.CLUSTER):
        return
    yield Alarm(
        "pods-find-no-node",
        "Pods are pending: has a node group reached maxSize, or is the autoscaler down?",
        (Metric("AWS/EKS", "scheduler_pending_pods_UNSCHEDULABLE", "Sum"),),
        {"ClusterName": cluster_name(settings)},
        above=0,
        # A new node takes a few minutes to start.
        periods=3,
    )
    for group in settings.node_groups:
        yield Alarm(
            f"{group.name}-nodes-fail",
            f"A node of {group.name} fails EC2 status checks and was not replaced",
            (Metric("AWS/EC2", "StatusCheckFailed"),),
            above=0,
            periods=2,
            of_node_group=group.name,
        )


def _of_cache(settings: PlatformSettings) -> Iterator[Alarm]:
    if is_removed(settings, Kind.CACHE):
        return
    for number, node in enumerate(node_names(REDIS, settings), start=1):
        for metric, what in (
            ("EngineCPUUtilization", "computes"),
            ("DatabaseMemoryUsagePercentage", "holds"),
        ):
            yield Alarm(
                f"redis-{number}-{what}-too-much",
                f"{node} {what} almost all of its capacity: consider a larger cacheNodeType",
                (Metric("AWS/ElastiCache", metric, "Average"),),
                {"CacheClusterId": node},
                # ElastiCache User Guide, "Which metrics should I monitor?"
                above=90,
                periods=2,
            )
