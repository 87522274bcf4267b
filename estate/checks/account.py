"""The rules of repositories and of the roles that exist once per account."""

from collections.abc import Iterator

from estate.account.account_roles import AccountRole
from estate.account.repositories import Repository
from estate.checks.identity import Declared, wrong_role
from estate.checks.mistakes import Problem
from estate.checks.names import REPOSITORY, misnamed, twice

_LONGEST_SESSION = 12 * 60 * 60
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"""


def wrong_repositories(repositories: tuple[Repository, ...]) -> Iterator[Problem]:
    """Yields the problems of the repositories."""
    yield from twice(one.name for one in repositories)
    for one in repositories:
        yield from misnamed(one.name, REPOSITORY, (one.name, "name"), one.name)
        for subject in one.pushes_from:
            if "*" in subject or "?" in subject:
                text = (
                    "is a pattern, which any new branch or tag may match. Name a branch or a"
                    " GitHub environment."
                )
                yield Problem((one.name, "pushes_from"), text, (subject,))


def wrong_account_roles(roles: tuple[AccountRole, ...], declared: Declared) -> Iterator[Problem]:
    """Yields the problems of the roles of the account."""
    yield from twice(one.name for one in roles)
    for one in roles:
        name = one.name.rpartition("/")[2]
        yield from wrong_role(name, name, one.rights, one.managed_policies, declared)
        if not 60 * 60 <= one.session_seconds <= _LONGEST_SESSION:
            text = f"is out of range. Use {60 * 60} to {_LONGEST_SESSION}."
            yield Problem((name, "session_seconds"), text, (one.session_seconds,))
