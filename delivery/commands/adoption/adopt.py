"""Takes over an estate that exists already, step by step."""

from argparse import Namespace
from collections.abc import Iterator

from delivery.command import Command, command, subcommands
from delivery.commands.adoption.access import access_command, entries_command, groups_command
from delivery.commands.adoption.check import check_command
from delivery.commands.adoption.hand_over import freeze_command, harden_command, release_command
from delivery.commands.adoption.status import status_command
from delivery.commands.adoption.take_over import (
    import_command,
    inspect_command,
    settings_command,
)

STEPS: tuple[Command, ...] = (
    *(status_command, groups_command, settings_command, entries_command, inspect_command),
    *(freeze_command, import_command, check_command, access_command, harden_command),
    release_command,
)
"""The steps, in the order in which a stack takes them."""


@command("adopt", subcommands("STEP", *STEPS, required=True))
def adopt(arguments: Namespace) -> Iterator[str]:
    """Take over resources that exist already, without replacing one."""
    raise AssertionError("argparse demands a step")
