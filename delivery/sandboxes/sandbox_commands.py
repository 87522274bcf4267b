"""The commands of `python -m delivery sandbox`."""

import argparse
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from delivery.aws import Clients, clients
from delivery.commands.deployment_commands import Command
from delivery.pulumi_cli import Cli
from delivery.sandboxes import sandboxes
from delivery.stack_files import settings_of
from settings import PlatformSettings

ID_VARIABLE = "SANDBOX_ID"
"""Environment variable with the id, so that workflows need not pass it through a shell."""

_DAYS = 14


def create(arguments: argparse.Namespace) -> Iterator[str]:
    """Create or update a sandbox beside staging."""
    today = _today()
    expires = arguments.until or today + timedelta(days=arguments.days)
    return sandboxes.create(_id(arguments), expires, *_tools(), today=today)


def remove(arguments: argparse.Namespace) -> Iterator[str]:
    """Remove a sandbox and all its resources."""
    return sandboxes.remove(_id(arguments), *_tools())


def show(_: argparse.Namespace) -> Iterator[str]:
    """List the sandboxes with their expiry dates."""
    return sandboxes.expiry_lines(sandboxes.found(_tools()[0]), _today())


def remove_expired(_: argparse.Namespace) -> Iterator[str]:
    """Remove the expired sandboxes."""
    return sandboxes.remove_expired(*_tools(), today=_today())


def add_to(command: Command) -> None:
    """Adds these commands to the parser."""
    parser = command("sandbox", show)
    actions = parser.add_subparsers(metavar="ACTION")
    for name, function in (
        ("create", create),
        ("remove", remove),
        ("list", show),
        ("remove-expired", remove_expired),
    ):
        added = actions.add_parser(name, help=function.__doc__, description=function.__doc__)
        added.set_defaults(run=function)
        if function in (create, remove):
            added.add_argument("id", nargs="?", help=f"the sandbox id (default: ${ID_VARIABLE})")
        if function is create:
            until = added.add_mutually_exclusive_group()
            until.add_argument(
                "--days", type=_days, default=_DAYS, help="days until expiry (default: %(default)s)"
            )
            until.add_argument(
                "--until",
                type=_day,
                metavar="DATE",
                help="last day before expiry, such as 2026-12-31",
            )


def _id(arguments: argparse.Namespace) -> str:
    return os.environ.get(ID_VARIABLE, "") if arguments.id is None else arguments.id


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= sandboxes.LONGEST_DAYS:
        most = sandboxes.LONGEST_DAYS
        raise argparse.ArgumentTypeError(f"{text!r} must be a number of days from 1 to {most}")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} must be a date such as 2026-12-31") from None


def _tools() -> tuple[Cli, Clients]:
    project = Path()
    return Cli(project), clients(settings_of(sandboxes.BESIDE, PlatformSettings, project).region)


def _today() -> date:
    return datetime.now(UTC).date()
