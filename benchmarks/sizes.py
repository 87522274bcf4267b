"""The program and the flat program at one size, with the figures of their previews."""

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.declared import recorded
from benchmarks.measuring import Figures, Previews
from benchmarks.projects import copy_program, flat_project
from delivery.stack_files import settings_of
from settings import PlatformSettings
from simulator.account.account import CHECKOUT, Account
from simulator.engine import Engine

STACK = "staging"
TIMES = 10
"""How many times as many declarations the grown program has."""

_PACK = str(CHECKOUT / "policies")

SMALL_PAIRS = 3
"""Pairs at today's size per round: they are quick, and their difference is small."""


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

    def measure(self, previews: Previews) -> None:
        """Preview both, one after the other."""
        self.of_flat.append(previews.run(self.flat))
        self.of_program.append(previews.run(self.program))
        self.with_pack.append(previews.run(self.program, "--policy-pack", _PACK))


def make_size(folder: Path, times: int) -> Size:
    """Create both projects in a new folder."""
    folder.mkdir()
    program = copy_program(CHECKOUT, folder / "program", times)
    declared = recorded(program, STACK)
    return Size(program, flat_project(program, declared, folder / "flat"), len(declared))


def measured(work: Path, rounds: int) -> tuple[Size, Size]:
    """Measure some rounds in a separate simulated account; returns today's and the grown size."""
    _say("making the projects")
    small, large = make_size(work / "today", 1), make_size(work / "grown", TIMES)
    account = replace(Account.of_checkout(), folder=work / "account")
    try:
        running = account.up()
        settings = settings_of(STACK, PlatformSettings)
        account.make_users(running, [person.name for person in settings.people])
        account.make_zones(running, [settings.domain.zone] if settings.domain else [])
        engine = Engine(account, running, small.program)
        previews = Previews(account, engine, STACK, work / "bytecode")
        _say("warming up")
        for project in (small.program, small.flat, large.program):
            previews.run(project)
        for turn in range(rounds):
            _say(f"round {turn + 1} of {rounds}")
            for _ in range(SMALL_PAIRS):
                small.measure(previews)
            large.measure(previews)
    finally:
        account.down()
    return small, large


def _say(text: str) -> None:
    """Print progress, separately from the table."""
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)
