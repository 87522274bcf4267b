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

from benchmarks.measure import measured
from benchmarks.report import report
from simulator.account.account import AccountError


def main() -> int:
    """Measure and print the table; returns 0 if all previews ran, even if targets are missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="more are more precise; default 3")
    rounds = max(1, parser.parse_args().rounds)
    # As for Ctrl-C: the account is stopped and the folder removed.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as work:
            print(report(*measured(Path(work), rounds)))
    except (AccountError, subprocess.CalledProcessError) as error:
        print(f"benchmarks: {error}\n{getattr(error, 'output', '')}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
