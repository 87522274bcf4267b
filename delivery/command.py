"""The commands of `python -m delivery`: their type, their arguments, and their errors."""

import sys
from argparse import Namespace, _ActionsContainer
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Run = Callable[[Namespace], Iterator[str]]
"""Runs a command; yields the lines to print."""

Argument = Callable[[_ActionsContainer], object]
"""Adds an argument to a parser or a group."""


class DeliveryError(Exception):
    """Ends a command with its message and `exit_code`; the message has the reason and remedy."""

    exit_code = 2


class NegativeResultError(DeliveryError):
    """A check of a command fails; the command itself has no error."""

    exit_code = 1


class Command(NamedTuple):
    """A command; the docstring of `run` is the help text."""

    name: str
    run: Run
    arguments: tuple[Argument, ...]


def command(name: str, *arguments: Argument) -> Callable[[Run], Command]:
    """Makes a function a command."""
    return lambda run: Command(name, run, arguments)


def argument(*names: str, **options: Any) -> Argument:
    """Returns an argument; the parameters are those of `ArgumentParser.add_argument`."""
    return lambda parser: parser.add_argument(*names, **options)


def exclusive(*arguments: Argument, required: bool = False) -> Argument:
    """Returns arguments of which a call may have only one."""

    def add(parser: _ActionsContainer) -> None:
        group = parser.add_mutually_exclusive_group(required=required)
        for one in arguments:
            one(group)

    return add


def subcommands(metavar: str, *commands: Command, required: bool = False) -> Argument:
    """Returns the choice of a command, which sets `run` in the parsed arguments."""

    def add(parser: Any) -> None:
        choices = parser.add_subparsers(metavar=metavar, required=required)
        for name, run, arguments in commands:
            added = choices.add_parser(name, help=run.__doc__, description=run.__doc__)
            added.set_defaults(run=run)
            for one in arguments:
                one(added)

    return add


DRY_RUN = argument("--dry-run", action="store_true", help="print the changes without making them")
INTO = argument(
    "--into",
    required=True,
    type=Path,
    metavar="FOLDER",
    help="the folder to write to",
)
PREVIEWS = argument("previews", type=Path, metavar="FOLDER", help="what `preview` wrote")
STACKS_TO_READ = argument("stacks", nargs="+", metavar="STACK", help="a stack, such as staging")
PUBLISHED_STATES = argument(
    "--published",
    action="store_true",
    help="use the published states, for roles that may not decrypt secrets",
)
SUMMARY = argument("--summary", type=Path, metavar="FILE", help="the job summary to append to")
ACKNOWLEDGED = argument(
    "--acknowledged",
    metavar="FILE",
    help="a file with acknowledgements, or - for standard input; deploy uses the commit message",
)


def read_text(file: str | None) -> str:
    """Returns the content of a file or, for "-", of standard input; without a file, ""."""
    if file is None:
        return ""
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
