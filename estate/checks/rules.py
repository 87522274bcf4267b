"""Which rules apply to which declarations."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from estate.account.account import STATE_BUCKET
from estate.account.account_roles import AccountRole, account_roles
from estate.account.repositories import REPOSITORIES, Repository
from estate.account.trail import TRAIL_BUCKET
from estate.checks.account import wrong_account_roles, wrong_repositories
from estate.checks.data import wrong_buckets, wrong_retention, wrong_tables
from estate.checks.identity import Declared, wrong_rights, wrong_role
from estate.checks.messaging import wrong_queues, wrong_topics
from estate.checks.mistakes import Mistake, Problem
from estate.checks.monitoring import wrong_alarms
from estate.checks.names import twice
from estate.checks.types import wrong_types
from estate.data.buckets import BUCKETS, CANARIES, ORIGINALS, Bucket
from estate.data.tables import TABLES, Table
from estate.identity.access_groups import ACCESS_GROUPS, AccessGroup
from estate.identity.aws_roles import AWS_ROLES, AwsRole
from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.rights import ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from estate.messaging.queues import QUEUES, Queue, dead_letter_name
from estate.messaging.topics import ALARMS, TOPICS, Topic
from estate.monitoring.alarms import Alarm, alarms
from estate.naming import patterned_name, physical_name, role_name
from estate.network.edge import ACCESS_LOGS
from estate.services.sign_in import USER_RIGHTS
from settings import AccountSettings, DataServicesSettings, PlatformSettings, StackSettings

_NEEDED = {
    "estate/data/buckets.py": (("BUCKETS", BUCKETS, (CANARIES, ORIGINALS)),),
    "estate/messaging/topics.py": (("TOPICS", TOPICS, (ALARMS,)),),
}
"""The records that the program itself uses, by file, with the list that must contain them."""


def mistakes(settings: StackSettings) -> Iterator[Mistake]:
    """Yields every mistake in the declarations of the stack and in those that all stacks share."""
    if isinstance(settings, DataServicesSettings):
        yield from _of_data_stores(settings)
    yield from _of_messaging()
    yield from _of_rights(settings)
    if isinstance(settings, AccountSettings):
        yield from _of_account(settings)
    if isinstance(settings, PlatformSettings):
        yield from _checked(
            "estate/monitoring/alarms.py",
            Alarm,
            ("alarms()",),
            alarms(settings),
            lambda found: wrong_alarms(found, settings, _dimensions(settings)),
        )


def _checked(
    file: str,
    kind: type,
    path: tuple[str, ...],
    records: object,
    rules: Callable[[Any], Iterable[Problem]],
) -> Iterator[Mistake]:
    """Yields the records' mistakes; the rules need fields of the right types."""
    problems = list(wrong_types(records, path, kind)) or list(rules(records))
    yield from (Mistake(file, problem) for problem in problems)


def _of_data_stores(settings: DataServicesSettings) -> Iterator[Mistake]:
    file = "estate/data/buckets.py"
    yield from _checked(
        file, Bucket, ("BUCKETS",), BUCKETS, lambda found: wrong_buckets(found, settings)
    )
    for file_of_one, bucket in (
        ("estate/account/account.py", STATE_BUCKET),
        ("estate/account/trail.py", TRAIL_BUCKET),
        ("estate/network/edge.py", ACCESS_LOGS),
    ):
        yield from _checked(
            file_of_one, Bucket, (), (bucket,), lambda found: wrong_retention(found[0])
        )
    file = "estate/data/tables.py"
    yield from _checked(
        file, Table, ("TABLES",), TABLES, lambda found: wrong_tables(found, settings)
    )


def _of_messaging() -> Iterator[Mistake]:
    yield from _checked("estate/messaging/queues.py", Queue, ("QUEUES",), QUEUES, wrong_queues)
    file = "estate/messaging/topics.py"
    yield from _checked(file, Topic, ("TOPICS",), TOPICS, lambda found: wrong_topics(found, QUEUES))
    for file, lists in _NEEDED.items():
        for name, records, needed in lists:
            for one in needed:
                if one not in records:
                    text = f"is missing, but the program uses it. Add it to {name}."
                    yield Mistake(file, Problem((one.name,), text))


def _of_rights(settings: StackSettings) -> Iterator[Mistake]:
    declared = _declared()
    for file, name, roles in (
        ("estate/identity/service_roles.py", "SERVICE_ROLES", SERVICE_ROLES),
        ("estate/identity/controller_roles.py", "CONTROLLER_ROLES", CONTROLLER_ROLES),
    ):
        yield from _checked(
            file, ServiceRole, (name,), roles, lambda found: _of_roles(found, settings, declared)
        )
    yield from _checked(
        "estate/identity/aws_roles.py",
        AwsRole,
        ("AWS_ROLES",),
        AWS_ROLES,
        lambda found: _of_roles(found, settings, declared),
    )
    yield from _checked(
        "estate/identity/access_groups.py",
        AccessGroup,
        ("ACCESS_GROUPS",),
        ACCESS_GROUPS,
        lambda found: _of_groups(found, declared),
    )
    yield from (
        Mistake("estate/services/sign_in.py", problem)
        for problem in wrong_rights(USER_RIGHTS, ("USER_RIGHTS",), declared)
    )


def _of_roles(
    roles: tuple[ServiceRole | AwsRole, ...], settings: StackSettings, declared: Declared
) -> Iterator[Problem]:
    yield from twice(one.name for one in roles)
    for one in roles:
        physical = (role_name if isinstance(one, ServiceRole) else physical_name)(
            one.name, settings
        )
        yield from wrong_role(one.name, physical, one.rights, one.managed_policies, declared)


def _of_groups(groups: tuple[AccessGroup, ...], declared: Declared) -> Iterator[Problem]:
    yield from twice(one.name for one in groups)
    for group in groups:
        yield from twice((one.name for one in group.policies), (group.name,))
        for policy in group.policies:
            path = (group.name.value, policy.name)
            if not policy.rights:
                yield Problem(path, "has no rights. Add at least one.")
            yield from wrong_rights(policy.rights, path, declared)


def _of_account(settings: AccountSettings) -> Iterator[Mistake]:
    file = "estate/ownership.py"
    yield from _checked(file, Repository, ("REPOSITORIES",), REPOSITORIES, wrong_repositories)
    yield from _checked(
        "estate/account/account_roles.py",
        AccountRole,
        ("account_roles()",),
        account_roles(settings),
        lambda found: wrong_account_roles(found, _declared()),
    )


def _declared() -> Declared:
    return {
        "buckets": [one.name for one in BUCKETS],
        "tables": [one.name for one in TABLES],
        "queues": [one.name for one in QUEUES],
        "topics": [one.name for one in TOPICS],
    }


def _dimensions(settings: DataServicesSettings) -> dict[str, set[str]]:
    """Returns the names of the declared queues and tables, by CloudWatch dimension."""
    queues = [patterned_name(one.pattern_in(settings.environment), settings) for one in QUEUES]
    topics = [patterned_name(one.pattern, settings) for one in TOPICS]
    return {
        "QueueName": {*queues, *(dead_letter_name(one) for one in (*queues, *topics))},
        "TableName": {physical_name(one.name, settings) for one in TABLES},
        "GlobalSecondaryIndexName": {index.name for one in TABLES for index in one.indexes},
    }
