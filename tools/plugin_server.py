"""Serving a Pulumi plugin written in Python: what a language host and a provider share."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import grpc
import pulumi

_MAX_MESSAGE_BYTES = 400 * 1024 * 1024
"""The engine's own limit for one message (`rpcutil.GrpcChannelOptions` in Pulumi's SDK)."""

_WORKERS = 16
"""Calls answered at once: the engine's default parallelism on a small machine."""

LOOKS_SECONDS = 2
"""How often a plugin looks whether the engine that started it is still there."""

CHANNEL_OPTIONS = [
    ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
]


DEBUG_MESSAGES = "SIMULATOR_DEBUG_MESSAGES"
"""The environment variable that keeps the SDK's debug messages; set for `pulumi --debug`."""


def drop_debug_messages() -> None:
    """Make the SDK send the engine no debug messages, unless the environment asks for them.

    It sends several for each resource and waits for every answer: half of a program's time
    (`pulumi/log.py` in the SDK; measured by benchmarks/). The CLI shows them with `--debug` only.
    """
    if not os.environ.get(DEBUG_MESSAGES):
        pulumi.log.debug = _ignore


def _ignore(*_: object, **__: object) -> None: ...


def orphaned(engine: int) -> bool:
    """Whether the process that started this one, by its id, is gone.

    An engine that was killed, or left in haste, tells nobody; its plugins would stay for ever.
    """
    return os.getppid() != engine


def serve(register: Callable[[grpc.Server], None]) -> None:
    """Serve on a free port, which is printed as the engine expects.

    Ends on SIGINT, on SIGTERM, and when the engine that started this process is gone.
    """
    engine = os.getppid()
    server = grpc.server(ThreadPoolExecutor(max_workers=_WORKERS), options=CHANNEL_OPTIONS)
    register(server)
    port = server.add_insecure_port("127.0.0.1:0")
    stop = threading.Event()

    def leave(signum: int, frame: FrameType | None) -> None:
        stop.set()

    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, leave)
    server.start()
    print(port, flush=True)
    while not (stop.wait(LOOKS_SECONDS) or orphaned(engine)):
        pass
    server.stop(grace=None).wait()
