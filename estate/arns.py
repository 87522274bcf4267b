"""Functions from a stack's settings to the ARNs that rights apply to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from estate.data.buckets import BUCKETS
from estate.data.tables import TABLES
from estate.messaging.queues import QUEUES
from estate.messaging.topics import TOPICS
from estate.naming import (
    bucket_name,
    cluster_name,
    name_in_every_sandbox,
    physical_name,
    role_name,
)
from settings import StackSettings

Arns = Callable[[StackSettings], tuple[str, ...]]
"""A function from settings to ARNs; * matches the parts that are chosen at run time."""


class _Declared(Protocol):
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class AllResources:
    """All resources, for actions without resource-level permissions; `because` is the reason."""

    because: str

    def __call__(self, settings: StackSettings) -> tuple[str, ...]:
        return ("*",)


SERVICE_AUTHORIZATION = "Service Authorization Reference"
"""AWS's list of all actions and the resource types that each supports.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""


def all_resources(
    service: str, why: str = "these actions support no resource types"
) -> AllResources:
    """Returns all resources; `service` is the title in the reference after "... keys for"."""
    return AllResources(f"{why} ({SERVICE_AUTHORIZATION}, {service})")


def regional(service: str, *resources: str) -> Arns:
    """Returns ARNs in the stack's account and region; fills in `{environment}`, `{cluster}`."""
    return lambda settings: tuple(
        f"arn:aws:{service}:{settings.region}:{settings.account_id}:"
        f"{fill_placeholders(settings, one)}"
        for one in resources
    )


def global_arn(service: str, resource: str) -> Arns:
    """Returns the ARN of a resource of the account without a region, as in IAM."""
    return lambda settings: (
        f"arn:aws:{service}::{settings.account_id}:{fill_placeholders(settings, resource)}",
    )


def together(*parts: Arns) -> Arns:
    """Returns the ARNs of all parts, in order."""
    return lambda settings: tuple(arn for part in parts for arn in part(settings))


def fill_placeholders(settings: StackSettings, pattern: str) -> str:
    """Returns the pattern with `{account}`, `{region}`, `{environment}`, `{cluster}` filled in."""
    return pattern.format(
        account=settings.account_id,
        region=settings.region,
        environment=settings.environment,
        cluster=cluster_name(settings),
    )


def buckets(*names: str) -> Arns:
    """Returns the ARNs of the buckets, without their objects."""
    _must_be_declared(names, BUCKETS, "buckets")
    return lambda settings: tuple(f"arn:aws:s3:::{bucket_name(one, settings)}" for one in names)


def objects(*names: str) -> Arns:
    """Returns the ARN patterns of all objects in the buckets."""
    within = buckets(*names)
    return lambda settings: tuple(f"{bucket}/*" for bucket in within(settings))


def tables(*names: str) -> Arns:
    """Returns the ARNs of the tables, without their indexes."""
    _must_be_declared(names, TABLES, "tables")
    return lambda settings: regional(
        "dynamodb", *(f"table/{physical_name(one, settings)}" for one in names)
    )(settings)


def tables_and_indexes(*names: str) -> Arns:
    """Returns the ARNs of the tables and of their indexes."""
    within = tables(*names)
    parts = {one.name: ("", *(f"/index/{index.name}" for index in one.indexes)) for one in TABLES}
    return lambda settings: tuple(
        table + part
        for name, table in zip(names, within(settings), strict=True)
        for part in parts[name]
    )


def queue(name: str) -> Arns:
    """Returns the ARN pattern of the queue in every sandbox, without dead-letter queues."""
    _must_be_declared([name], QUEUES, "queues")
    (pattern,) = (one.pattern for one in QUEUES if one.name == name)
    return lambda settings: regional("sqs", name_in_every_sandbox(pattern, settings))(settings)


def topic(name: str) -> Arns:
    """Returns the ARN pattern of the topic in every sandbox."""
    _must_be_declared([name], TOPICS, "topics")
    (pattern,) = (one.pattern for one in TOPICS if one.name == name)
    return lambda settings: regional("sns", name_in_every_sandbox(pattern, settings))(settings)


def role(name: str) -> Arns:
    """Returns the ARN of an IAM role; `name` is without `-role-<environment>`."""
    return lambda settings: global_arn("iam", f"role/{role_name(name, settings)}")(settings)


def _must_be_declared(names: Iterable[str], known: Iterable[_Declared], plural: str) -> None:
    declared = [one.name for one in known]
    for name in names:
        if name not in declared:
            raise ValueError(
                f"A right refers to {name!r}, which is not declared in estate/{plural}.py:"
                f" {', '.join(declared)}. Use one of them, or declare it there first."
            )
