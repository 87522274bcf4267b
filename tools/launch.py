"""Starts a Python plugin: forked from a fork server that has imported the SDK, or as a new process.

`launch.py NAME ARGUMENT...` does the same as `python ARGUMENT...`. If the environment names a
folder of running fork servers (`tools/fork_server.py`), the server NAME forks the process in a
hundredth of the time. This process then forwards signals to it and returns its exit code.
"""

import json
import os
import select
import signal
import socket
import struct
import sys
from contextlib import suppress

FORK_SERVERS = "SIMULATOR_FORK_SERVERS"
"""The environment variable that names the folder with the fork servers' sockets."""

ENGINE = "SIMULATOR_ENGINE"
"""The environment variable of forks with the id of the engine, which is not their parent."""

LENGTH = struct.Struct("!I")
"""The header of a message, and the format of a process id: four bytes."""

_POLL_SECONDS = 2
"""How often to check that the engine is running: a killed engine sends no signal."""


def _forked(server: socket.socket) -> int | None:
    """Run the process in a fork; returns its exit code, or None if the server does not fork."""
    engine = os.getppid()
    environment = os.environ | {ENGINE: str(engine)}
    request = {"arguments": sys.argv[2:], "folder": os.getcwd(), "environment": environment}
    message = json.dumps(request).encode()
    try:
        socket.send_fds(server, [LENGTH.pack(len(message))], [0, 1, 2])
        server.sendall(message)
        answer = server.recv(LENGTH.size)
    except OSError:
        return None
    if not answer:
        return None
    (process,) = LENGTH.unpack(answer)
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda number, _: os.kill(process, number))
    # The fork waits for this byte, so that no signal is sent to it before this process forwards it.
    with suppress(OSError):
        server.sendall(b"\0")
    while os.getppid() == engine:
        if select.select([server], [], [], _POLL_SECONDS)[0]:
            code = server.recv(1)
            return code[0] if code else 1
    return 1


def main() -> int | None:
    """Run the process in a fork if a fork server answers; returns its exit code, else None."""
    folder = os.environ.get(FORK_SERVERS)
    if not folder:
        return None
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.connect(os.path.join(folder, sys.argv[1]))
        except OSError:
            return None
        return _forked(server)


if __name__ == "__main__":
    if (code := main()) is not None:
        sys.exit(code)
    os.environ.pop(ENGINE, None)
    os.execv(sys.executable, [sys.executable, *sys.argv[2:]])  # noqa: S606 - Python itself
