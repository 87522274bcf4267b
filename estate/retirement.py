"""Compares the retirements of a stack file with what the program declares."""

from collections.abc import Iterator, Mapping, Sequence

from estate.account.repositories import REPOSITORIES
from estate.checks.mistakes import did_you_mean
from estate.data.buckets import BUCKETS
from estate.data.tables import TABLES
from estate.messaging.topics import ALARMS, TOPICS
from settings import AccountSettings, Kind, PlatformSettings
from settings.problems import Problem

_NEEDED: Mapping[tuple[Kind, str], str] = {
    (Kind.KEY, ALARMS.name): "the alarms publish to its topic",
}
"""What other resources of a stack need, with the reason."""


def retirement_problems(settings: AccountSettings | PlatformSettings) -> Iterator[Problem]:
    """Yields a problem for each retirement of a name that is not declared, or that is needed."""
    declared = _declared(settings)
    for index, one in enumerate(settings.retired):
        path = ("cellscope:retired", index, "name")
        if one.kind in declared and one.name not in declared[one.kind]:
            yield Problem(path, _remedy(one.name, one.kind, declared[one.kind]), (one.name,))
        elif one.removed and (why := _NEEDED.get((one.kind, one.name))):
            text = f"cannot be removed, because {why}. Remove the line, or retire the environment."
            yield Problem(path, text, (one.name,))


def _declared(settings: AccountSettings | PlatformSettings) -> Mapping[Kind, Sequence[str]]:
    """Returns the declared names of each kind of which a stack has several."""
    if isinstance(settings, AccountSettings):
        return {Kind.REPOSITORY: [one.name.value for one in REPOSITORIES]}
    return {
        Kind.BUCKET: [one.name for one in BUCKETS],
        Kind.TABLE: [one.name for one in TABLES],
        Kind.SECRET: [*settings.secrets],
        Kind.KEY: [one.name for one in TOPICS if one.alarms],
    }


def _remedy(name: str, kind: Kind, names: Sequence[str]) -> str:
    return (
        f"no {kind} of this name is declared. {did_you_mean(name, names)}If its declaration was"
        " removed, remove the line."
    )
