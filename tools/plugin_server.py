"""Serving a Pulumi plugin written in Python: what a language host and a provider share."""

import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import grpc

_MAX_MESSAGE_BYTES = 400 * 1024 * 1024
"""The engine's own limit for one message (`rpcutil.GrpcChannelOptions` in Pulumi's SDK)."""

_WORKERS = 16
"""Calls answered at once: the engine's default parallelism on a small machine."""


def serve(register: Callable[[grpc.Server], None]) -> None:
    """Serve on a free port, which is printed as the engine expects, until SIGINT or SIGTERM."""
    options = [
        ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
        ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
    ]
    server = grpc.server(ThreadPoolExecutor(max_workers=_WORKERS), options=options)
    register(server)
    port = server.add_insecure_port("127.0.0.1:0")
    stop = threading.Event()

    def leave(signum: int, frame: FrameType | None) -> None:
        stop.set()

    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, leave)
    server.start()
    print(port, flush=True)
    stop.wait()
    server.stop(grace=None).wait()
