"""The commands of `python -m delivery` that preview, judge and deploy: those that workflows run."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from delivery.aws import Clients, clients
from delivery.deploy import deploy, merge_message
from delivery.deploy_all import ENVIRONMENTS, steps, take
from delivery.drift import drift_in, find_drift
from delivery.gate.verdict import judge
from delivery.health import health
from delivery.previews import plans_in, preview
from delivery.report.report import Report, report
from delivery.stack_files import settings_of
from estate.account import STATE_BUCKET
from settings import STACKS, AccountSettings, PlatformSettings, StackSettings

if TYPE_CHECKING:
    from github.Repository import Repository

Command = Callable[[str, Callable[[argparse.Namespace], Iterator[str]]], argparse.ArgumentParser]

_PROJECT = Path()
"""Commands work on the checkout that they are run in, as the Pulumi CLI does."""


class NotAcknowledgedError(Exception):
    """What a plan does that nobody acknowledged, and how to acknowledge it."""


class EventError(Exception):
    """Why a workflow's event cannot be read."""


class NotAdminError(Exception):
    """Who started a workflow that only admins may start."""


def previews(arguments: argparse.Namespace) -> Iterator[str]:
    """Preview stacks side by side with the policy pack, and keep what the engine tells."""
    bucket = _published() if arguments.published else None
    yield from preview(arguments.stacks, arguments.into, _PROJECT, bucket)


def reported(arguments: argparse.Namespace) -> Iterator[str]:
    """Write the report of previews: comment.md, report.md and report.json."""
    found = plans_in(arguments.previews) if arguments.previews else []
    drift = drift_in(arguments.drift) if arguments.drift else []
    verdict = judge(found, _text(arguments.acknowledged)).text if found else ""
    told = report(found, drift=drift, gate=verdict, artifact_url=arguments.artifact_url)
    yield from _written(told, arguments.into)
    if arguments.summary:
        with arguments.summary.open("a", encoding="utf-8") as file:
            file.write(told.summary)


def gate(arguments: argparse.Namespace) -> Iterator[str]:
    """Say what of the previews has to be acknowledged, and fail unless all of it is."""
    verdict = judge(plans_in(arguments.previews), _text(arguments.acknowledged))
    if not verdict.passes:
        raise NotAcknowledgedError(verdict.text)
    yield verdict.text


def pull_request_text(arguments: argparse.Namespace) -> Iterator[str]:
    """Print the description of the pull request whose event a workflow runs for."""
    file = os.environ.get("GITHUB_EVENT_PATH", "")
    try:
        event: Any = json.loads(Path(file).read_text(encoding="utf-8"))
        yield event["pull_request"]["body"] or ""
    except (OSError, ValueError, LookupError, TypeError):
        raise EventError(
            f"GITHUB_EVENT_PATH = {file!r} is no event of a pull request. Run this in a workflow"
            " that pull requests start, or write the description into a file yourself."
        ) from None


def deployed(arguments: argparse.Namespace) -> Iterator[str]:
    """Deploy a stack, if all that it destroys was acknowledged by the commit checked out."""
    settings = settings_of(arguments.stack, StackSettings, _PROJECT)
    acknowledged = _acknowledged(arguments)
    yield from deploy(arguments.stack, settings, _PROJECT, clients(settings.region), acknowledged)


def all_deployed(arguments: argparse.Namespace) -> Iterator[str]:
    """Bring up the whole platform in order: what must exist first, the account, environments."""
    account = settings_of("account", AccountSettings, _PROJECT)
    chosen = steps(
        _PROJECT, clients(account.region), _acknowledged(arguments), by_admin=arguments.as_admin
    )
    yield from take(chosen, arguments.summary)


def health_check(arguments: argparse.Namespace) -> Iterator[str]:
    """Ask AWS and the cluster whether a deployed environment works."""
    settings = settings_of(arguments.stack, PlatformSettings, _PROJECT)
    yield from health(arguments.stack, settings, _PROJECT, clients(settings.region))


def drifted(arguments: argparse.Namespace) -> Iterator[str]:
    """Find what was changed by hand, and keep what the engine tells."""
    yield from find_drift(arguments.stacks, arguments.into, _PROJECT)


def drift_told(arguments: argparse.Namespace) -> Iterator[str]:
    """Open, update or close the one issue about drift, with the token in GITHUB_TOKEN."""
    from delivery.drift_issue import tell

    found = drift_in(arguments.drift)
    with _repository() as repository:
        yield tell(repository, found, report([], drift=found).comment)


def by_admin(arguments: argparse.Namespace) -> Iterator[str]:
    """Fail unless an admin of the repository started the workflow that this runs in."""
    # Who ran it again counts, not who ran it first (GitHub's "Variables reference").
    (person,) = _set_by_github("GITHUB_TRIGGERING_ACTOR")
    with _repository() as repository:
        permission = repository.get_collaborator_permission(person)
    if permission != "admin":
        raise NotAdminError(
            f"{person} has the permission {permission!r} here, and only an admin of the"
            " repository may start this. Ask one of them."
        )
    yield f"{person} is an admin"


def add_to(command: Command) -> None:
    """Add these commands to the parser's."""
    added = command("preview", previews)
    added.add_argument("stacks", nargs="+", metavar="STACK")
    added.add_argument("--into", required=True, type=Path, metavar="FOLDER")
    added.add_argument(
        "--published",
        action="store_true",
        help="against the states without secrets that deployments publish, for want of a key",
    )
    added = command("report", reported)
    added.add_argument("previews", nargs="?", type=Path, metavar="FOLDER")
    added.add_argument("--drift", type=Path, metavar="FOLDER", help="what `drift` kept")
    added.add_argument("--into", required=True, type=Path, metavar="FOLDER")
    added.add_argument("--artifact-url", metavar="URL", help="where the uncut report is kept")
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
        "--as-admin", action="store_true", help="the account's own stack too, not only its check"
    )
    _takes_summary(added)
    _takes_acknowledgements(added)
    command("health", health_check).add_argument("stack", choices=ENVIRONMENTS)
    added = command("drift", drifted)
    added.add_argument("stacks", nargs="+", metavar="STACK")
    added.add_argument("--into", required=True, type=Path, metavar="FOLDER")
    command("by-admin", by_admin)
    command("drift-issue", drift_told).add_argument("drift", type=Path, metavar="FOLDER")


def _takes_summary(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--summary", type=Path, metavar="FILE", help="a job's summary, to whose end this is written"
    )


def _takes_acknowledgements(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--acknowledged",
        metavar="FILE",
        help="the text that acknowledges destruction; - is standard input",
    )


def _set_by_github(*names: str) -> tuple[str, ...]:
    if missing := [name for name in names if not os.environ.get(name)]:
        raise EventError(f"{' and '.join(missing)} must be set, as GitHub's workflows set them.")
    return tuple(os.environ[name] for name in names)


@contextmanager
def _repository() -> Generator["Repository"]:
    """The repository that a workflow runs for; what GitHub refuses becomes an EventError."""
    # Slow to load, and for few commands.
    from github import Auth, Github, GithubException

    name, token = _set_by_github("GITHUB_REPOSITORY", "GITHUB_TOKEN")
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    try:
        yield Github(auth=Auth.Token(token), base_url=api, lazy=True).get_repo(name)
    except GithubException as error:
        raise EventError(f"GitHub refuses for {name}: {error}") from None


def _text(file: str | None) -> str:
    if file is None:
        return ""
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")


def _acknowledged(arguments: argparse.Namespace) -> str:
    """The text that was named, else the message of the commit that is checked out."""
    if arguments.acknowledged is None:
        return merge_message(_PROJECT)
    return _text(arguments.acknowledged)


def _published() -> tuple[Any, str]:
    """Where states are published, from the caller's own account: no file needs to be right."""
    aws: Clients = clients(os.environ.get("AWS_REGION", "eu-west-1"))
    account = aws("sts").get_caller_identity()["Account"]
    return aws("s3"), f"{STATE_BUCKET.name}-{account}"


def _written(told: Report, folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "comment.md": told.comment,
        "report.md": told.full,
        "report.json": json.dumps(told.machine, indent=2, sort_keys=True),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        yield str(folder / name)
