"""The command that finds drift."""

from argparse import Namespace
from collections.abc import Iterator

from delivery.command import INTO, STACKS_TO_READ, command
from delivery.drift.drift import find_drift
from delivery.pulumi_cli import PROJECT


@command("drift", STACKS_TO_READ, INTO)
def drift(arguments: Namespace) -> Iterator[str]:
    """Compare the states of stacks with AWS; save the drift for `report` and `drift-issue`."""
    return find_drift(arguments.stacks, arguments.into, PROJECT)
