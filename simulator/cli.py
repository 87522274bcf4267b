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
    """Become the CLI with these arguments; returns an exit code if that is not needed or fails."""
    account = Account.of_checkout()
    try:
        Engine(account, account.up(), project_folder(Path.cwd())).become(arguments)
    except AccountError as error:
        print(f"simulator/pulumi: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
