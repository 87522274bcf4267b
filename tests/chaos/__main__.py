"""`make chaos`: inject failures into deployments, run the same command again, and check the result.

Each stack is deployed into separate accounts: one without failures, some in which providers fail or
the engine is killed at selected resources, some in which the engine is killed while a resource is
in an intermediate state, and some in which the engine or the program is killed after a number of
operations. A kill of the engine stops the account's clock until the recovery waits.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

from delivery.pulumi_cli import CliError
from delivery.recovery import RecoveryError
from simulator.account.account import Account
from simulator.account.failures import Failure
from tests.account_roles import make_account_roles
from tests.chaos.contents import contents
from tests.chaos.deployments import DidNotConvergeError, Fired, fail_at_each, kill_after
from tests.chaos.points import failures_at, in_between, kills, resources
from tests.chaos.result import Result, report
from tests.engine.conftest import Platform, copied

STACKS = ("development", "staging")


class Chaos:
    """A run, identified by its seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def results(
        self, resources_of: Mapping[str, int | None], kills_of: int, states_of: int | None
    ) -> Iterator[Result]:
        """Fail at some resources of each stack, and kill at some moments in each.

        `resources_of` is the number of resources by stack, `kills_of` the number of moments, and
        `states_of` the number of resources during whose intermediate state the engine is killed.
        None means all; a stack with 0 resources is skipped.
        """
        for stack in STACKS:
            number = resources_of[stack]
            if number == 0:
                continue
            with _platform() as platform:
                platform.up(stack)
                wanted, urns = contents(platform), resources(platform, stack)
            chosen = self._random.sample(urns, len(urns) if number is None else number)
            points = failures_at(chosen, self._random)
            yield _shown(_at_resources(f"at resources of {stack}", stack, points, wanted))
            slow = in_between(urns)
            some = self._random.sample(sorted(slow), len(slow) if states_of is None else states_of)
            points = {urn: slow[urn] for urn in some}
            what = f"in intermediate states of {stack}"
            yield _shown(_at_resources(what, stack, points, wanted))
            yield _shown(self._at_moments(stack, kills_of, wanted))

    def _at_moments(self, stack: str, number: int, wanted: Counter[str]) -> Result:
        moments = kills(self._random)
        result = Result(f"at moments of {stack}", number)
        while (left := number - result.tried) > 0:
            with _platform() as platform:
                fired = _printed(kill_after(platform, stack, moments, left))
                result = result.and_of(fired, platform, stack, wanted)
        return result


def _at_resources(
    what: str, stack: str, points: Mapping[str, Failure], wanted: Counter[str]
) -> Result:
    """Fail at each point, in as many accounts as needed.

    A kill at one resource may interrupt the creation of another, whose own point is then not
    reached. Such a point is tried again in another account.
    """
    left, result = dict(points), Result(what, len(points))
    while left:
        with _platform() as platform:
            fired = _printed(fail_at_each(platform, stack, left))
            result = result.and_of(fired, platform, stack, wanted)
        tried = {urn for deployment in fired for urn in deployment}
        if not tried:
            raise DidNotConvergeError(f"{stack}: no deployment reached {', '.join(left)}")
        left = {urn: failure for urn, failure in left.items() if urn not in tried}
    return result


def _printed(deployments: Iterable[Fired]) -> list[list[str]]:
    """The failures of each deployment; prints them while the deployments run."""
    urns: list[list[str]] = []
    for fired in deployments:
        urns.append([urn for urn, _ in fired])
        for urn, failure in fired:
            print(f"{failure.harm} {failure.moment}: {urn.rpartition('$')[2]}", file=sys.stderr)
    return urns


def _shown(result: Result) -> Result:
    """Returns the result of a group; prints it at once, because the others take minutes."""
    print(report([result]), file=sys.stderr)
    return result


@contextmanager
def _platform() -> Generator[Platform]:
    """A copy of the program in a separate account, ready for a first deployment.

    A copy, so that the program can be edited meanwhile.
    """
    with tempfile.TemporaryDirectory() as name:
        account = Account.of_checkout().at(Path(name) / "account")
        try:
            program = Path(name) / "program"
            program.mkdir()
            platform = copied(account, program)
            platform.prepare()
            make_account_roles(platform.aws("iam"))
            yield platform
        finally:
            account.down()


def main(arguments: list[str] | None = None) -> int:
    """Run everything; returns 1 if a deployment did not converge or the account differs."""
    options = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument(
        "--development", type=int, help="number of resources to fail at; default: all"
    )
    options.add_argument("--staging", type=int, default=30, help="resources to fail at")
    options.add_argument("--kills", type=int, default=10, help="moments to kill at in each stack")
    options.add_argument(
        "--states", type=int, help="resources to kill at in intermediate states; default: all"
    )
    chosen = options.parse_args(arguments)
    began = time.monotonic()
    try:
        numbers = {"development": chosen.development, "staging": chosen.staging}
        chaos = Chaos(chosen.seed)
        results = list(chaos.results(numbers, chosen.kills, chosen.states))
    except (CliError, DidNotConvergeError, RecoveryError) as error:
        print(f"Seed {chosen.seed}: {error}", file=sys.stderr)
        return 1
    minutes = (time.monotonic() - began) / 60
    print(f"Seed {chosen.seed}, {minutes:.0f} minutes\n\n{report(results)}")
    return int(not all(one.is_good for one in results))


if __name__ == "__main__":
    sys.exit(main())
