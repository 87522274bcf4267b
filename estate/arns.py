"""Functions from a stack's settings to the ARNs that rights apply to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from estate.data.tables import TABLES
from estate.messaging.queues import QUEUES, Queue
from estate.messaging.topics import TOPICS, Topic
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


@dataclass(frozen=True)
class Together:
    """The ARNs of all parts, in order."""

    parts: tuple[Arns, ...]

    def __call__(self, settings: StackSettings) -> tuple[str, ...]:
        return tuple(arn for part in self.parts for arn in part(settings))


def together(*parts: Arns) -> Arns:
    """Returns the ARNs of all parts, in order."""
    return Together(parts)


@dataclass(frozen=True)
class Reference:
    """The ARNs of declared resources; `estate.checks` rejects a name that is not declared.

    `kind` is "buckets", "tables", "queues" or "topics"; `arns` returns the ARNs of one name.
    """

    kind: str
    names: tuple[str, ...]
    arns: Callable[[str, StackSettings], tuple[str, ...]]

    def __call__(self, settings: StackSettings) -> tuple[str, ...]:
        return tuple(arn for name in self.names for arn in self.arns(name, settings))


def references(reach: Arns) -> Iterator[Reference]:
    """Yields the references to declared resources in these ARNs."""
    if isinstance(reach, Reference):
        yield reach
    if isinstance(reach, Together):
        for part in reach.parts:
            yield from references(part)


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
    return Reference("buckets", names, lambda one, settings: (_bucket(one, settings),))


def objects(*names: str) -> Arns:
    """Returns the ARN patterns of all objects in the buckets."""
    return Reference("buckets", names, lambda one, settings: (f"{_bucket(one, settings)}/*",))


def _bucket(name: str, settings: StackSettings) -> str:
    return f"arn:aws:s3:::{bucket_name(name, settings)}"


def tables(*names: str) -> Arns:
    """Returns the ARNs of the tables, without their indexes."""
    return Reference("tables", names, lambda one, settings: _table(one, settings))


def tables_and_indexes(*names: str) -> Arns:
    """Returns the ARNs of the tables and of their indexes."""
    return Reference(
        "tables",
        names,
        lambda one, settings: _table(
            one, settings, *(index.name for index in _declared(one, TABLES).indexes)
        ),
    )


def _table(name: str, settings: StackSettings, *indexes: str) -> tuple[str, ...]:
    table = f"table/{physical_name(name, settings)}"
    return regional("dynamodb", table, *(f"{table}/index/{one}" for one in indexes))(settings)


def queue(name: str) -> Arns:
    """Returns the ARN pattern of the queue in every sandbox, without dead-letter queues."""
    return Reference(
        "queues", (name,), lambda one, settings: _pattern("sqs", one, QUEUES, settings)
    )


def topic(name: str) -> Arns:
    """Returns the ARN pattern of the topic in every sandbox."""
    return Reference(
        "topics", (name,), lambda one, settings: _pattern("sns", one, TOPICS, settings)
    )


def _pattern(
    service: str, name: str, known: Iterable[Queue | Topic], settings: StackSettings
) -> tuple[str, ...]:
    pattern = name_in_every_sandbox(_declared(name, known).pattern, settings)
    return regional(service, pattern)(settings)


def role(name: str) -> Arns:
    """Returns the ARN of an IAM role; `name` is without `-role-<environment>`."""
    return lambda settings: global_arn("iam", f"role/{role_name(name, settings)}")(settings)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


def _declared(name: str, known: Iterable[Named]) -> Named:
    return next(one for one in known if one.name == name)
