"""`python -m simulator`: start and stop the account, ask about it, deploy stacks into it."""

import argparse
import shlex
import sys
import time
from collections.abc import Callable, Mapping

from simulator.account import CHECKOUT, Account, AccountError
from simulator.engine import Engine
from simulator.kubernetes.recorded import RECORDED_TYPES
from simulator.provider.aws import RESOURCE_TYPES
from simulator.report import outputs_table, stacks_table

_NEXT = """
Try next:
  eval "$(.venv/bin/python -m simulator env)"   then any AWS client, such as: aws s3 ls
  simulator/pulumi preview -s {stack}           after a change of the program
  .venv/bin/python -m simulator status          what runs, and what is simulated only in part
  make down                                     stop the account and forget it"""


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


def users(account: Account, arguments: argparse.Namespace) -> int:
    """Make IAM users that are not there yet: programs that deploy into an account make none."""
    account.make_users(account.up(), arguments.names)
    print(f"IAM users of the simulated account: {', '.join(arguments.names)}")
    return 0


def zones(account: Account, arguments: argparse.Namespace) -> int:
    """Make public hosted zones that are not there yet: they belong to whoever bought the name."""
    account.make_zones(account.up(), arguments.names)
    print(f"Hosted zones of the simulated account: {', '.join(arguments.names)}")
    return 0


def deploy(account: Account, arguments: argparse.Namespace) -> int:
    """Bring stacks up one after the other, and end with a table of what exists."""
    started = time.monotonic()
    running = account.up()
    engine = Engine(account, running, CHECKOUT)
    print(f"Into the simulated account {account.account_id} at {running.url}:")
    for stack in arguments.stacks:
        print(f"\n=== {stack}", flush=True)
        command = ["up", "--stack", stack, "--yes", "--skip-preview", "--suppress-outputs"]
        if code := engine.run(command).returncode:
            return code
    print("\n" + stacks_table(engine, arguments.stacks))
    if len(arguments.stacks) == 1:
        print("\n" + outputs_table(engine, arguments.stacks[0]))
    print(f"\nThis took {time.monotonic() - started:.0f} seconds.")
    print(_NEXT.format(stack=arguments.stacks[-1]))
    return 0


_COMMANDS: Mapping[str, Callable[[Account, argparse.Namespace], int]] = {
    "up": up,
    "down": down,
    "status": status,
    "env": env,
    "users": users,
    "zones": zones,
    "deploy": deploy,
}


def main(arguments: list[str]) -> int:
    """Run one command; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in _COMMANDS.items():
        command = commands.add_parser(name, help=function.__doc__)
        if name == "deploy":
            command.add_argument("stacks", nargs="+", metavar="STACK")
        if name == "users":
            command.add_argument("names", nargs="*", metavar="PATH/NAME")
        if name == "zones":
            command.add_argument("names", nargs="*", metavar="NAME")
    parsed = parser.parse_args(arguments)
    try:
        return _COMMANDS[parsed.command](Account.of_checkout(), parsed)
    except AccountError as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
