"""`python -m tools.install [TOOL...]`: install the Python packages and the tools, or some tools."""

import argparse
from collections.abc import Sequence

from tools.install import InstallError, install
from tools.install.catalog import TOOLS_BY_NAME
from tools.steps import Steps, run_command


def main(arguments: Sequence[str]) -> int:
    """Install what is missing; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.install", description=__doc__)
    parser.add_argument("tools", nargs="*", metavar="TOOL", help=", ".join(TOOLS_BY_NAME))
    parser.add_argument("--packages", action="store_true", help="install the packages only")
    parsed = parser.parse_args(arguments)
    if unknown := [name for name in parsed.tools if name not in TOOLS_BY_NAME]:
        parser.error(f"unknown: {', '.join(unknown)}; the tools are {', '.join(TOOLS_BY_NAME)}")
    tools = [
        tool for name, tool in TOOLS_BY_NAME.items() if name in (parsed.tools or TOOLS_BY_NAME)
    ]
    with Steps() as steps:
        try:
            install([] if parsed.packages else tools, steps)
        except InstallError as error:
            steps.say(str(error))
            return 1
    steps.summary()
    return 0


if __name__ == "__main__":
    run_command(main)
