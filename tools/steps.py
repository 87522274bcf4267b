"""Progress of long commands: each step's title, progress and duration.

In a terminal each running step has an animated line. In piped output a step prints a line when it
ends, and one every half minute while it runs.
"""

import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import NoReturn, Self

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

_REFRESH_SECONDS = 0.25
_REPORT_SECONDS = 30
"""How often a running step prints a line in piped output."""


@dataclass
class Step:
    """A step of a command: its title and progress."""

    title: str
    done: int = 0
    total: int = 0
    unit: str = ""
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None

    def report(self, done: int, total: int = 0, unit: str = "") -> None:
        """Report that `done` of `total` units are finished; a total of 0 means unknown."""
        self.done, self.total, self.unit = done, total, unit

    @property
    def progress(self) -> str:
        """The progress, such as `612 of 1,293 packages`; empty if none was reported."""
        if not self.done:
            return ""
        counted = f"{self.done:,} of {self.total:,}" if self.total > self.done else f"{self.done:,}"
        return f"{counted} {self.unit}"

    @property
    def seconds(self) -> float:
        """How long the step has taken so far, or took in total."""
        return (self.ended or time.monotonic()) - self.started

    def __str__(self) -> str:
        """One line for a log."""
        how_far = f"{self.progress}, " if self.done else ""
        return f"{self.title}: {how_far}{duration(self.seconds)}"


class Steps:
    """The steps of a command; several may run in parallel, each in its own thread."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._started = time.monotonic()
        self._finished: list[Step] = []
        self._running: dict[TaskID, Step] = {}
        self._over = threading.Event()
        self._bars = Progress(
            TextColumn("  {task.description}"),
            BarColumn(20),
            TextColumn("{task.fields[progress]}"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        threading.Thread(target=self._refresh, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._bars.stop()

    @contextmanager
    def step(self, title: str) -> Generator[Step]:
        """Show a step while the block runs; records its time unless the block raises."""
        step = Step(title)
        task = self._bars.add_task(title, total=None, progress="")
        self._running[task] = step
        try:
            yield step
        finally:
            del self._running[task]
            self._bars.remove_task(task)
        step.ended = time.monotonic()
        self._finished.append(step)
        self.say(str(step))

    def say(self, text: str) -> None:
        """Print a line above the progress bars."""
        self._console.print(f"  {text}", markup=False)

    def show(self, what: RenderableType) -> None:
        """Print a table or a string after an empty line."""
        self._console.print("", what, sep="\n")

    def summary(self) -> None:
        """Print the time of each finished step and of the whole command; steps may overlap.

        Prints nothing if there were no steps.
        """
        if not self._finished:
            return
        table = Table("Step", "Done", "Time", box=None, pad_edge=False)
        for step in self._finished:
            table.add_row(step.title, step.progress, duration(step.seconds))
        table.add_row("Total", "", duration(time.monotonic() - self._started))
        self.show(table)

    def _refresh(self) -> None:
        reported = 0.0
        while not self._over.wait(_REFRESH_SECONDS):
            for task, step in [*self._running.items()]:
                total, progress = step.total or None, step.progress
                self._bars.update(task, completed=step.done, total=total, progress=progress)
            now = time.monotonic()
            if not self._console.is_terminal and now - reported > _REPORT_SECONDS:
                for step in [*self._running.values()] if reported else []:
                    self.say(f"... {step}")
                reported = now


def run_command(main: Callable[[Sequence[str]], int]) -> NoReturn:
    """Exit with the exit code of a command for this process's arguments."""
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        # An engine that the command runs was interrupted too, and has saved its state.
        sys.exit("Interrupted; run the same command again to continue")


def duration(seconds: float) -> str:
    """A duration in readable form: `0.4 s`, `12 s`, `3 min 05 s`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
