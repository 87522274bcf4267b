"""Compares the repository at GitHub with what this program needs, and sets it."""

from collections.abc import Iterator, Sequence

from github.Repository import Repository

from delivery.command import NegativeResultError
from delivery.repository import desired, parts
from delivery.repository.api import Api
from delivery.repository.comparison import Difference, differences, merged
from delivery.repository.connection import GitHubError
from delivery.repository.environments import environment
from delivery.repository.part import Part, document
from delivery.repository.rulesets import ruleset
from estate.account.account_roles import account_roles
from settings import AccountSettings


def wanted_parts(settings: AccountSettings) -> tuple[Part, ...]:
    """Returns all managed parts, in an order in which they can be set."""
    return (
        document("merge settings", "", "PATCH", desired.MERGES),
        document(
            "workflow permissions",
            "/actions/permissions/workflow",
            "PUT",
            desired.WORKFLOW_PERMISSIONS,
        ),
        parts.team(desired.TEAM),
        parts.code_owners(),
        *(environment(name, wanted) for name, wanted in desired.ENVIRONMENTS.items()),
        ruleset(desired.RULESET),
        document(
            "OIDC subject",
            "/actions/oidc/customization/sub",
            "PUT",
            desired.SUBJECT,
            "use_immutable_subject",
        ),
        parts.subject_prefix(trusted_prefixes(settings)),
        parts.variable(desired.RUNNER, desired.runner_label(settings)),
    )


def trusted_prefixes(settings: AccountSettings) -> tuple[str, ...]:
    """Returns the beginnings of the subjects for pull requests that the IAM roles trust."""
    end = ":pull_request"
    subjects = [subject for role in account_roles(settings) for subject in role.subjects]
    return tuple(one.removesuffix(end) for one in subjects if one.endswith(end))


def check(repository: Repository, wanted: Sequence[Part]) -> Iterator[str]:
    """Yields a line for each difference; raises NegativeResultError if there is one."""
    api = _for_admins(repository)
    found = [(part, one) for part in wanted for one in _differences(part, api)]
    for part, one in found:
        yield f"{part.name}: {one.text}. Remedy: {part.remedy}."
    if found:
        raise NegativeResultError(
            f"{api.name} differs from what this program needs; the lines above have the remedies."
        )
    yield f"{api.name} is set up as this program needs it"


def apply(repository: Repository, wanted: Sequence[Part]) -> Iterator[str]:
    """Sets each part that differs; yields a line for each difference.

    Raises NegativeResultError if a person must correct something.
    """
    api = _for_admins(repository)
    remaining = 0
    for part in wanted:
        found = list(_differences(part, api))
        if found and part.write:
            part.write(api, merged(part.wanted, part.read(api)))
        for one in found:
            done = "set" if part.write else f"not set; remedy: {part.remedy}"
            yield f"{part.name}: {one.text}. {done}"
        remaining += 0 if part.write else len(found)
    if remaining:
        raise NegativeResultError(f"{api.name}: {remaining} differences need a person; see above.")
    yield f"{api.name} is set up as this program needs it"


def _differences(part: Part, api: Api) -> Iterator[Difference]:
    return differences(part.wanted, part.read(api))


def _for_admins(repository: Repository) -> Api:
    """Raises GitHubError unless the token belongs to an admin; others see only some settings."""
    # GitHub omits the permissions for the token of an app or a workflow.
    if not getattr(repository.permissions, "admin", False):
        raise GitHubError(
            f"The user of GITHUB_TOKEN is not an admin of {repository.full_name}. Only an admin can"
            " see and set all of its settings."
        )
    return Api(repository)
