"""What a deployment checks before it removes a cluster or a whole environment."""

from delivery.aws import Clients
from delivery.command import NegativeResultError
from delivery.pulumi_cli import Cli
from delivery.sandboxes.sandboxes import ENVIRONMENT, sandbox_ids
from delivery.stacks import stacks_in
from settings import Kind, StackSettings, is_removed


class SandboxesRemainError(NegativeResultError):
    """Sandboxes use what would be removed; the message has their ids and the remedy."""


def is_gone(stack: str, settings: StackSettings, cli: Cli, aws: Clients) -> bool:
    """Returns whether the environment of a stack is removed, and its empty stack is deleted."""
    return is_removed(settings, Kind.ENVIRONMENT) and stack not in stacks_in(cli, aws)


def check_no_sandbox_needs_it(stack: str, settings: StackSettings, cli: Cli, aws: Clients) -> None:
    """Raises SandboxesRemainError if the cluster of existing sandboxes would be removed."""
    if stack != ENVIRONMENT or not is_removed(settings, Kind.CLUSTER):
        return
    if remaining := sandbox_ids(cli, aws):
        commands = "".join(f"\n  python -m delivery sandbox remove {one}" for one in remaining)
        raise SandboxesRemainError(
            f"{stack}: no resource was changed. Sandboxes use the cluster that would be removed."
            f" Remove them first:{commands}"
        )
