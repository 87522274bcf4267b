"""The ids in the immutable subjects of GitHub's OIDC tokens.

A subject begins with `repo:OWNER@OWNER-ID/REPOSITORY@REPOSITORY-ID:` in repositories that were
created or renamed since 15 July 2026, or that opted in:
https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
"""

from collections.abc import Iterator

from github.Repository import Repository

from delivery.repository.api import Api
from estate.account.repositories import REPOSITORIES


def id_settings(repository: Repository) -> Iterator[str]:
    """Yields the lines of Pulumi.account.yaml with the ids of the owner and its repositories."""
    api = Api(repository)
    yield "cellscope:githubIds:"
    yield f'  organization: "{repository.owner.id}"'
    yield "  repositories:"
    yield f'    {repository.name}: "{repository.id}"'
    for one in REPOSITORIES:
        if found := api.get(f"/repos/{api.owner}/{one.name}"):
            yield f'    {one.name}: "{found["id"]}"'
        else:
            yield f"    # {one.name} does not exist, or the token cannot see it"
