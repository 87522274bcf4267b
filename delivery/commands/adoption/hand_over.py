"""The steps of an adoption after the first deployment: harden, freeze and release."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from delivery.adopt.access.access import lost_access
from delivery.adopt.hardening.harden import harden
from delivery.adopt.imports.known import not_imported, planned, state_of
from delivery.adopt.old_stacks.concerned import concerned_stacks
from delivery.adopt.old_stacks.freeze import freeze, undo_freeze
from delivery.adopt.old_stacks.old_stacks import old_stacks
from delivery.adopt.old_stacks.records import Bucket, Folder, Records
from delivery.adopt.old_stacks.release import release
from delivery.command import argument, command
from delivery.commands.adoption.adoption import STACK, Adoption
from estate.account.account import state_bucket_name
from settings import Hardening, PlatformSettings


@command(
    "freeze",
    STACK,
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
    stack, settings, cli, aws = Adoption.of(arguments)
    records: Records = (
        Folder(arguments.records)
        if arguments.records
        else Bucket(aws("s3"), state_bucket_name(settings), stack)
    )
    found = concerned_stacks(stack, cli, aws, old_stacks(aws))
    step = undo_freeze if arguments.undo else freeze
    yield from step(found, aws("cloudformation"), records)
    yield f"{stack}: {len(found)} old stacks"


@command(
    "harden",
    argument("group", type=Hardening, choices=[*Hardening], help="the group to apply"),
    STACK,
    argument(
        "--without-log",
        action="store_true",
        help="apply tls-only although no log shows the requests",
    ),
)
def harden_command(arguments: Namespace) -> Iterator[str]:
    """Remove a group of hardening from those that the stack file postpones."""
    stack, _, cli, aws = Adoption.of(arguments)
    today = datetime.now(UTC)
    return harden(stack, arguments.group, cli, aws, today, without_log=arguments.without_log)


@command("release", STACK)
def release_command(arguments: Namespace) -> Iterator[str]:
    """Delete the old CloudFormation stacks, and keep all their resources."""
    stack, settings, cli, aws = Adoption.of(arguments)
    found = concerned_stacks(stack, cli, aws, old_stacks(aws))
    problems = [*not_imported(stack, state_of(stack, cli, aws), planned(stack, cli))]
    if isinstance(settings, PlatformSettings):
        problems += lost_access(settings, aws)
    yield from release(found, aws, problems)
    yield f"{stack}: {len(found)} old stacks are released"
