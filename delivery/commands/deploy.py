"""Deploys one stack: preview, judgement, update with the judged steps, and copy of the state."""

import os
import subprocess
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from delivery.aws import Clients, clients
from delivery.bootstrap.published_state import publish
from delivery.command import (
    ACKNOWLEDGED,
    SUMMARY,
    NegativeResultError,
    argument,
    command,
    read_text,
)
from delivery.commands.preview import plan_in, preview, steps_in
from delivery.deployment.basis import Basis, basis_of
from delivery.deployment.planned import check_shown, read_planned
from delivery.deployment.record import recorded
from delivery.deployment.removal import check_no_sandbox_needs_it, is_gone
from delivery.deployment.steps import Step
from delivery.deployment.update import Ended, update
from delivery.gate.verdict import judge
from delivery.pulumi_cli import PROJECT, Cli, CliError
from delivery.recovery import recover
from delivery.recovery.restore import restore
from delivery.stack_files import settings_of
from delivery.stacks import create_if_missing
from estate.account.account import state_bucket_name
from settings import STACKS, StackSettings

ACKNOWLEDGEMENTS_VARIABLE = "ACKNOWLEDGEMENTS"
"""Environment variable with further acknowledgements, so that no shell expands them."""


class DeployError(NegativeResultError):
    """A deployment did not start or did not finish; the message has the reason and the remedy."""


class Judged(NamedTuple):
    """What a deployment is judged by.

    `acknowledged` is the text with the acknowledgements of dangerous steps. `shown` are the steps
    that the reviewers saw, or None if no plan was shown.
    """

    acknowledged: str
    shown: frozenset[Step] | None = None


def deploy(
    stack: str, settings: StackSettings, project: Path, aws: Clients, judged: Judged, folder: Path
) -> Iterator[str]:
    """Deploys a stack, and creates it if it is missing; yields a line for each step.

    Restores declared secrets and keys that are pending deletion, and previews again. Saves the
    events of the preview in `folder`. Safe to repeat after an interrupted run. Raises
    SandboxesRemainError if sandboxes use a cluster that would be removed. Raises
    DeployError before a resource is changed if the plan has steps that are not acknowledged or were
    not shown, if it could lock people out, if the preview fails, or if its basis changes after the
    preview. Also raises it if the update fails, or begins a step that the plan does not contain.
    """
    cli = Cli(project)
    if is_gone(stack, settings, cli, aws):
        yield f"{stack}: is retired, and its stack is deleted; there is nothing to deploy"
        return
    check_no_sandbox_needs_it(stack, settings, cli, aws)
    created = list(create_if_missing(stack, settings.region, cli, aws))
    yield from created
    yield from recover(stack, cli, aws)
    basis = basis_of(stack, cli)
    yield from preview([stack], folder, project)
    if restored := list(restore(plan_in(folder, stack), settings, aws)):
        yield from (f"{stack}: {line}" for line in restored)
        yield from preview([stack], folder, project)
    steps = steps_in(folder, stack)
    try:
        yield from _judge(stack, folder, steps, judged)
        _check_basis(stack, cli, basis)
    except NegativeResultError as error:
        empty = " The stack was created and is empty." if created else ""
        raise DeployError(f"{stack}: no resource was changed.{empty}\n\n{error}") from None
    ended = update(stack, cli, steps)
    _publish(stack, settings, cli, aws, problem=_problem(stack, ended))
    yield f"{stack}: deployed"


def _judge(stack: str, folder: Path, steps: frozenset[Step], judged: Judged) -> Iterator[str]:
    """Yields the verdict about a plan; raises NegativeResultError if it may not be deployed."""
    verdict = judge([plan_in(folder, stack)], judged.acknowledged)
    if not verdict.passes:
        raise NegativeResultError(verdict.text)
    yield verdict.text
    if judged.shown is not None:
        yield check_shown(stack, steps, judged.shown)


def _check_basis(stack: str, cli: Cli, basis: Basis) -> None:
    if changed := basis.differences(basis_of(stack, cli)):
        raise NegativeResultError(
            f"The {' and the '.join(changed)} of the stack changed after the preview. Make sure"
            " that no other person deploys this stack or edits these files, then run the same"
            " command again."
        )


def _publish(
    stack: str, settings: StackSettings, cli: Cli, aws: Clients, *, problem: str | None
) -> None:
    """Publishes the state; raises DeployError with the problem of the update, its own, or both."""
    problems = [problem] if problem else []
    # A failed deployment completes some steps; the next preview of a pull request needs them.
    try:
        publish(stack, cli, aws("s3"), state_bucket_name(settings))
    except (BotoCoreError, ClientError, CliError) as error:
        problems.append(
            f"{stack}: the state without secrets, which previews use, was not published: {error}."
            " Until the same command succeeds, previews use the state of an earlier deployment."
        )
    if problems:
        raise DeployError("\n".join(problems))


def _problem(stack: str, ended: Ended) -> str | None:
    """Returns why an update failed, with the remedy; None if it succeeded."""
    if ended.unjudged:
        steps = "".join(f"\n  {step}" for step in ended.unjudged)
        return (
            f"{stack}: the deployment was stopped, because the engine began a step that the judged"
            f" plan does not contain:{steps}\nThe steps that were running ended and are recorded in"
            " the state. Find out why the preview did not show the step; a value that is known"
            " only at deployment may be the reason. Then run the same command again: its preview"
            " contains the step, and the step is judged."
        )
    if ended.succeeded:
        return None
    return (
        f"{stack}: the deployment failed; the error is printed above. The completed steps are"
        " recorded in the state. Fix the error, then run the same command again."
    )


def acknowledgements(arguments: Namespace) -> str:
    """Returns the text of --acknowledged, or by default the message of the current commit.

    The environment variable ACKNOWLEDGEMENTS adds lines. Raises DeployError if the message cannot
    be read.
    """
    return f"{_message(arguments)}\n\n{os.environ.get(ACKNOWLEDGEMENTS_VARIABLE, '')}"


def _message(arguments: Namespace) -> str:
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


@command(
    "deploy",
    argument("stack", choices=STACKS, help="the stack to deploy"),
    argument(
        "--planned",
        type=Path,
        metavar="FILE",
        help="what `plan` wrote: refuse other steps than these",
    ),
    argument("--into", type=Path, metavar="FOLDER", help="the folder for the plan and the result"),
    SUMMARY,
    ACKNOWLEDGED,
)
def deploy_command(arguments: Namespace) -> Iterator[str]:
    """Preview a stack, and deploy it if nothing blocks it and dangerous steps are acknowledged."""
    stack, settings = arguments.stack, settings_of(arguments.stack, StackSettings, PROJECT)
    shown = read_planned(arguments.planned) if arguments.planned else None
    judged = Judged(acknowledgements(arguments), shown)
    with ExitStack() as until_the_end:
        folder = arguments.into or Path(until_the_end.enter_context(TemporaryDirectory()))
        lines = deploy(stack, settings, PROJECT, clients(settings.region), judged, folder)
        yield from recorded(stack, lines, folder, judged.acknowledged, arguments.summary)
