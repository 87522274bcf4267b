"""The steps of an adoption after the import: freeze, harden, access and release."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from delivery.adopt.access import lost_access, old_keys
from delivery.adopt.concerned import concerned_stacks
from delivery.adopt.freeze import freeze, undo_freeze
from delivery.adopt.harden import harden
from delivery.adopt.imports import not_imported
from delivery.adopt.old_stacks import old_stacks
from delivery.adopt.records import Bucket, Folder, Records
from delivery.adopt.refusal import refuse_if_any
from delivery.adopt.release import release
from delivery.aws import Clients, clients
from delivery.command import Command, argument, command
from delivery.pulumi_cli import PROJECT, Cli
from delivery.stack_files import settings_of
from estate.account.account import state_bucket_name
from settings import Hardening, PlatformSettings, StackSettings

_STACK = argument("-s", "--stack", required=True, metavar="STACK", help="the stack that adopts")


def _opened(arguments: Namespace) -> tuple[str, StackSettings, Cli, Clients]:
    """Returns the stack, its settings, the CLI and the clients of its region."""
    settings = settings_of(arguments.stack, StackSettings, PROJECT)
    return arguments.stack, settings, Cli(PROJECT), clients(settings.region)


@command(
    "freeze",
    _STACK,
    argument("--undo", action="store_true", help="restore the original templates"),
    argument(
        "--records",
        type=Path,
        metavar="FOLDER",
        help="where to keep the original templates (default: the state bucket)",
    ),
)
def freeze_command(arguments: Namespace) -> Iterator[str]:
    """Make the old CloudFormation stacks retain their resources, or restore their templates."""
    stack, settings, cli, aws = _opened(arguments)
    records: Records = (
        Folder(arguments.records)
        if arguments.records
        else Bucket(aws("s3"), state_bucket_name(settings), stack)
    )
    found = concerned_stacks(stack, cli, aws, old_stacks(aws))
    step = undo_freeze if arguments.undo else freeze
    yield from step(found, aws("cloudformation"), records)
    yield f"{stack}: {len(found)} old stacks"


@command("access", _STACK)
def access_command(arguments: Namespace) -> Iterator[str]:
    """List the old access keys; fail if a deployment would remove access to the cluster."""
    stack, settings, _, aws = _opened(arguments)
    yield from old_keys(aws)
    if isinstance(settings, PlatformSettings):
        refuse_if_any("access", lost_access(settings, aws))
    yield f"{stack}: the lists give all access that the old cluster gives"


@command(
    "harden",
    argument("group", type=Hardening, choices=[*Hardening], help="the group to apply"),
    _STACK,
    argument(
        "--without-log",
        action="store_true",
        help="apply tls-only although no log shows the requests",
    ),
)
def harden_command(arguments: Namespace) -> Iterator[str]:
    """Remove a group of hardening from those that the stack file postpones."""
    stack, _, cli, aws = _opened(arguments)
    today = datetime.now(UTC)
    return harden(stack, arguments.group, cli, aws, today, without_log=arguments.without_log)


@command("release", _STACK)
def release_command(arguments: Namespace) -> Iterator[str]:
    """Delete the old CloudFormation stacks, and keep all their resources."""
    stack, settings, cli, aws = _opened(arguments)
    found = concerned_stacks(stack, cli, aws, old_stacks(aws))
    problems = [*not_imported(stack, cli, aws)]
    if isinstance(settings, PlatformSettings):
        problems += lost_access(settings, aws)
    yield from release(found, aws, problems)
    yield f"{stack}: {len(found)} old stacks are released"


FURTHER_STEPS: tuple[Command, ...] = (
    freeze_command,
    access_command,
    harden_command,
    release_command,
)
