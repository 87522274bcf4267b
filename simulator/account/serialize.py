"""Serialization of requests: moto's backends are plain dicts, which parallel requests corrupt.

A request that lists roles while another one creates a role fails with `dictionary changed size
during iteration`, and two that create the same name may both succeed. moto has no locks, so this
account answers one request at a time. Python's GIL prevents parallelism anyway. A request
that waits for something else releases the lock meanwhile (`released`).
"""

import io
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.sqs.models import Queue

from simulator.account.clock import CLOCK

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_LOCK = threading.Lock()
_HOLDER = threading.local()


@contextmanager
def _alone() -> Generator[None]:
    with _LOCK:
        _HOLDER.holds = True
        try:
            yield
        finally:
            _HOLDER.holds = False


@contextmanager
def released() -> Generator[None]:
    """Let other requests run while this one waits; the backends must be consistent before."""
    if not getattr(_HOLDER, "holds", False):
        yield
        return
    _LOCK.release()
    try:
        yield
    finally:
        _LOCK.acquire()


def install() -> None:
    """Serialize the requests of this process, which must be the account's server.

    Must be called after everything that replaces `DomainDispatcherApplication.__call__`.
    """
    answer = DomainDispatcherApplication.__call__
    wait_for_messages = Queue.wait_for_messages

    def answer_alone(
        self: DomainDispatcherApplication,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        # Reads the body first, so that a slow client does not hold the lock.
        if length := int(environ.get("CONTENT_LENGTH") or 0):
            environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(length))
        with _alone():
            CLOCK.catch_up()
            return answer(self, environ, start_response)

    def wait_unlocked(self: Queue, timeout: int) -> None:
        with released():
            wait_for_messages(self, timeout)

    DomainDispatcherApplication.__call__ = answer_alone
    Queue.wait_for_messages = wait_unlocked
