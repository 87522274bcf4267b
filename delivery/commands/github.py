"""The commands that use the event or the token of a GitHub workflow."""

import json
import os
from argparse import Namespace
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from delivery.command import DeliveryError, NegativeResultError, argument, command
from delivery.drift.drift import drift_in
from delivery.gate.findings import Findings
from delivery.report.report import report

if TYPE_CHECKING:
    from github.Repository import Repository


class GitHubError(DeliveryError):
    """The environment of a workflow is incomplete, or GitHub refuses a request."""


@command("check-admin")
def check_admin(_: Namespace) -> Iterator[str]:
    """Fail unless an admin of the repository started the workflow; uses GITHUB_TOKEN."""
    # On a re-run this is the person who started the re-run:
    # https://docs.github.com/en/actions/reference/workflows-and-actions/variables
    person = _variable("GITHUB_TRIGGERING_ACTOR")
    with _repository() as repository:
        permission = repository.get_collaborator_permission(person)
    if permission != "admin":
        raise NegativeResultError(
            f"{person} has the permission {permission!r} in this repository, but only an admin may"
            " start this workflow. Ask an admin to start it."
        )
    yield f"{person} is an admin"


@command(
    "drift-issue",
    argument("drift", type=Path, metavar="FOLDER", help="what `drift` wrote"),
)
def drift_issue(arguments: Namespace) -> Iterator[str]:
    """Open, update or close the GitHub issue about drift; uses GITHUB_TOKEN."""
    from delivery.drift.drift_issue import update_issue  # PyGithub loads slowly

    drift = drift_in(arguments.drift)
    with _repository() as repository:
        yield update_issue(repository, drift, report([], Findings(), drift=drift).comment)


@command("pull-request-description")
def pull_request_description(_: Namespace) -> Iterator[str]:
    """Print the description of the pull request that started the workflow."""
    file = os.environ.get("GITHUB_EVENT_PATH", "")
    try:
        event: Any = json.loads(Path(file).read_text(encoding="utf-8"))
        yield event["pull_request"]["body"] or ""
    except (OSError, ValueError, LookupError, TypeError):
        raise GitHubError(
            f"GITHUB_EVENT_PATH = {file!r} must name the event of a pull request. Run this in a"
            " workflow that pull requests start, or write the description into a file yourself."
        ) from None


def _variable(name: str) -> str:
    if not (value := os.environ.get(name)):
        raise GitHubError(f"{name} must be set, as in a GitHub workflow.")
    return value


@contextmanager
def _repository() -> Generator["Repository"]:
    """Yields the repository of the workflow; raises GitHubError if GitHub refuses a request."""
    from github import Auth, Github, GithubException  # loads slowly

    name, token = _variable("GITHUB_REPOSITORY"), _variable("GITHUB_TOKEN")
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    try:
        yield Github(auth=Auth.Token(token), base_url=api, lazy=True).get_repo(name)
    except GithubException as error:
        raise GitHubError(f"GitHub refused a request for {name}: {error}") from None
