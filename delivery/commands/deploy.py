"""Deploys one stack: preview, check of the acknowledgements, update, and copy of the state."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from delivery.aws import Clients
from delivery.bootstrap.published_state import publish
from delivery.commands.previews import plans_in, preview
from delivery.gate.verdict import judge
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import PACK, Cli
from delivery.recovery import recover
from estate.account.account import state_bucket_name
from settings import StackSettings


class DeployError(Exception):
    """A deployment did not start or did not finish; the message has the reason and the remedy."""


def deploy(
    stack: str, settings: StackSettings, project: Path, aws: Clients, acknowledged: str
) -> Iterator[str]:
    """Deploys a stack; yields a line for each step. Safe to repeat after an interrupted run.

    `acknowledged` is the text with the acknowledgements of dangerous steps. Raises DeployError
    before anything is changed if the plan has steps that the text does not acknowledge, if it could
    lock people out, or if the preview fails; also if the update fails.
    """
    cli = Cli(project)
    yield from recover(stack, cli, aws)
    with tempfile.TemporaryDirectory() as name:
        yield from preview([stack], Path(name), project)
        (plan,) = plans_in(Path(name))
    yield from _stop_unless_allowed(plan, acknowledged)
    if cli.run("up", "-s", stack, "--yes", "--skip-preview", "--policy-pack", PACK):
        raise DeployError(
            f"{stack}: the deployment failed; the error is printed above. The completed steps are"
            " recorded in the state. Fix the error, then run the same command again."
        )
    publish(stack, cli, aws("s3"), state_bucket_name(settings))
    yield f"{stack}: deployed"


def merge_message(project: Path) -> str:
    """Returns the message of the commit that is checked out.

    Raises DeployError if it cannot be read.
    """
    git = ["git", "-C", str(project), "log", "-1", "--format=%B"]
    try:
        return subprocess.run(git, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise DeployError(
            f"{project} is not a Git checkout, so there is no commit message with acknowledgements."
            " Deploy from a checkout, or name a file: --acknowledged FILE."
        ) from None


def _stop_unless_allowed(plan: StackPlan, acknowledged: str) -> Iterator[str]:
    verdict = judge([plan], acknowledged)
    if not verdict.passes:
        raise DeployError(f"{plan.stack}: nothing was changed.\n\n{verdict.text}")
    yield verdict.text
