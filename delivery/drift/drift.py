"""Drift: changes made outside Pulumi, found by `pulumi refresh --preview-only`."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml

from delivery.bootstrap.published_state import cli_of
from delivery.commands.preview import PreviewError
from delivery.drift.access import compare_access, with_access
from delivery.drift.deployments import Deployments
from delivery.plan.events import drift_of
from delivery.plan.stack_plan import StackPlan
from delivery.pulumi_cli import CliError

_EVENTS = ".drift.jsonl"


_VALUES_OF_SECRETS = "**aws:secretsmanager/secretVersion:SecretVersion**"
"""Resources that a role without access to data cannot read, as a pattern of their URNs."""


def find_drift(
    stacks: Sequence[str], folder: Path, project: Path, bucket: tuple[Any, str] | None = None
) -> Iterator[str]:
    """Compares states with AWS in parallel and saves the events; yields a line for each stack.

    With `bucket`, a boto3 client of S3 and the name of the state bucket, the states that are
    published there are compared, without the values of secrets. A stack that is deployed meanwhile
    is compared again. Raises StillDeployingError if a deployment does not end in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in folder.glob(f"*{_EVENTS}"):
        earlier.unlink()
    wanted = list(dict.fromkeys(stacks))
    if bucket is None:
        _compare(wanted, folder, project)
    else:
        yield from _compare_between_deployments(wanted, folder, project, bucket)
    for found in drift_in(folder):
        if not found.succeeded:
            yield f"{found.stack}: the comparison with AWS failed"
        else:
            count = len(list(found.changes()))
            have = "1 resource has" if count == 1 else f"{count} resources have"
            yield f"{found.stack}: {have} drifted"
            yield from (f"{found.stack}: {one.problem}" for one in found.access)


def _compare_between_deployments(
    stacks: Sequence[str], folder: Path, project: Path, bucket: tuple[Any, str]
) -> Iterator[str]:
    name = yaml.safe_load((project / "Pulumi.yaml").read_text())["name"]
    deployments = Deployments(name, *bucket)
    while stacks:
        yield from deployments.ended(stacks)
        before = {stack: deployments.moment(stack) for stack in stacks}
        _compare(stacks, folder, project, bucket)
        stacks = [stack for stack in stacks if deployments.moment(stack) != before[stack]]
        yield from (f"{stack}: was deployed meanwhile, and is compared again" for stack in stacks)


def _compare(
    stacks: Sequence[str], folder: Path, project: Path, bucket: tuple[Any, str] | None = None
) -> None:
    with ExitStack() as backends:
        running = [_start(stack, folder, project, bucket, backends) for stack in stacks]
        for process in filter(None, running):
            process.wait()


def _start(
    stack: str,
    folder: Path,
    project: Path,
    bucket: tuple[Any, str] | None,
    backends: ExitStack,
) -> subprocess.Popen[str] | None:
    command = ("refresh", "-s", stack, "--preview-only", "--json")
    excluded = ("--exclude", _VALUES_OF_SECRETS) if bucket else ()
    into = folder / f"{stack}{_EVENTS}"
    try:
        cli, options = cli_of(stack, project, bucket, backends)
        compare_access(stack, cli, folder)
        return cli.start(*command, *options, *excluded, into=into)
    except CliError as error:
        into.write_text(f"error: {' '.join(str(error).split())}\n")
        return None


def drift_in(folder: Path) -> list[StackPlan]:
    """Returns the drift of each stack with saved events in a folder, sorted by stack.

    Raises PreviewError if the folder has no events: a missing comparison must not pass for one
    without drift.
    """
    files = sorted(folder.glob(f"*{_EVENTS}"))
    if not files:
        raise PreviewError(
            f"{folder} has no comparison with AWS. Make one with `python -m delivery drift staging"
            f" --into {folder}`."
        )
    found: list[StackPlan] = []
    for file in files:
        with file.open(encoding="utf-8", errors="replace") as lines:
            found.append(with_access(drift_of(file.name.removesuffix(_EVENTS), lines), folder))
    return found
