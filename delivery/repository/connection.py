"""The connection to GitHub's REST and GraphQL APIs, and its errors for people."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from delivery.command import DeliveryError

if TYPE_CHECKING:
    from github import GithubException
    from github.Repository import Repository

SECONDS_BETWEEN_WRITES = 1.0
"""GitHub asks for at least one second between requests that change something.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

_REMEDIES = {
    401: "GitHub does not accept GITHUB_TOKEN. Create a new token; with the GitHub CLI:"
    " export GITHUB_TOKEN=$(gh auth token)",
    403: "The token lacks a right. To set up a repository, an admin of it needs a classic token"
    " with the scopes repo and read:org, or a fine-grained token with the permissions"
    " Administration, Environments and Variables (write) of the repository and Members (read) of"
    " the organization. A workflow needs the permissions that the job lists.",
    404: "It does not exist, or the token cannot see it. Correct githubOrganization and"
    " infrastructureRepository in Pulumi.account.yaml, or use a token of an admin.",
    422: "GitHub does not accept a value. In a private repository, required reviewers and rulesets"
    " need a paid plan: https://docs.github.com/en/get-started/learning-about-github/githubs-plans",
}
"""Remedies by HTTP status."""


class GitHubError(DeliveryError):
    """The environment of a workflow is incomplete, or GitHub refuses a request."""


def variable(name: str) -> str:
    """Returns an environment variable; raises GitHubError if it is not set."""
    if not (value := os.environ.get(name)):
        hint = " As a person, use the GitHub CLI: export GITHUB_TOKEN=$(gh auth token)"
        raise GitHubError(
            f"{name} must be set, as in a GitHub workflow.{hint if name == 'GITHUB_TOKEN' else ''}"
        )
    return value


@contextmanager
def connected(name: str) -> Generator["Repository"]:
    """Yields the repository, `OWNER/NAME`, without reading it; uses GITHUB_TOKEN.

    Raises GitHubError if GITHUB_TOKEN is not set, or GitHub refuses a request.
    """
    from github import Auth, Github, GithubException  # loads slowly

    api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    auth = Auth.Token(variable("GITHUB_TOKEN"))
    client = Github(
        auth=auth,
        base_url=api,
        lazy=True,
        seconds_between_requests=0,
        seconds_between_writes=SECONDS_BETWEEN_WRITES,
    )
    try:
        yield client.get_repo(name)
    except GithubException as error:
        raise GitHubError(f"GitHub refused a request for {name}: {_text(error)}") from None


def _text(error: "GithubException") -> str:
    data: Any = error.data
    said = error.message or (cast(Any, data).get("message") if isinstance(data, dict) else data)
    text = f"{error.status} {said}"
    remedy = _REMEDIES.get(error.status)
    return f"{text}. {remedy}" if remedy else text
