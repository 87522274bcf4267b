"""`python -m delivery`: what people and workflows run beside `pulumi up`."""

import argparse
import sys
from pathlib import Path

from delivery.import_lists import ListError, import_lists


def main(arguments: list[str]) -> int:
    """Run one command; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m delivery", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    lists = commands.add_parser("import-lists", help=import_lists.__doc__)
    lists.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parsed = parser.parse_args(arguments)
    try:
        print(import_lists(parsed.files), end="")
    except ListError as error:
        print(f"delivery: nothing was imported.\n{error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
