"""`python -m simulator`: start and stop the simulated account, and ask about it."""

import argparse
import shlex
import sys
from collections.abc import Callable, Mapping

from simulator.account import Account, AccountError
from simulator.kubernetes.recorded import RECORDED_TYPES
from simulator.provider.aws import RESOURCE_TYPES


def up(account: Account, arguments: argparse.Namespace) -> int:
    """Start the account unless it runs."""
    running = account.up()
    print(f"The simulated account {account.account_id} answers at {running.url}")
    return 0


def down(account: Account, arguments: argparse.Namespace) -> int:
    """Stop the account and forget all that it held."""
    stopped = account.down()
    print("The simulated account is gone" if stopped else "There was no simulated account")
    return 0


def status(account: Account, arguments: argparse.Namespace) -> int:
    """Say whether the account runs, and what it holds in part only; exit code 1 if it is down."""
    running = account.find()
    where = f"answers at {running.url}" if running else "is not running: `make up` starts it"
    print(f"The simulated account {account.account_id} {where}")
    print(f"\nAWS resource types it knows: {len(RESOURCE_TYPES)}; Kubernetes': all of the SDK")
    print("\nKept as records only, because nothing here can make them work:")
    recorded = {token for token, row in RESOURCE_TYPES.items() if row.recorded}
    for token in sorted(recorded | RECORDED_TYPES.keys()):
        print(f"  {token}")
    print("\nMade, but these inputs are remembered and never read back:")
    for token, row in sorted(RESOURCE_TYPES.items()):
        if row.unreadable:
            print(f"  {token}: {', '.join(sorted(row.unreadable))}")
    return 0 if running else 1


def env(account: Account, arguments: argparse.Namespace) -> int:
    """Print what any AWS client needs, for a shell's `eval`."""
    running = account.find()
    if running is None:
        raise AccountError("the simulated account is not running: `make up` starts it")
    for name, value in account.environment(running).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


_COMMANDS: Mapping[str, Callable[[Account, argparse.Namespace], int]] = {
    "up": up,
    "down": down,
    "status": status,
    "env": env,
}


def main(arguments: list[str]) -> int:
    """Run one command; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in _COMMANDS.items():
        commands.add_parser(name, help=function.__doc__)
    parsed = parser.parse_args(arguments)
    try:
        return _COMMANDS[parsed.command](Account.of_checkout(), parsed)
    except AccountError as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
