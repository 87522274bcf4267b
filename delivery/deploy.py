"""One stack's deployment: planned, compared with what was acknowledged, made, and published."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from delivery.aws import Clients
from delivery.gate.verdict import judge
from delivery.plan.stack_plan import StackPlan
from delivery.previews import plans_in, preview
from delivery.published_state import publish
from delivery.pulumi_cli import PACK, Cli
from delivery.recovery import recover
from estate.account import state_bucket_name
from settings import StackSettings


class DeployError(Exception):
    """Why a deployment was not begun or not ended, and what helps."""


def deploy(
    stack: str, settings: StackSettings, project: Path, aws: Clients, acknowledged: str
) -> Iterator[str]:
    """Deploy a stack; a line for each step. Safe to run again after having been stopped anywhere.

    `acknowledged` is the text in which destruction was acknowledged. Raises DeployError before
    anything is changed where the plan goes beyond it, could lock people out, or cannot be made.
    """
    cli = Cli(project)
    yield from recover(stack, cli, aws)
    with tempfile.TemporaryDirectory() as name:
        yield from preview([stack], Path(name), project)
        (plan,) = plans_in(Path(name))
    yield from _stop_unless_allowed(plan, acknowledged)
    if cli.run("up", "-s", stack, "--yes", "--skip-preview", "--policy-pack", PACK):
        raise DeployError(
            f"{stack}: the deployment was not finished; above stands why. What was made is known:"
            " remove the cause, and run the same command again."
        )
    publish(stack, cli, aws("s3"), state_bucket_name(settings))
    yield f"{stack}: deployed"


def merge_message(project: Path) -> str:
    """The whole message of the commit that is checked out.

    Raises DeployError where there is none to read.
    """
    git = ["git", "-C", str(project), "log", "-1", "--format=%B"]
    try:
        return subprocess.run(git, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise DeployError(
            f"{project} is no Git checkout, so that nothing can be acknowledged by its commit."
            " Deploy from a checkout, or name a file: --acknowledged FILE."
        ) from None


def _stop_unless_allowed(plan: StackPlan, acknowledged: str) -> Iterator[str]:
    verdict = judge([plan], acknowledged)
    if not verdict.passes:
        raise DeployError(f"{plan.stack}: nothing was changed.\n\n{verdict.text}")
    yield verdict.text
