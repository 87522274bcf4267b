"""Previews of several stacks in parallel; reports are made from their event streams."""

import os
import subprocess
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from delivery.aws import clients
from delivery.bootstrap.published_state import temporary_backend
from delivery.command import INTO, PUBLISHED_STATES, STACKS_TO_READ, DeliveryError, command
from delivery.plan.events import plan_of
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import PACK, PROJECT, Cli, CliError
from estate.account.account import STATE_BUCKET
from settings import STACKS

_EVENTS = ".jsonl"


class PreviewError(DeliveryError):
    """A folder has no event streams; the message has the remedy."""


def preview(
    stacks: Sequence[str], folder: Path, project: Path, bucket: tuple[Any, str] | None = None
) -> Iterator[str]:
    """Previews stacks and saves their event streams in `folder`; yields a line for each stack.

    With `bucket`, a boto3 client of S3 and the name of the state bucket, the previews use the
    states that are published there. A failed preview is recorded in its event stream and raises no
    error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as backends:
        running = {
            stack: _start(stack, folder, project, bucket, backends)
            for stack in dict.fromkeys(stacks)
        }
        for process in running.values():
            if process:
                process.wait()
    yield from (plan_summary(plan) for plan in plans_in(folder) if plan.stack in running)


def plans_in(folder: Path) -> list[StackPlan]:
    """Returns the plans with saved events in a folder, in order of deployment.

    Raises PreviewError if there are none.
    """
    files = {file.stem: file for file in folder.glob(f"*{_EVENTS}")}
    if not files:
        raise PreviewError(
            f"{folder} has no previews. Make one with `python -m delivery preview staging"
            f" --into {folder}`."
        )
    order = [*STACKS, *sorted(files.keys() - STACKS.keys())]
    return [_read(stack, files[stack]) for stack in order if stack in files]


def plan_summary(plan: StackPlan) -> str:
    """Returns a one-line summary of a plan."""
    if not plan.succeeded:
        return f"{plan.stack}: the preview failed"
    changed = len(list(plan.changes()))
    return f"{plan.stack}: {changed} of {len(plan.resources)} resources change"


def _start(
    stack: str, folder: Path, project: Path, bucket: tuple[Any, str] | None, backends: ExitStack
) -> subprocess.Popen[str] | None:
    command = ("preview", "-s", stack, "--json", "--policy-pack", PACK)
    into = folder / f"{stack}{_EVENTS}"
    try:
        if bucket is None:
            return Cli(project).start(*command, into=into)
        state = backends.enter_context(temporary_backend(stack, project, *bucket))
        options = ("--config-file", str(state.config_file))
        return Cli(project, state.environment).start(*command, *options, into=into)
    except (ClientError, CliError, OSError) as error:
        into.write_text(f"error: {' '.join(str(error).split())}\n")
        return None


def _read(stack: str, file: Path) -> StackPlan:
    with file.open(encoding="utf-8", errors="replace") as lines:
        return plan_of(stack, lines)


def state_bucket() -> tuple[Any, str]:
    """Returns an S3 client and the state bucket of the caller's account; reads no stack file."""
    aws = clients(os.environ.get("AWS_REGION", "eu-west-1"))
    account = aws("sts").get_caller_identity()["Account"]
    return aws("s3"), f"{STATE_BUCKET.name}-{account}"


@command(
    "preview",
    STACKS_TO_READ,
    INTO,
    PUBLISHED_STATES,
)
def preview_command(arguments: Namespace) -> Iterator[str]:
    """Preview stacks in parallel with the policy pack; save the events for `report` and `gate`."""
    bucket = state_bucket() if arguments.published else None
    yield from preview(arguments.stacks, arguments.into, PROJECT, bucket)
