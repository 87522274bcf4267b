"""`python -m simulator`: starts and stops the simulated account, and shows its status."""

import argparse
import shlex
import sys
from collections.abc import Callable, Mapping

import requests

from simulator.account.account import Account, AccountError, Running
from simulator.account.clock import CLOCK_PATH, Pace
from simulator.account.sessions import role_session
from simulator.plugins.aws.services import RESOURCE_TYPES
from simulator.plugins.kubernetes.storage import RECORDED_TYPES


def up(account: Account, arguments: argparse.Namespace) -> int:
    """Start the account unless it is running."""
    running = account.up()
    print(f"The simulated account {account.account_id} is running at {running.url}")
    return 0


def down(account: Account, arguments: argparse.Namespace) -> int:
    """Stop the account and delete all its data."""
    stopped = account.down()
    print(
        "Stopped the simulated account and deleted its data"
        if stopped
        else "There is no simulated account to stop"
    )
    return 0


def status(account: Account, arguments: argparse.Namespace) -> int:
    """Show whether the account is running, and what is simulated in part; exit code 1 if down."""
    running = account.find()
    where = f"is running at {running.url}" if running else "is not running; start it with `make up`"
    print(f"The simulated account {account.account_id} {where}")
    print(f"\nSupported resource types: {len(RESOURCE_TYPES)} of AWS, all of Kubernetes")
    print("\nStored as records only, without a working service behind them:")
    recorded = {token for token, row in RESOURCE_TYPES.items() if row.recorded}
    for token in sorted(recorded | RECORDED_TYPES.keys()):
        print(f"  {token}")
    print("\nCreated, but these inputs are stored and never read back from the account:")
    for token, row in sorted(RESOURCE_TYPES.items()):
        if row.unreadable:
            print(f"  {token}: {', '.join(sorted(row.unreadable))}")
    return 0 if running else 1


def env(account: Account, arguments: argparse.Namespace) -> int:
    """Print the environment variables that an AWS client needs, as shell exports for `eval`.

    They have the credentials of the administrator, or of a session of the role.
    """
    running = _running(account)
    session = role_session(account, running, arguments.role) if arguments.role else {}
    if session is None:
        raise AccountError(f"the simulated account has no role {arguments.role}")
    for name, value in {**account.environment(running), **session}.items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def clock(account: Account, arguments: argparse.Namespace) -> int:
    """Print the pace of the account's clock, after setting it if one is given."""
    url = f"{_running(account).url}{CLOCK_PATH}"
    method = "PUT" if arguments.pace else "GET"
    answer = requests.request(method, url, data=arguments.pace, timeout=_ANSWER_SECONDS)
    answer.raise_for_status()
    print(answer.json()["pace"])
    return 0


def _running(account: Account) -> Running:
    running = account.find()
    if running is None:
        raise AccountError("the simulated account is not running; start it with `make up`")
    return running


_COMMANDS: Mapping[str, Callable[[Account, argparse.Namespace], int]] = {
    "up": up,
    "down": down,
    "status": status,
    "env": env,
    "clock": clock,
}

_ANSWER_SECONDS = 20
"""Timeout of a request to the account; generous, because the machine may be busy."""


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in _COMMANDS.items():
        commands.add_parser(name, help=function.__doc__)
    commands.choices["env"].add_argument("--role", help="a role to assume, by its name")
    commands.choices["clock"].add_argument("pace", nargs="?", choices=list(Pace))
    parsed = parser.parse_args(arguments)
    try:
        return _COMMANDS[parsed.command](Account.of_checkout(), parsed)
    except AccountError as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
