"""The commands of `python -m delivery` that preview, check and deploy; workflows run them."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from delivery.aws import Clients, clients
from delivery.commands.deploy import deploy, merge_message
from delivery.commands.deploy_all import ENVIRONMENTS, steps, take
from delivery.commands.health import health
from delivery.commands.previews import plans_in, preview
from delivery.drift.drift import drift_in, find_drift
from delivery.gate.findings import Findings
from delivery.gate.verdict import judge
from delivery.report.report import Report, report
from delivery.stack_files import settings_of
from estate.account.account import STATE_BUCKET
from settings import STACKS, AccountSettings, PlatformSettings, StackSettings

if TYPE_CHECKING:
    from github.Repository import Repository

Command = Callable[[str, Callable[[argparse.Namespace], Iterator[str]]], argparse.ArgumentParser]

_PROJECT = Path()
"""Commands use the current directory as the project, as the Pulumi CLI does."""


class NotAcknowledgedError(Exception):
    """A plan has steps that are not acknowledged; the message has the lines that do so."""


class EventError(Exception):
    """The event or the environment of a workflow cannot be read."""


class NotAdminError(Exception):
    """A person who is not an admin started a workflow for admins."""


def previews(arguments: argparse.Namespace) -> Iterator[str]:
    """Preview stacks in parallel with the policy pack, and save the event streams."""
    bucket = _published() if arguments.published else None
    yield from preview(arguments.stacks, arguments.into, _PROJECT, bucket)


def reported(arguments: argparse.Namespace) -> Iterator[str]:
    """Write the report of previews: comment.md, report.md and report.json."""
    found = plans_in(arguments.previews) if arguments.previews else []
    drift = drift_in(arguments.drift) if arguments.drift else []
    verdict = judge(found, _text(arguments.acknowledged))
    made = report(found, verdict, drift=drift, artifact_url=arguments.artifact_url)
    yield from _written(made, arguments.into)
    if arguments.summary:
        with arguments.summary.open("a", encoding="utf-8") as file:
            file.write(made.summary)


def gate(arguments: argparse.Namespace) -> Iterator[str]:
    """Print the steps of the previews to acknowledge; fail unless all are acknowledged."""
    verdict = judge(plans_in(arguments.previews), _text(arguments.acknowledged))
    if not verdict.passes:
        raise NotAcknowledgedError(verdict.text)
    yield verdict.text


def pull_request_text(arguments: argparse.Namespace) -> Iterator[str]:
    """Print the description of the pull request that started the workflow."""
    file = os.environ.get("GITHUB_EVENT_PATH", "")
    try:
        event: Any = json.loads(Path(file).read_text(encoding="utf-8"))
        yield event["pull_request"]["body"] or ""
    except (OSError, ValueError, LookupError, TypeError):
        raise EventError(
            f"GITHUB_EVENT_PATH = {file!r} must name the event of a pull request. Run this in a"
            " workflow that pull requests start, or write the description into a file yourself."
        ) from None


def deployed(arguments: argparse.Namespace) -> Iterator[str]:
    """Deploy a stack if the commit message acknowledges all dangerous steps."""
    settings = settings_of(arguments.stack, StackSettings, _PROJECT)
    acknowledged = _acknowledged(arguments)
    yield from deploy(arguments.stack, settings, _PROJECT, clients(settings.region), acknowledged)


def all_deployed(arguments: argparse.Namespace) -> Iterator[str]:
    """Deploy the whole platform in order: bootstrap, account, staging, production."""
    account = settings_of("account", AccountSettings, _PROJECT)
    chosen = steps(
        _PROJECT, clients(account.region), _acknowledged(arguments), by_admin=arguments.as_admin
    )
    yield from take(chosen, arguments.summary)


def health_check(arguments: argparse.Namespace) -> Iterator[str]:
    """Check the health of a deployed environment in AWS and in the cluster."""
    settings = settings_of(arguments.stack, PlatformSettings, _PROJECT)
    yield from health(arguments.stack, settings, _PROJECT, clients(settings.region))


def drifted(arguments: argparse.Namespace) -> Iterator[str]:
    """Find drift of stacks from AWS, and save the event streams."""
    yield from find_drift(arguments.stacks, arguments.into, _PROJECT)


def drift_reported(arguments: argparse.Namespace) -> Iterator[str]:
    """Open, update or close the GitHub issue about drift; uses the token GITHUB_TOKEN."""
    from delivery.drift.drift_issue import update_issue

    found = drift_in(arguments.drift)
    with _repository() as repository:
        yield update_issue(repository, found, report([], Findings(), drift=found).comment)


def by_admin(arguments: argparse.Namespace) -> Iterator[str]:
    """Fail unless a repository admin started the workflow."""
    # On a re-run this is the person who started the re-run (GitHub, "Variables reference").
    (person,) = _set_by_github("GITHUB_TRIGGERING_ACTOR")
    with _repository() as repository:
        permission = repository.get_collaborator_permission(person)
    if permission != "admin":
        raise NotAdminError(
            f"{person} has the permission {permission!r} in this repository, but only an admin may"
            " start this workflow. Ask an admin to start it."
        )
    yield f"{person} is an admin"


def add_to(command: Command) -> None:
    """Adds these commands to the parser."""
    added = command("preview", previews)
    added.add_argument("stacks", nargs="+", metavar="STACK")
    added.add_argument("--into", required=True, type=Path, metavar="FOLDER")
    added.add_argument(
        "--published",
        action="store_true",
        help="use the published states without secrets, which need no KMS key to decrypt",
    )
    added = command("report", reported)
    added.add_argument("previews", nargs="?", type=Path, metavar="FOLDER")
    added.add_argument("--drift", type=Path, metavar="FOLDER", help="the folder of `drift`")
    added.add_argument("--into", required=True, type=Path, metavar="FOLDER")
    added.add_argument("--artifact-url", metavar="URL", help="the URL of the full report")
    _takes_summary(added)
    _takes_acknowledgements(added)
    added = command("gate", gate)
    added.add_argument("previews", type=Path, metavar="FOLDER")
    _takes_acknowledgements(added)
    command("pull-request-text", pull_request_text)
    added = command("deploy", deployed)
    added.add_argument("stack", choices=STACKS)
    _takes_acknowledgements(added)
    added = command("deploy-all", all_deployed)
    added.add_argument(
        "--as-admin",
        action="store_true",
        help="deploy the account stack instead of checking it",
    )
    _takes_summary(added)
    _takes_acknowledgements(added)
    command("health", health_check).add_argument("stack", choices=ENVIRONMENTS)
    added = command("drift", drifted)
    added.add_argument("stacks", nargs="+", metavar="STACK")
    added.add_argument("--into", required=True, type=Path, metavar="FOLDER")
    command("by-admin", by_admin)
    command("drift-issue", drift_reported).add_argument("drift", type=Path, metavar="FOLDER")


def _takes_summary(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--summary", type=Path, metavar="FILE", help="the job summary to append to")


def _takes_acknowledgements(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--acknowledged",
        metavar="FILE",
        help="the text with acknowledgements of dangerous steps; - is standard input",
    )


def _set_by_github(*names: str) -> tuple[str, ...]:
    if missing := [name for name in names if not os.environ.get(name)]:
        raise EventError(f"{' and '.join(missing)} must be set, as in a GitHub workflow.")
    return tuple(os.environ[name] for name in names)


@contextmanager
def _repository() -> Generator["Repository"]:
    """Yields the repository of the workflow; raises EventError if GitHub refuses a request."""
    # Imported here because it loads slowly and few commands need it.
    from github import Auth, Github, GithubException

    name, token = _set_by_github("GITHUB_REPOSITORY", "GITHUB_TOKEN")
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    try:
        yield Github(auth=Auth.Token(token), base_url=api, lazy=True).get_repo(name)
    except GithubException as error:
        raise EventError(f"GitHub refused a request for {name}: {error}") from None


def _text(file: str | None) -> str:
    if file is None:
        return ""
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")


def _acknowledged(arguments: argparse.Namespace) -> str:
    """Returns the text of --acknowledged, or by default the message of the current commit."""
    if arguments.acknowledged is None:
        return merge_message(_PROJECT)
    return _text(arguments.acknowledged)


def _published() -> tuple[Any, str]:
    """Returns an S3 client and the state bucket of the caller's account; reads no stack file."""
    aws: Clients = clients(os.environ.get("AWS_REGION", "eu-west-1"))
    account = aws("sts").get_caller_identity()["Account"]
    return aws("s3"), f"{STATE_BUCKET.name}-{account}"


def _written(made: Report, folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "comment.md": made.comment,
        "report.md": made.full,
        "report.json": json.dumps(made.machine, indent=2, sort_keys=True),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        yield str(folder / name)
