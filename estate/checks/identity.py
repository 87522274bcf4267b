"""The rules of rights, roles and groups."""

import re
from collections.abc import Collection, Iterator, Mapping

from estate.arns import Arns, references
from estate.checks.actions import wrong_action
from estate.checks.mistakes import Problem, did_you_mean, one_of
from estate.checks.names import ROLE, misnamed, twice
from estate.identity.rights import PolicyStatement
from settings.problems import Path

Declared = Mapping[str, Collection[str]]
"""The declared names by kind: "buckets", "tables", "queues" and "topics"."""

_FILES = {
    "buckets": "estate/data/buckets.py",
    "tables": "estate/data/tables.py",
    "queues": "estate/messaging/queues.py",
    "topics": "estate/messaging/topics.py",
}

_MANAGED = r"arn:aws:iam::aws:policy/([a-z-]+/)?[A-Za-z0-9_-]+"


def wrong_rights(
    rights: tuple[PolicyStatement, ...], path: Path, declared: Declared
) -> Iterator[Problem]:
    """Yields the problems of the policy statements of one role or policy."""
    yield from twice((one.sid for one in rights), path, "sid")
    for one in rights:
        own = (*path, one.sid)
        if not re.fullmatch("[A-Za-z0-9]+", one.sid):
            yield Problem((*path, "sid"), "must consist of letters and digits.", (one.sid,))
        if not one.actions:
            yield Problem((*own, "actions"), 'is empty. Write at least one, as in "s3:GetObject".')
        for action in one.actions:
            if wrong := wrong_action(action):
                yield Problem((*own, "actions"), wrong, (action,))
        yield from twice(one.actions, (*own, "actions"), "action")
        yield from undeclared(one.resources, (*own, "resources"), declared)


def undeclared(reach: Arns, path: Path, declared: Declared) -> Iterator[Problem]:
    """Yields a problem for each reference to a resource that is not declared."""
    for reference in references(reach):
        known = declared[reference.kind]
        if not reference.names:
            yield Problem(path, f"names no {reference.kind}. Name at least one.")
        for name in reference.names:
            if name not in known:
                text = (
                    f"is not declared. {did_you_mean(name, known)}Use one of {one_of(known)}, or"
                    f" declare it in {_FILES[reference.kind]}."
                )
                yield Problem(path, text, (name,))


def wrong_role(
    name: str,
    physical: str,
    rights: tuple[PolicyStatement, ...],
    managed_policies: tuple[str, ...],
    declared: Declared,
) -> Iterator[Problem]:
    """Yields the problems of a role with its rights and AWS managed policies."""
    yield from misnamed(physical, ROLE, (name, "name"), name)
    if not rights and not managed_policies:
        yield Problem((name,), "has no rights. Add a right or a managed policy.")
    for arn in managed_policies:
        if not re.fullmatch(_MANAGED, arn):
            text = "is not the ARN of an AWS managed policy. Write arn:aws:iam::aws:policy/<name>."
            yield Problem((name, "managed_policies"), text, (arn,))
    yield from wrong_rights(rights, (name,), declared)
