"""The clock of the account, which measures the times that AWS takes, and ends them.

It is fast by default: a minute lasts a twentieth of a second. `SIMULATOR_CLOCK` selects another
pace, and a PUT to the server's path `CLOCK_PATH` changes it. The body of the request is the pace's
name.
"""

import heapq
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count

CLOCK_VARIABLE = "SIMULATOR_CLOCK"
"""The environment variable with the pace at which the server starts."""

CLOCK_PATH = "/simulated-account/clock"


class Pace(StrEnum):
    """How fast the clock runs."""

    FAST = "fast"
    REAL = "real"
    STOPPED = "stopped"


_SECONDS_PER_SECOND = {Pace.FAST: 1200, Pace.REAL: 1, Pace.STOPPED: 0}


class Clock:
    """A clock that counts seconds of the account."""

    def __init__(self, pace: Pace) -> None:
        # One tuple, because other threads read it while it is replaced.
        self._since = (pace, 0.0, time.monotonic())
        self._history = [self._since]
        self._planned: list[tuple[float, int, Callable[[], object]]] = []
        self._number = count()

    @property
    def pace(self) -> Pace:
        """The current pace."""
        return self._since[0]

    def now(self) -> float:
        """Seconds since the start of the account, measured by this clock."""
        pace, counted, begin = self._since
        return counted + _SECONDS_PER_SECOND[pace] * (time.monotonic() - begin)

    def run(self, pace: Pace) -> None:
        """Continue from now at another pace."""
        self._since = (pace, self.now(), time.monotonic())
        self._history.append(self._since)

    def at(self, moment: datetime) -> float:
        """The clock's time at a moment of the real world, which is not before its start."""
        real = time.monotonic() - (datetime.now(UTC) - moment).total_seconds()
        pace, counted, begin = next(
            (one for one in reversed(self._history) if one[2] <= real), self._history[0]
        )
        return counted + _SECONDS_PER_SECOND[pace] * (real - begin)

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        """Plan an action. `catch_up` performs it, so no thread is needed."""
        heapq.heappush(self._planned, (self.now() + seconds, next(self._number), action))

    def catch_up(self) -> None:
        """Perform the actions whose time has come, in order; called before each request."""
        while self._planned and self._planned[0][0] <= self.now():
            heapq.heappop(self._planned)[2]()

    def forget(self) -> None:
        """Drop all planned actions, because what they would change no longer exists."""
        self._planned.clear()


CLOCK = Clock(Pace(os.environ.get(CLOCK_VARIABLE) or Pace.FAST))
"""The clock of this process, which must be the account's server."""


def answer(method: str, body: bytes) -> tuple[str, str]:
    """Answer a request to `CLOCK_PATH`; returns the HTTP status and a text.

    The text is JSON with `pace` and `seconds`, which are those of the clock since its start, or an
    error message.
    """
    if method == "PUT":
        try:
            CLOCK.run(Pace(body.decode()))
        except ValueError:
            paces = ", ".join(Pace)
            return "400 Bad Request", f"the clock has no pace {body!r}; use one of: {paces}"
    return "200 OK", json.dumps({"pace": CLOCK.pace, "seconds": CLOCK.now()})
