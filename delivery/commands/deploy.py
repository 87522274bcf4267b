"""Deploys one stack: preview, check of the acknowledgements, update, and copy of the state."""

import subprocess
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from delivery.aws import Clients, clients
from delivery.bootstrap.published_state import publish
from delivery.command import ACKNOWLEDGED, NegativeResultError, argument, command, read_text
from delivery.commands.preview import plans_in, preview
from delivery.gate.verdict import judge
from delivery.pulumi_cli import PACK, PROJECT, Cli
from delivery.recovery import recover
from delivery.stack_files import settings_of
from delivery.stacks import create_if_missing
from estate.account.account import state_bucket_name
from settings import STACKS, StackSettings


class DeployError(NegativeResultError):
    """A deployment did not start or did not finish; the message has the reason and the remedy."""


def deploy(
    stack: str, settings: StackSettings, project: Path, aws: Clients, acknowledged: str
) -> Iterator[str]:
    """Deploys a stack, and creates it if it is missing; yields a line for each step.

    Safe to repeat after an interrupted run. `acknowledged` is the text with the acknowledgements of
    dangerous steps. Raises DeployError before a resource is changed if the plan has steps that the
    text does not acknowledge, if it could lock people out, or if the preview fails; also if the
    update fails.
    """
    cli = Cli(project)
    yield from create_if_missing(stack, settings.region, cli, aws)
    yield from recover(stack, cli, aws)
    with tempfile.TemporaryDirectory() as name:
        yield from preview([stack], Path(name), project)
        verdict = judge(plans_in(Path(name)), acknowledged)
    if not verdict.passes:
        raise DeployError(f"{stack}: nothing was changed.\n\n{verdict.text}")
    yield verdict.text
    failed = cli.run("up", "-s", stack, "--yes", "--skip-preview", "--policy-pack", PACK)
    # A failed deployment completes some steps; the next preview of a pull request needs them.
    publish(stack, cli, aws("s3"), state_bucket_name(settings))
    if failed:
        raise DeployError(
            f"{stack}: the deployment failed; the error is printed above. The completed steps are"
            " recorded in the state. Fix the error, then run the same command again."
        )
    yield f"{stack}: deployed"


def acknowledgements(arguments: Namespace) -> str:
    """Returns the text of --acknowledged, or by default the message of the current commit.

    Raises DeployError if the message cannot be read.
    """
    if arguments.acknowledged is not None:
        return read_text(arguments.acknowledged)
    git = ["git", "log", "-1", "--format=%B"]
    try:
        return subprocess.run(git, cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise DeployError(
            f"{PROJECT.absolute()} is not a Git checkout, so there is no commit message with"
            " acknowledgements. Deploy from a checkout, or name a file: --acknowledged FILE."
        ) from None


@command("deploy", argument("stack", choices=STACKS, help="the stack to deploy"), ACKNOWLEDGED)
def deploy_command(arguments: Namespace) -> Iterator[str]:
    """Preview a stack, and deploy it if nothing blocks it and dangerous steps are acknowledged."""
    settings = settings_of(arguments.stack, StackSettings, PROJECT)
    text, aws = acknowledgements(arguments), clients(settings.region)
    yield from deploy(arguments.stack, settings, PROJECT, aws, text)
