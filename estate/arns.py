"""What rights reach, in the team's words; the ARNs are exact once a stack's settings are known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from estate.buckets import BUCKETS
from estate.naming import (
    bucket_name,
    cluster_name,
    name_in_every_sandbox,
    physical_name,
    role_name,
)
from estate.queues import QUEUES
from estate.tables import TABLES
from estate.topics import TOPICS
from settings import StackSettings

Arns = Callable[[StackSettings], tuple[str, ...]]
"""From a stack's settings to ARNs, in which a star stands for what is named at run time."""


class _Declared(Protocol):
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class AllResources:
    """For actions that AWS limits to no resource; `because` says so, and names AWS's page."""

    because: str

    def __call__(self, settings: StackSettings) -> tuple[str, ...]:
        return ("*",)


SERVICE_AUTHORIZATION = "Service Authorization Reference"
"""AWS's list of all actions, with the resources that each can be limited to."""


def all_resources(service: str, why: str = "these actions take no resource") -> AllResources:
    """Anything, as AWS's list of a service's actions (its title after "for") has no resource."""
    return AllResources(f"{why} ({SERVICE_AUTHORIZATION}, {service})")


def regional(service: str, *resources: str) -> Arns:
    """Resources of this account in its region; each may say `{environment}` or `{cluster}`."""
    return lambda settings: tuple(
        f"arn:aws:{service}:{settings.region}:{settings.account_id}:{in_words_of(settings, one)}"
        for one in resources
    )


def global_arn(service: str, resource: str) -> Arns:
    """A resource of this account that belongs to no region, as with IAM."""
    return lambda settings: (
        f"arn:aws:{service}::{settings.account_id}:{in_words_of(settings, resource)}",
    )


def together(*parts: Arns) -> Arns:
    """What each part reaches, one after the other."""
    return lambda settings: tuple(arn for part in parts for arn in part(settings))


def in_words_of(settings: StackSettings, pattern: str) -> str:
    """The pattern with the stack's own `{account}`, `{region}`, `{environment}`, `{cluster}`."""
    return pattern.format(
        account=settings.account_id,
        region=settings.region,
        environment=settings.environment,
        cluster=cluster_name(settings),
    )


def buckets(*names: str) -> Arns:
    """Buckets themselves, which are listed; nothing that lies in them."""
    _must_be_declared(names, BUCKETS, "buckets")
    return lambda settings: tuple(f"arn:aws:s3:::{bucket_name(one, settings)}" for one in names)


def objects(*names: str) -> Arns:
    """All that lies in the buckets."""
    within = buckets(*names)
    return lambda settings: tuple(f"{bucket}/*" for bucket in within(settings))


def tables(*names: str) -> Arns:
    """Tables without their indexes."""
    _must_be_declared(names, TABLES, "tables")
    return lambda settings: regional(
        "dynamodb", *(f"table/{physical_name(one, settings)}" for one in names)
    )(settings)


def tables_and_indexes(*names: str) -> Arns:
    """Tables with the indexes that they are queried by, which have ARNs of their own."""
    within = tables(*names)
    parts = {one.name: ("", *(f"/index/{index.name}" for index in one.indexes)) for one in TABLES}
    return lambda settings: tuple(
        table + part
        for name, table in zip(names, within(settings), strict=True)
        for part in parts[name]
    )


def queue(name: str) -> Arns:
    """The queue of every sandbox; the names of dead letters do not match (estate/queues.py)."""
    _must_be_declared([name], QUEUES, "queues")
    (pattern,) = (one.pattern for one in QUEUES if one.name == name)
    return lambda settings: regional("sqs", name_in_every_sandbox(pattern, settings))(settings)


def topic(name: str) -> Arns:
    """The topic of every sandbox."""
    _must_be_declared([name], TOPICS, "topics")
    (pattern,) = (one.pattern for one in TOPICS if one.name == name)
    return lambda settings: regional("sns", name_in_every_sandbox(pattern, settings))(settings)


def role(name: str) -> Arns:
    """An IAM role by its name without `-role-<environment>`."""
    return lambda settings: global_arn("iam", f"role/{role_name(name, settings)}")(settings)


def _must_be_declared(names: Iterable[str], known: Iterable[_Declared], plural: str) -> None:
    declared = [one.name for one in known]
    for name in names:
        if name not in declared:
            raise ValueError(
                f"A right names {name!r}, which is none of the {plural} in estate/{plural}.py:"
                f" {', '.join(declared)}. Name one of them, or declare it there first."
            )
