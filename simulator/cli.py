"""The command behind `simulator/pulumi`: runs the CLI against the account; starts it if needed."""

import sys
from pathlib import Path

from simulator.account.account import CHECKOUT, Account, AccountError
from simulator.engine import Engine


def project_folder(start: Path) -> Path:
    """The Pulumi project that contains `start`; this checkout's if there is none."""
    above = (start, *start.parents)
    return next((folder for folder in above if (folder / "Pulumi.yaml").exists()), CHECKOUT)


def main(arguments: list[str]) -> int:
    """Run the CLI with these arguments; returns its exit code."""
    account = Account.of_checkout()
    try:
        return Engine(account, account.up(), project_folder(Path.cwd())).run(arguments).returncode
    except AccountError as error:
        print(f"simulator/pulumi: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
