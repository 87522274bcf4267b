"""Waiting for AWS as the official provider does: for a resource's state, and by retrying calls.

Timeouts are measured on the account's clock (`simulator/account/clock.py`), polls in real time.
"""

import json
import time
from collections.abc import Callable, Collection
from typing import Any, TypeVar
from urllib.request import urlopen

from botocore.exceptions import ClientError

from simulator.account.clock import CLOCK_PATH, Pace
from simulator.plugins.aws.resource import Aws, is_gone

_POLL_SECONDS = {Pace.FAST: 0.03, Pace.REAL: 1.0, Pace.STOPPED: 0.05}
"""How long a poll is delayed. The official provider polls every ten seconds at most."""

STANDSTILL_SECONDS = 60.0
"""How long a wait continues while the clock is stopped; then it ends like a timeout."""

GONE = ""
"""The state of a resource that does not exist."""

_Answer = TypeVar("_Answer")


class Patience:
    """Delays polls until a timeout is over, which begins with the first delay."""

    def __init__(self, aws: Aws, minutes: float) -> None:
        self._aws, self._seconds = aws, 60 * minutes
        self._begin: float | None = None
        self._last, self._moved = 0.0, time.monotonic()

    def lasts(self) -> bool:
        """Wait for the next poll; returns False instead if the timeout is over."""
        pace, now = self._clock()
        self._begin = now if self._begin is None else self._begin
        if now != self._last:
            self._last, self._moved = now, time.monotonic()
        stands_still = time.monotonic() - self._moved > STANDSTILL_SECONDS
        if stands_still or now > self._begin + self._seconds:
            return False
        time.sleep(_POLL_SECONDS[pace])
        return True

    def _clock(self) -> tuple[Pace, float]:
        url = f"{self._aws('sts').meta.endpoint_url}{CLOCK_PATH}"
        with urlopen(url) as response:  # noqa: S310 - the URL is the account's
            clock = json.load(response)
        return Pace(clock["pace"]), float(clock["seconds"])


def await_state(
    aws: Aws,
    what: str,
    state: Callable[[], str],
    wanted: str,
    pending: Collection[str],
    minutes: int,
) -> None:
    """Poll until `state` returns `wanted`, and raise LookupError if it does not in time.

    `what` is the start of the error message, such as `waiting for EKS Cluster (one) create`. A
    state other than the wanted and the pending ones is an error at once. A "not found" error of AWS
    is the state `GONE`. The messages are those of the official provider's SDK
    (https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/retry/error.go).
    """
    patience, in_time = Patience(aws, minutes), True
    while (last := _known(state)) != wanted:
        if last not in pending:
            raise LookupError(f"{what}: unexpected state '{last}', wanted target '{wanted}'")
        if not in_time:
            raise LookupError(
                f"{what}: timeout while waiting for {_goal(wanted)}"
                f" (last state: '{last}', timeout: {_duration(minutes)})"
            )
        # The state is read once more after the timeout, as it may have changed during the poll.
        in_time = patience.lasts()


def _goal(wanted: str) -> str:
    return f"state to become '{wanted}'" if wanted else "resource to be gone"


def _duration(minutes: int) -> str:
    """The notation of Go, such as `1h15m0s`."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}h{rest}m0s" if hours else f"{rest}m0s"


def _known(state: Callable[[], str]) -> str:
    try:
        return state()
    except ClientError as error:
        if is_gone(error):
            return GONE
        raise


def retried(
    aws: Aws, minutes: float, causes: Collection[tuple[str, str]], call: Callable[..., _Answer]
) -> _Answer:
    """The answer of a call, which is repeated while AWS refuses it for one of the causes.

    A cause is an error code and a part of the message. Raises the refusal when the time is over.
    """
    patience = Patience(aws, minutes)
    while True:
        try:
            return call()
        except ClientError as error:
            found: Any = error.response.get("Error", {})
            causes_it = any(
                found.get("Code") == code and part in found.get("Message", "")
                for code, part in causes
            )
            if not causes_it or not patience.lasts():
                raise
