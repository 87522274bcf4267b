"""One `pulumi preview` against a simulated account, with its time, CPU time and memory."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.account.account import Account
from simulator.engine import Engine, pulumi_command

_SAMPLING_SECONDS = 0.2
"""Rare enough to cost at most a hundredth of a preview."""

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss` (getrusage(2))."""

_PROGRAM = ("pulumi-language-python-exec", "language_host.py")
"""Command fragments of the process that runs the program: the official CLI's, and ours."""


class PreviewError(Exception):
    """A preview failed; the message is the CLI's output."""


@dataclass(frozen=True)
class Figures:
    """A preview's seconds, CPU seconds of all its processes, and MiB of the largest process.

    `program_cpu` and `program_memory` are those of the process that runs the program; they are None
    if the system does not report them.
    """

    time: float
    cpu: float
    memory: float
    program_cpu: float | None
    program_memory: float | None


class Previews:
    """Previews of a stack without resources, with an engine whose account is running.

    Python's bytecode is cached in the folder `bytecode`, even if the caller's environment disables
    it. Otherwise compiling would be a large part of every figure.
    """

    def __init__(self, account: Account, engine: Engine, stack: str, bytecode: Path) -> None:
        engine.prepare()
        engine.ensure_stack(stack)
        config = account.folder / "stacks" / f"Pulumi.{stack}.yaml"
        self._command = [pulumi_command(), "preview", "--stack", stack, "--non-interactive"]
        self._command += ["--config-file", str(config)]
        self._environment = engine.environment() | {"PYTHONPYCACHEPREFIX": str(bytecode)}
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(self, project: Path, *options: str) -> Figures:
        """Preview the project in a folder; raises PreviewError if it fails."""
        with tempfile.TemporaryFile("w+") as said:
            started = time.monotonic()
            process = subprocess.Popen(
                [*self._command, *options],
                cwd=project,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            watch = _Watch(process.pid)
            try:
                # Unlike Popen.wait, it returns the resource usage of the process and its children.
                _, status, usage = os.wait4(process.pid, 0)
                elapsed = time.monotonic() - started
            except BaseException:
                process.terminate()
                process.wait()
                raise
            finally:
                watch.stop()
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                said.seek(0)
                raise PreviewError(said.read())
        cpu = usage.ru_utime + usage.ru_stime
        memory = usage.ru_maxrss * _RSS_UNIT / 2**20
        return Figures(elapsed, cpu, memory, watch.cpu, watch.memory)


class _Watch:
    """Samples, from time to time, the process below `root` that runs the program."""

    def __init__(self, root: int) -> None:
        self.cpu: float | None = None
        self.memory: float | None = None
        self._root, self._stopped = root, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        program: int | None = None
        while not self._stopped.wait(_SAMPLING_SECONDS):
            try:
                program = program or next(_running_program(self._root), None)
                if program:
                    cpu, memory = _used(program)
                    self.cpu, self.memory = max(cpu, self.cpu or 0), max(memory, self.memory or 0)
            except OSError:
                # The engine first starts another such process, only to query plugins.
                program = None


def _running_program(root: int) -> Iterator[int]:
    """The processes below `root` that run a program; needs /proc."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            if any(word in command for word in _PROGRAM) and root in _ancestors(int(entry.name)):
                yield int(entry.name)
        except OSError:
            continue


def _ancestors(process: int) -> Iterator[int]:
    while process > 1:
        process = int(_stat(process)[1])
        yield process


def _used(process: int) -> tuple[float, float]:
    """A process's CPU time in seconds and its peak memory so far in MiB."""
    ticks = sum(int(field) for field in _stat(process)[11:13])
    status = Path(f"/proc/{process}/status").read_text()
    peaks = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")]
    if not peaks:
        raise ProcessLookupError(f"process {process} has ended")
    return ticks / os.sysconf("SC_CLK_TCK"), peaks[0] / 1024


def _stat(process: int) -> list[str]:
    """The fields of /proc/<process>/stat after the command, which may contain any characters."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
