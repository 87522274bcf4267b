"""Deployments that fail on purpose, each picked up by the next."""

import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from delivery.pulumi_cli import Cli
from delivery.recovery import recover
from simulator.engine import NO_CHECKPOINTS
from simulator.failures import PLAN, Failure, Plan, failed
from tests.engine.conftest import Platform

Fired = list[tuple[str, Failure]]
"""Failures that took place: the URN of the resource that each befell, and what it was."""


class DidNotConvergeError(Exception):
    """A deployment that nothing was planned for failed, in the CLI's own words."""


@dataclass(frozen=True)
class CliOfStack:
    """The CLI as recovery runs it, in a simulated account; it reads a copy of the stack file."""

    platform: Platform
    stack: str

    @property
    def project(self) -> Path:
        return self.platform.project

    def ask(self, *arguments: str, text: str | None = None) -> str:
        folder = self.platform.account.folder / "stacks"
        copy = ("--config-file", str(folder / f"Pulumi.{self.stack}.yaml"))
        extra = copy if arguments[0] == "refresh" else ()
        cli = Cli(self.project, self.platform.engine.environment())
        return cli.ask(*arguments, *extra, text=text)


def pick_up(platform: Platform, stack: str) -> list[str]:
    """Settle what a failed deployment left, as a deployment does first; what recovery told."""
    return list(recover(stack, CliOfStack(platform, stack), platform.aws))


@contextmanager
def failing(platform: Platform, plan: Plan) -> Generator[Path]:
    """While deployments fail as planned; the file of the plan."""
    file = platform.account.folder / "failures.json"
    plan.write(file)
    settings = {PLAN: str(file), **dict.fromkeys(NO_CHECKPOINTS, "false")}
    with patch.dict(os.environ, settings):
        yield file


def fail_once(platform: Platform, stack: str, plan: Plan, *options: str) -> Fired:
    """Deploy under a plan; what fired. Raises DidNotConvergeError if it failed for any else."""
    with failing(platform, plan) as file:
        done = platform.pulumi("up", "-s", stack, "--yes", "--skip-preview", *options)
        fired = list(failed(file))
    if bool(fired) == (done.returncode == 0):
        raise DidNotConvergeError(f"{stack}: {fired} and yet:\n{done.stdout}")
    return fired


def fail_at_each(
    platform: Platform, stack: str, points: Mapping[str, Failure], *options: str
) -> Iterator[Fired]:
    """Deploy until every point has failed once and all is made; what fired in each deployment."""
    left = dict(points)
    while fired := fail_once(platform, stack, Plan(left, {}), *options):
        yield fired
        left = {urn: failure for urn, failure in left.items() if urn not in dict(fired)}
        pick_up(platform, stack)


def kill_after(
    platform: Platform, stack: str, moments: Iterator[tuple[int, Failure]], at_most: int
) -> Iterator[Fired]:
    """Deploy until all is made, killed after each number of operations; what fired each time."""
    for number, failure in islice(moments, at_most):
        # Fewer operations at a time leave more of the stack for the next deployment.
        fired = fail_once(platform, stack, Plan({}, {number: failure}), "--parallel", "4")
        if not fired:
            return
        yield fired
        pick_up(platform, stack)
    fail_once(platform, stack, Plan({}, {}))
