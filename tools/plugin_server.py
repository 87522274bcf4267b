"""A gRPC server for Pulumi plugins written in Python, shared by language host and providers."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import grpc
import pulumi

if __package__:
    from tools.launch import ENGINE
else:  # imported by language_host.py, which the engine runs as a script
    from launch import ENGINE

_MAX_MESSAGE_BYTES = 400 * 1024 * 1024
"""The engine's own limit of a message's size (`rpcutil.GrpcChannelOptions` in Pulumi's SDK)."""

_WORKERS = 16
"""Parallel calls: the engine's default parallelism on a small machine."""

POLL_SECONDS = 2
"""How often a plugin checks that its engine is running."""

CHANNEL_OPTIONS = [
    ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
]


DEBUG_MESSAGES = "SIMULATOR_DEBUG_MESSAGES"
"""The environment variable that enables the SDK's debug messages; set for `pulumi --debug`."""


def drop_debug_messages() -> None:
    """Stop the SDK from sending debug messages to the engine, unless the environment enables them.

    The SDK sends several for each resource and waits for every answer, which takes half of a
    program's time (`pulumi/log.py` in the SDK; measured by benchmarks/). The CLI only shows them
    with `--debug`.
    """
    if not os.environ.get(DEBUG_MESSAGES):
        pulumi.log.debug = _ignore


def _ignore(*_: object, **__: object) -> None: ...


def orphaned(engine: int) -> bool:
    """Whether the process with this id, which started this one, has ended.

    An engine that is killed does not end its plugins, which would otherwise run for ever. A fork
    is never orphaned: its parent is the fork server, and it ends with its launcher
    (`fork_server.py`).
    """
    return ENGINE not in os.environ and os.getppid() != engine


def serve(register: Callable[[grpc.Server], None]) -> None:
    """Serve on a free port, which is printed for the engine.

    Ends on SIGINT, on SIGTERM, and when the engine that started this process ends.
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
    while not (stop.wait(POLL_SECONDS) or orphaned(engine)):
        pass
    server.stop(grace=None).wait()
