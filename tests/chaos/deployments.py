"""Deployments that fail on purpose, each continued by the next."""

import os
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Timer
from unittest.mock import patch

import requests

from delivery.pulumi_cli import Cli
from delivery.recovery import recover
from simulator.account.clock import CLOCK_PATH, Pace
from simulator.account.failures import PLAN, Failure, Plan, failed
from simulator.engine import NO_CHECKPOINTS
from tests.engine.conftest import Platform

Fired = list[tuple[str, Failure]]
"""Failures that happened: the URN of the resource, and the failure."""


_STANDSTILL_SECONDS = 3
"""How long the clock stays stopped after recovery begins, so that recovery has to wait."""


class DidNotConvergeError(Exception):
    """A deployment failed without a planned failure; the message is the CLI's output."""


@dataclass(frozen=True)
class CliOfStack:
    """The CLI for recovery in a simulated account, with a copy of the stack file."""

    platform: Platform
    stack: str

    @property
    def project(self) -> Path:
        return self.platform.project

    @property
    def environment(self) -> Mapping[str, str]:
        return self.platform.engine.environment(self.stack)

    def output(self, *arguments: str, text: str | None = None) -> str:
        folder = self.platform.account.folder / "stacks"
        copy = ("--config-file", str(folder / f"Pulumi.{self.stack}.yaml"))
        extra = copy if arguments[0] == "refresh" else ()
        cli = Cli(self.project, self.environment)
        return cli.output(*arguments, *extra, text=text)


def pick_up(platform: Platform, stack: str) -> list[str]:
    """Recover the state of a failed deployment, as each deployment does; returns the messages.

    The account's clock, which a kill has stopped, runs again some seconds later.
    """
    restart = Timer(_STANDSTILL_SECONDS, run_clock, [platform])
    restart.start()
    messages: list[str] = []
    for message in recover(stack, CliOfStack(platform, stack), platform.aws):
        messages.append(message)
        if "waiting for" in message:
            print(message, file=sys.stderr)
    restart.cancel()
    run_clock(platform)
    return messages


def run_clock(platform: Platform) -> None:
    """Let the account's clock run fast."""
    url = f"{platform.account.up().url}{CLOCK_PATH}"
    requests.put(url, data=Pace.FAST.value, timeout=20).raise_for_status()


@contextmanager
def failing(platform: Platform, plan: Plan) -> Generator[Path]:
    """Lets deployments fail as planned while the block runs; yields the file of the plan."""
    file = platform.account.folder / "failures.json"
    plan.write(file)
    settings = {PLAN: str(file), **dict.fromkeys(NO_CHECKPOINTS, "false")}
    with patch.dict(os.environ, settings):
        yield file


def fail_once(platform: Platform, stack: str, plan: Plan, *options: str) -> Fired:
    """Deploy under a plan; returns the failures. Raises DidNotConvergeError for another cause."""
    with failing(platform, plan) as file:
        done = platform.pulumi("up", "-s", stack, "--yes", "--skip-preview", *options)
        fired = list(failed(file))
    if bool(fired) == (done.returncode == 0):
        raise DidNotConvergeError(f"{stack} failed for another reason than {fired}:\n{done.stdout}")
    return fired


def fail_at_each(
    platform: Platform, stack: str, points: Mapping[str, Failure], *options: str
) -> Iterator[Fired]:
    """Deploy until every point has failed once and all exists; yields failures per deployment."""
    left = dict(points)
    while fired := fail_once(platform, stack, Plan(left, {}, stops_clock=True), *options):
        yield fired
        left = {urn: failure for urn, failure in left.items() if urn not in dict(fired)}
        pick_up(platform, stack)


def kill_after(
    platform: Platform, stack: str, moments: Iterator[tuple[int, Failure]], at_most: int
) -> Iterator[Fired]:
    """Deploy to the end, killed after each number of operations; yields each one's failures."""
    for number, failure in islice(moments, at_most):
        # Fewer operations per deployment leave more of the stack for the next one.
        plan = Plan({}, {number: failure}, stops_clock=True)
        fired = fail_once(platform, stack, plan, "--parallel", "4")
        if not fired:
            return
        yield fired
        pick_up(platform, stack)
    fail_once(platform, stack, Plan({}, {}))
