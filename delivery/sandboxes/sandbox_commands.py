"""The commands of `python -m delivery sandbox`."""

import os
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from delivery.aws import Clients, clients
from delivery.command import argument, command, exclusive, subcommands
from delivery.pulumi_cli import PROJECT, Cli
from delivery.sandboxes import sandboxes
from delivery.stack_files import settings_of
from settings import PlatformSettings
from settings.sandbox import MAX_DAYS

ID_VARIABLE = "SANDBOX_ID"
"""Environment variable with the id, so that workflows need not pass it through a shell."""


_ID = argument("id", nargs="?", help=f"the sandbox id (default: ${ID_VARIABLE})")


def _id(arguments: Namespace) -> str:
    return os.environ.get(ID_VARIABLE, "") if arguments.id is None else arguments.id


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_DAYS:
        raise ArgumentTypeError(f"{text!r} must be a number of days from 1 to {MAX_DAYS}")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} must be a date such as 2026-12-31") from None


def _cli_and_clients() -> tuple[Cli, Clients]:
    settings = settings_of(sandboxes.ENVIRONMENT, PlatformSettings, PROJECT)
    return Cli(PROJECT), clients(settings.region)


def _today() -> date:
    return datetime.now(UTC).date()


@command(
    "create",
    _ID,
    exclusive(
        argument("--days", type=_days, default=14, help="days until expiry (default: %(default)s)"),
        argument(
            "--until",
            type=_day,
            metavar="DATE",
            help="the last day of use, such as 2026-12-31",
        ),
    ),
)
def create(arguments: Namespace) -> Iterator[str]:
    """Create or update a sandbox beside staging."""
    today = _today()
    expires = arguments.until or today + timedelta(days=arguments.days)
    return sandboxes.create(_id(arguments), expires, *_cli_and_clients(), today=today)


@command("remove", _ID)
def remove(arguments: Namespace) -> Iterator[str]:
    """Remove a sandbox and all its resources."""
    return sandboxes.remove(_id(arguments), *_cli_and_clients())


@command("list")
def show(_: Namespace) -> Iterator[str]:
    """List the sandboxes with their expiry dates."""
    return sandboxes.expiry_lines(sandboxes.list_sandboxes(*_cli_and_clients()), _today())


@command("remove-expired")
def remove_expired(_: Namespace) -> Iterator[str]:
    """Remove the expired sandboxes."""
    return sandboxes.remove_expired(*_cli_and_clients(), today=_today())


@command("sandbox", subcommands("ACTION", create, remove, show, remove_expired))
def sandbox(arguments: Namespace) -> Iterator[str]:
    """Create, list or remove sandboxes beside staging; without an action, list them."""
    return show.run(arguments)
