"""The command that finds drift."""

from argparse import Namespace
from collections.abc import Iterator

from delivery.command import INTO, STACKS_TO_READ, command
from delivery.drift.drift import find_drift
from delivery.pulumi_cli import PROJECT


@command("drift", STACKS_TO_READ, INTO)
def drift(arguments: Namespace) -> Iterator[str]:
    """Find drift of stacks from AWS, and save the event streams."""
    return find_drift(arguments.stacks, arguments.into, PROJECT)
