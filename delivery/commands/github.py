"""The commands that use GitHub: its API, or the event of a workflow."""

import json
import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from delivery.command import NegativeResultError, argument, command, exclusive
from delivery.drift.drift import drift_in
from delivery.gate.findings import Findings
from delivery.pulumi_cli import PROJECT
from delivery.report.report import report
from delivery.repository.connection import GitHubError, connected, variable
from delivery.stack_files import settings_of
from delivery.unmanaged.unmanaged import Listing, listing_in
from settings import AccountSettings


@command("check-admin")
def check_admin(_: Namespace) -> Iterator[str]:
    """Fail unless an admin of the repository started the workflow; uses GITHUB_TOKEN."""
    # On a re-run this is the person who started the re-run:
    # https://docs.github.com/en/actions/reference/workflows-and-actions/variables
    person = variable("GITHUB_TRIGGERING_ACTOR")
    with connected(variable("GITHUB_REPOSITORY")) as repository:
        permission = repository.get_collaborator_permission(person)
    if permission != "admin":
        raise NegativeResultError(
            f"{person} has the permission {permission!r} in this repository, but only an admin may"
            " start this workflow. Ask an admin to start it."
        )
    yield f"{person} is an admin"


@command(
    "drift-issue",
    argument("drift", type=Path, metavar="FOLDER", help="what `drift` and `unmanaged` wrote"),
)
def drift_issue(arguments: Namespace) -> Iterator[str]:
    """Open, update or close the GitHub issue about drift; uses GITHUB_TOKEN."""
    from delivery.drift.drift_issue import update_issue  # PyGithub loads slowly

    drift = drift_in(arguments.drift)
    text = report([], Findings(), drift=drift).comment
    unmanaged = listing_in(arguments.drift) or Listing(())
    with connected(variable("GITHUB_REPOSITORY")) as repository:
        yield update_issue(repository, drift, text, unmanaged)


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


@command(
    "github",
    exclusive(
        argument("--check", action="store_true", help="print what differs, and fail if any does"),
        argument("--apply", action="store_true", help="set what differs"),
        argument("--ids", action="store_true", help="print the ids as lines of a stack file"),
        required=True,
    ),
)
def github(arguments: Namespace) -> Iterator[str]:
    """Compare the GitHub repository with what this program needs; uses an admin's GITHUB_TOKEN."""
    from delivery.repository.ids import id_settings  # PyGithub loads slowly
    from delivery.repository.setup import apply, check, wanted_parts

    settings = settings_of("account", AccountSettings, PROJECT)
    name = f"{settings.github_organization}/{settings.infrastructure_repository}"
    with connected(name) as repository:
        if arguments.ids:
            yield from id_settings(repository)
        else:
            run = apply if arguments.apply else check
            yield from run(repository, wanted_parts(settings))
