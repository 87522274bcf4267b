"""Failures on purpose: where a provider is to fail, and where a deployment is to be killed.

Nothing fails unless the environment variable `SIMULATOR_FAILURES` names a plan, which is a file:

    {"at": {URN: {"harm": "error", "moment": "before"}}, "nth": {"7": {"harm": "engine", ...}}}

`at` is about a resource's operation; `nth` about whichever operation is that many, counted from 1
over all plugins of the account. What was done lies beside the plan, in the file of `log_of`.
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

from tools.launch import ENGINE

PLAN = "SIMULATOR_FAILURES"
"""The environment variable that names the file of the plan."""

_RUN_PROGRAMS = ("pulumi-language-", "tools/language_host.py")
"""What tells the processes that run programs: Pulumi's language hosts, and the checkout's own."""


class Harm(StrEnum):
    """What happens: the provider answers an error, or a process is killed as by `kill -9`."""

    ERROR = "error"
    ENGINE = "engine"
    PROGRAM = "program"


class Moment(StrEnum):
    """When: before AWS is asked, once the thing exists, or when all of it is done.

    After the last two the engine knows nothing yet.
    """

    BEFORE = "before"
    HALF_WAY = "half-way"
    AFTER = "after"


@dataclass(frozen=True)
class Failure:
    """A harm and its moment."""

    harm: Harm
    moment: Moment


@dataclass(frozen=True)
class Plan:
    """Failures by URN, and by the number of the operation."""

    at: Mapping[str, Failure]
    nth: Mapping[int, Failure]

    @classmethod
    def read(cls, file: Path) -> "Plan":
        """Read a plan; an empty one where there is no file."""
        said: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        return cls(
            {urn: _failure(one) for urn, one in said.get("at", {}).items()},
            {int(number): _failure(one) for number, one in said.get("nth", {}).items()},
        )

    def write(self, file: Path) -> None:
        """Write the plan, and begin to count anew."""
        log_of(file).unlink(missing_ok=True)
        file.write_text(json.dumps(asdict(self)))


class InjectedError(Exception):
    """What a provider answers that is to fail."""


class Operation:
    """An operation of a provider on a resource, such as `create`, and what is to befall it."""

    def __init__(self, name: str, urn: str) -> None:
        self._name, self._urn = name, urn
        self._file = Path(os.environ[PLAN]) if os.environ.get(PLAN) else None
        self._failure = self._planned(self._file) if self._file else None

    def reaches(self, moment: Moment) -> None:
        """Let happen what is planned for this moment; raises InjectedError for an error."""
        if self._file is None or self._failure is None or self._failure.moment is not moment:
            return
        harm = self._failure.harm
        _write(self._file, {"failed": self._urn, "harm": harm, "moment": moment})
        if harm is Harm.ERROR:
            raise InjectedError(f"{self._name} fails on purpose ({moment})")
        _kill(harm)

    def _planned(self, file: Path) -> Failure | None:
        plan = Plan.read(file)
        number = _write(file, {"begun": self._urn, "operation": self._name})
        return plan.at.get(self._urn) or plan.nth.get(number)


def log_of(plan: Path) -> Path:
    """The file that tells, one JSON object a line, what was begun and where it was failed."""
    return plan.with_suffix(".log")


def failed(plan: Path) -> Iterator[tuple[str, Failure]]:
    """The failures that took place since the plan was written: each with its resource's URN."""
    log = log_of(plan)
    for line in log.read_text().splitlines() if log.exists() else ():
        told = json.loads(line)
        if "failed" in told:
            yield told["failed"], _failure(told)


def _failure(said: Mapping[str, str]) -> Failure:
    return Failure(Harm(said["harm"]), Moment(said["moment"]))


def _write(plan: Path, told: Mapping[str, str]) -> int:
    """Add to the log; answers how many operations were begun by then."""
    with log_of(plan).open("a+") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        log.write(json.dumps(told) + "\n")
        log.flush()
        log.seek(0)
        return sum('"begun"' in line for line in log)


def _kill(harm: Harm) -> None:
    """Kill the engine that started this plugin with all that it started, or only the program."""
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
    """The processes that a process started, each with its command."""
    ps = ["ps", "-A", "-ww", "-o", "ppid=,pid=,command="]
    lines = subprocess.run(ps, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split(None, 2) for line in lines]
    return {int(pid): command for ppid, pid, command in rows if int(ppid) == parent}


def _end(pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
