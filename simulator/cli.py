"""What `simulator/pulumi` runs: the CLI with a simulated account behind it, started if need be."""

import sys
from pathlib import Path

from simulator.account import CHECKOUT, Account, AccountError
from simulator.engine import Engine


def project_folder(start: Path) -> Path:
    """The Pulumi project that `start` lies in, else this checkout's."""
    above = (start, *start.parents)
    return next((folder for folder in above if (folder / "Pulumi.yaml").exists()), CHECKOUT)


def main(arguments: list[str]) -> int:
    """Run the CLI with these arguments; answers its exit code."""
    account = Account.of_checkout()
    try:
        return Engine(account, account.up(), project_folder(Path.cwd())).run(arguments).returncode
    except AccountError as error:
        print(f"simulator/pulumi: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
