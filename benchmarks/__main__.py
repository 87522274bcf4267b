"""`make bench`: what the program's structure costs, as ratios measured side by side in one run.

Measured is `pulumi preview` of the staging stack, by the real engine in a simulated account that
has no resources yet: the program, and a flat program that makes the same resources by plain calls
(benchmarks/flat.py); both as the estate is today and with ten times what grows in it
(benchmarks/projects.py). The simulated account's start is not part of any figure; its provider
plugins' work is, for both alike.
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
from simulator.account import AccountError


def main(arguments: list[str]) -> int:
    """Measure and print the table; 0 if everything ran, whether targets are met or not."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=3, help="more are surer; default 3")
    rounds = max(1, parser.parse_args(arguments).rounds)
    # As Ctrl-C does, so that the account is stopped and the folder removed.
    signal.signal(signal.SIGTERM, _leave)
    try:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as work:
            small, large = measured(Path(work), rounds)
    except (AccountError, PreviewError, subprocess.CalledProcessError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    print(report(small, large))
    print("\nFigures: median (least - most); ratios are taken pair by pair, side by side.")
    if small.of_program[0].program_memory is None:
        print("Figures of the program alone need /proc, which this system does not have.")
    return 0


def _leave(signum: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
