"""When people are told that something is wrong. An alarm is a record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from estate.cache import REDIS, node_names
from estate.naming import cluster_name, patterned_name, physical_name, vault_name
from estate.queues import QUEUES, dead_letter_name
from estate.tables import TABLES
from estate.topics import TOPICS
from settings import PlatformSettings

_MINUTE = 60
_DAY = 24 * 60 * _MINUTE

IGNORED, BREACHING = "notBreaching", "breaching"
"""How CloudWatch treats missing data (CloudWatch API, PutMetricAlarm)."""


@dataclass(frozen=True)
class Metric:
    """A metric of CloudWatch, and the statistic of it that counts."""

    namespace: str
    name: str
    statistic: str = "Maximum"


@dataclass(frozen=True)
class Alarm:
    """An alarm by its name without `-<environment>`; `says` tells people what to look at.

    It rings when any of the metrics' sum is above `above` (or below `below`) for `periods` periods
    of `period` seconds, one after the other. `of_node_group` names the group whose nodes' metrics
    are meant: what AWS calls them is known once they exist.
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
"""The canary that opens the page as users do (estate, 11)."""


def alarms(settings: PlatformSettings) -> tuple[Alarm, ...]:
    """All alarms of the environment."""
    return (
        Alarm(
            CANARY,
            "The page that users open first did not open twice in a row",
            (Metric("CloudWatchSynthetics", "SuccessPercent", "Minimum"),),
            {"CanaryName": physical_name(CANARY, settings)},
            below=100,
            # As the old estate had it (estate, 11).
            period=10 * _MINUTE,
            periods=2,
            treat_missing_data=BREACHING,
        ),
        *_of_queues(settings),
        *_of_tables(settings),
        *_of_nodes(settings),
        *_of_cache(settings),
        *_of_backups(settings),
    )


def _of_queues(settings: PlatformSettings) -> Iterator[Alarm]:
    for queue in QUEUES:
        name = patterned_name(queue.pattern, settings)
        yield Alarm(
            f"{queue.name}-waits",
            f"Nobody takes work from {name}: is the {queue.owner}'s consumer running?",
            (Metric("AWS/SQS", "ApproximateAgeOfOldestMessage"),),
            {"QueueName": name},
            # A user waits before the screen meanwhile.
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
        f"Messages were set aside in {queue_name}: mend what failed, and move them back",
        (Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible"),),
        {"QueueName": queue_name},
        above=0,
    )


def _of_tables(settings: PlatformSettings) -> Iterator[Alarm]:
    for table in TABLES:
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
        f"DynamoDB turns requests to {what} away: is one key asked for by everybody?",
        (
            Metric("AWS/DynamoDB", "ReadThrottleEvents", "Sum"),
            Metric("AWS/DynamoDB", "WriteThrottleEvents", "Sum"),
        ),
        dimensions,
        # An on-demand table turns a few away while it grows (DynamoDB guide, "On-demand").
        above=10,
        periods=2,
    )


def _of_backups(settings: PlatformSettings) -> Iterator[Alarm]:
    vault = {"BackupVaultName": vault_name(settings)}
    yield Alarm(
        "backups-fail",
        "A backup failed, or came to no end: AWS Backup's console says of what, and why",
        tuple(
            Metric("AWS/Backup", f"NumberOfBackupJobs{end}", "Sum")
            for end in ("Aborted", "Expired", "Failed")
        ),
        vault,
        above=0,
    )
    yield Alarm(
        "backups-missing",
        "No backup for two days, or none yet in a new environment: does the plan choose anything?",
        (Metric("AWS/Backup", "NumberOfBackupJobsCompleted", "Sum"),),
        vault,
        below=1,
        period=_DAY,
        periods=2,
        treat_missing_data=BREACHING,
    )


def _of_nodes(settings: PlatformSettings) -> Iterator[Alarm]:
    yield Alarm(
        "pods-find-no-node",
        "Pods wait for a node: has the autoscaler reached maxSize, or does it not run?",
        (Metric("AWS/EKS", "scheduler_pending_pods_UNSCHEDULABLE", "Sum"),),
        {"ClusterName": cluster_name(settings)},
        above=0,
        # A new node takes a few minutes; that is no reason to call anybody.
        periods=3,
    )
    for group in settings.node_groups:
        yield Alarm(
            f"{group.name}-nodes-fail",
            f"A node of {group.name} fails EC2's checks, and was not replaced",
            (Metric("AWS/EC2", "StatusCheckFailed"),),
            above=0,
            periods=2,
            of_node_group=group.name,
        )


def _of_cache(settings: PlatformSettings) -> Iterator[Alarm]:
    for number, node in enumerate(node_names(REDIS, settings), start=1):
        for metric, what in (
            ("EngineCPUUtilization", "computes"),
            ("DatabaseMemoryUsagePercentage", "holds"),
        ):
            yield Alarm(
                f"redis-{number}-{what}-too-much",
                f"{node} {what} nearly all it can: look at cacheNodeType",
                (Metric("AWS/ElastiCache", metric, "Average"),),
                {"CacheClusterId": node},
                # ElastiCache guide, "Which metrics should I monitor?", for an engine's CPU.
                above=90,
                periods=2,
            )
