"""Previews of the program and of the flat program in a separate simulated account, in turns."""

import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.projects import copy_program, flat_project, recorded
from delivery.stack_files import settings_of
from settings import PlatformSettings
from simulator.account.account import CHECKOUT, Account
from simulator.engine import Engine

STACK = "staging"
TIMES = 10
"""How many times as many declarations the grown program has."""

SMALL_PAIRS = 3
"""Pairs at today's size per round: they are quick, and their difference is small."""

_CLOCK = """
def _report():
    import time
    with open("cpu-seconds", "w") as file:
        while True:
            file.seek(0)
            file.write(f"{time.process_time():12.3f}")
            file.flush()
            time.sleep(0.1)

__import__("threading").Thread(target=_report, daemon=True).start()
"""
"""Source that reports a program's CPU time. The program's process is a fork of a fork server: it is
not a child of the CLI and has no exit handlers."""

Figures = tuple[float, float]
"""A preview's seconds, and the CPU seconds of the process that runs the program."""


@dataclass
class Size:
    """The program and the flat one with as many declarations, and their figures in turns.

    `with_pack` are the figures of the program with the policy pack.
    """

    program: Path
    flat: Path
    resources: int
    of_program: list[Figures] = field(default_factory=list[Figures])
    of_flat: list[Figures] = field(default_factory=list[Figures])
    with_pack: list[Figures] = field(default_factory=list[Figures])


def measured(work: Path, rounds: int) -> tuple[Size, Size]:
    """Measure some rounds; returns today's and the grown size.

    Raises CalledProcessError, with the output, if a preview fails.
    """
    _say("making the projects")
    small, large = _make_size(work / "today", 1), _make_size(work / "grown", TIMES)
    account = replace(Account.of_checkout(), folder=work / "account")
    try:
        running = account.up()
        settings = settings_of(STACK, PlatformSettings)
        account.make_users(running, [person.name for person in settings.people])
        account.make_zones(running, [settings.domain.zone] if settings.domain else [])
        engine = Engine(account, running, small.program)
        engine.ensure_stack(STACK)
        _say("warming up")
        for project in (small.program, small.flat, large.program):
            _preview(engine, project)
        for turn in range(rounds):
            _say(f"round {turn + 1} of {rounds}")
            for size in (*[small] * SMALL_PAIRS, large):
                size.of_flat.append(_preview(engine, size.flat))
                size.of_program.append(_preview(engine, size.program))
                pack = ("--policy-pack", str(CHECKOUT / "policies"))
                size.with_pack.append(_preview(engine, size.program, *pack))
    finally:
        account.down()
    return small, large


def _make_size(folder: Path, times: int) -> Size:
    folder.mkdir()
    program = copy_program(CHECKOUT, folder / "program", times)
    declared = recorded(program, STACK)
    size = Size(program, flat_project(program, declared, folder / "flat"), len(declared))
    for project in (size.program, size.flat):
        main = project / "__main__.py"
        main.write_text(_CLOCK + main.read_text())
    return size


def _preview(engine: Engine, project: Path, *options: str) -> Figures:
    command = ["preview", "--stack", STACK, "--non-interactive", "--cwd", str(project), *options]
    started = time.monotonic()
    engine.run(command, capture=True).check_returncode()
    seconds = time.monotonic() - started
    return seconds, float((project / "cpu-seconds").read_text())


def _say(text: str) -> None:
    """Print progress, separately from the table."""
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)
