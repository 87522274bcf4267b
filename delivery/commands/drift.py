"""The command that finds drift."""

from argparse import Namespace
from collections.abc import Iterator

from delivery.command import INTO, PUBLISHED_STATES, STACKS_TO_READ, command
from delivery.commands.preview import state_bucket
from delivery.drift.drift import find_drift
from delivery.pulumi_cli import PROJECT


@command("drift", STACKS_TO_READ, INTO, PUBLISHED_STATES)
def drift(arguments: Namespace) -> Iterator[str]:
    """Compare the states of stacks with AWS; save the drift for `report` and `drift-issue`."""
    bucket = state_bucket() if arguments.published else None
    return find_drift(arguments.stacks, arguments.into, PROJECT, bucket)
