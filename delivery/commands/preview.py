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
from delivery.bootstrap.published_state import cli_of
from delivery.command import (
    INTO,
    PUBLISHED_STATES,
    STACKS_TO_READ,
    DeliveryError,
    argument,
    command,
)
from delivery.deployment.steps import Step, steps_of
from delivery.plan.events import plan_of
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import PACK, PROJECT, CliError
from estate.account.account import STATE_BUCKET
from settings import STACKS
from settings.sandbox import PREFIX

_EVENTS = ".jsonl"


class PreviewError(DeliveryError):
    """A folder has no event streams; the message has the remedy."""


def preview(
    stacks: Sequence[str], folder: Path, project: Path, bucket: tuple[Any, str] | None = None
) -> Iterator[str]:
    """Previews stacks and saves their event streams in `folder`; yields a line for each stack.

    With `bucket`, a boto3 client of S3 and the name of the state bucket, the previews use the
    states that are published there. A failed preview is recorded in its event stream and raises no
    error. Earlier previews in the folder are removed, so that no report contains them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in _event_files(folder):
        earlier.unlink()
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
    files = {file.stem: file for file in _event_files(folder)}
    if not files:
        raise PreviewError(
            f"{folder} has no previews. Make one with `python -m delivery preview staging"
            f" --into {folder}`."
        )
    order = [*STACKS, *sorted(files.keys() - STACKS.keys())]
    return [_read(stack, files[stack]) for stack in order if stack in files]


def _event_files(folder: Path) -> list[Path]:
    """Returns the saved event streams of previews in a folder."""
    files = sorted(folder.glob(f"*{_EVENTS}"))
    return [file for file in files if file.stem in STACKS or file.stem.startswith(PREFIX)]


def events_file(stack: str, folder: Path) -> Path:
    """Returns the file with the events of the preview of a stack."""
    return folder / f"{stack}{_EVENTS}"


def plan_in(folder: Path, stack: str) -> StackPlan:
    """Returns the plan of a stack with saved events; raises PreviewError if there is none."""
    found = next((plan for plan in plans_in(folder) if plan.stack == stack), None)
    if found is None:
        raise PreviewError(f"{folder} has no preview of {stack}.")
    return found


def steps_in(folder: Path, stack: str) -> frozenset[Step]:
    """Returns the steps of the preview of a stack that change something."""
    with events_file(stack, folder).open(encoding="utf-8", errors="replace") as lines:
        return frozenset(steps_of(lines))


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
    into = events_file(stack, folder)
    try:
        cli, options = cli_of(stack, project, bucket, backends)
        return cli.start(*command, *options, into=into)
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
    argument(
        "--project",
        type=Path,
        metavar="FOLDER",
        default=PROJECT,
        help="the checkout to preview (default: the current folder)",
    ),
)
def preview_command(arguments: Namespace) -> Iterator[str]:
    """Preview stacks in parallel with the policy pack; save the events for `report` and `gate`."""
    bucket = state_bucket() if arguments.published else None
    yield from preview(arguments.stacks, arguments.into, arguments.project, bucket)
