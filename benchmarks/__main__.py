"""`make bench`: the cost of the program's structure, as ratios of two programs measured in turns.

It measures `pulumi preview` of the staging stack with the real engine, in a simulated account
without resources. It compares the program with a flat program that creates the same resources with
plain calls (benchmarks/flat.py). Both are measured at today's size and with ten times as many
declarations (benchmarks/projects.py). The start of the simulated account is not included; the work
of its provider plugins is, for both programs.
"""

import argparse
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import NoReturn

from benchmarks.measuring import PreviewError
from benchmarks.report import report
from benchmarks.sizes import measured
from simulator.account.account import AccountError


def main(arguments: list[str]) -> int:
    """Measure and print the table; returns 0 if all previews ran, even if targets are missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=3, help="more are more precise; default 3")
    rounds = max(1, parser.parse_args(arguments).rounds)
    # As for Ctrl-C: the account is stopped and the folder removed.
    signal.signal(signal.SIGTERM, _leave)
    try:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as work:
            small, large = measured(Path(work), rounds)
    except (AccountError, PreviewError, subprocess.CalledProcessError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    print(report(small, large))
    print("\nFigures: median (minimum - maximum). Ratios compare previews that ran in turns.")
    if small.of_program[0].program_memory is None:
        print("Figures of the program's process need /proc, which this system does not have.")
    return 0


def _leave(signum: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
