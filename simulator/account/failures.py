"""Injected failures: provider errors, and kills of the engine or the program.

Nothing fails unless the environment variable `SIMULATOR_FAILURES` names a plan, which is a file:

    {"at": {URN: {"harm": "error", "moment": "before"}}, "nth": {"7": {"harm": "engine", ...}}}

`at` selects an operation by its resource's URN; `nth` by its number, counted from 1 over all
plugins of the account. With `"stops_clock": true` a kill of the engine also stops the account's
clock, so that resources stay in their intermediate states. What happened is logged in the file
`log_of(plan)`.
"""

import fcntl
import json
import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from simulator.account.clock import CLOCK_PATH, Pace
from tools.launch import ENGINE

PLAN = "SIMULATOR_FAILURES"
"""The environment variable that names the file of the plan."""

_RUN_PROGRAMS = ("pulumi-language-", "tools/language_host.py")
"""Command fragments of processes that run programs: Pulumi's language hosts and this checkout's."""


class Harm(StrEnum):
    """The kind of failure: a provider error, or a kill (`kill -9`) of the engine or program."""

    ERROR = "error"
    ENGINE = "engine"
    PROGRAM = "program"


class Moment(StrEnum):
    """When it fails: before AWS is called, after the resource was created, or when all is done.

    In the last two cases the engine has not received any answer yet.
    """

    BEFORE = "before"
    HALF_WAY = "half-way"
    AFTER = "after"


@dataclass(frozen=True)
class Failure:
    """A failure: its kind and its moment."""

    harm: Harm
    moment: Moment


@dataclass(frozen=True)
class Plan:
    """Planned failures by URN and by number of the operation.

    With `stops_clock` a kill of the engine stops the account's clock.
    """

    at: Mapping[str, Failure]
    nth: Mapping[int, Failure]
    stops_clock: bool = False

    @classmethod
    def read(cls, file: Path) -> "Plan":
        """Read a plan; returns an empty one if the file does not exist."""
        plan: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        return cls(
            {urn: _failure(one) for urn, one in plan.get("at", {}).items()},
            {int(number): _failure(one) for number, one in plan.get("nth", {}).items()},
            plan.get("stops_clock", False),
        )

    def write(self, file: Path) -> None:
        """Write the plan and reset the count of operations."""
        log_of(file).unlink(missing_ok=True)
        file.write_text(json.dumps(asdict(self)))


class InjectedError(Exception):
    """The error that a provider returns on purpose."""


class Operation:
    """An operation of a provider, such as `create` of a resource, and its planned failure."""

    def __init__(self, name: str, urn: str) -> None:
        self._name, self._urn = name, urn
        self._file = Path(os.environ[PLAN]) if os.environ.get(PLAN) else None
        self._failure = self._planned(self._file) if self._file else None

    def reaches(self, moment: Moment) -> None:
        """Trigger the failure planned for this moment; raises InjectedError for an error."""
        if self._file is None or self._failure is None or self._failure.moment is not moment:
            return
        harm = self._failure.harm
        _write(self._file, {"failed": self._urn, "harm": harm, "moment": moment})
        if harm is Harm.ERROR:
            raise InjectedError(f"{self._name} fails on purpose ({moment})")
        if harm is Harm.ENGINE and Plan.read(self._file).stops_clock:
            _stop_clock()
        _kill(harm)

    def _planned(self, file: Path) -> Failure | None:
        plan = Plan.read(file)
        number = _write(file, {"begun": self._urn, "operation": self._name})
        return plan.at.get(self._urn) or plan.nth.get(number)


def log_of(plan: Path) -> Path:
    """The log of a plan: started operations and triggered failures, one JSON object per line."""
    return plan.with_suffix(".log")


def failed(plan: Path) -> Iterator[tuple[str, Failure]]:
    """The failures since the plan was written, each with its resource's URN."""
    log = log_of(plan)
    for line in log.read_text().splitlines() if log.exists() else ():
        entry = json.loads(line)
        if "failed" in entry:
            yield entry["failed"], _failure(entry)


def _failure(fields: Mapping[str, str]) -> Failure:
    return Failure(Harm(fields["harm"]), Moment(fields["moment"]))


def _write(plan: Path, entry: Mapping[str, str]) -> int:
    """Append an entry to the log; returns how many operations have started so far."""
    with log_of(plan).open("a+") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        log.write(json.dumps(entry) + "\n")
        log.flush()
        log.seek(0)
        return sum('"begun"' in line for line in log)


def _stop_clock() -> None:
    url = f"{os.environ['AWS_ENDPOINT_URL']}{CLOCK_PATH}"
    urlopen(Request(url, Pace.STOPPED.encode(), method="PUT"))  # noqa: S310 - the account's URL


def _kill(harm: Harm) -> None:
    """Kill the engine that started this plugin and all its children, or only the program."""
    engine = int(os.environ.get(ENGINE) or os.getppid())
    children = _children(engine)
    if harm is Harm.PROGRAM:
        hosts = [
            pid
            for pid, command in children.items()
            if any(mark in command for mark in _RUN_PROGRAMS)
        ]
        _end(one for host in hosts for one in (host, *_children(host)))
        return
    own = os.getpid()
    _end([engine, *(pid for pid in children if pid != own), own])


def _children(parent: int) -> dict[int, str]:
    """The child processes of a process, with the command of each."""
    ps = ["ps", "-A", "-ww", "-o", "ppid=,pid=,command="]
    lines = subprocess.run(ps, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split(None, 2) for line in lines]
    return {int(pid): command for ppid, pid, command in rows if int(ppid) == parent}


def _end(pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
