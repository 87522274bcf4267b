"""Starting a plugin: as a process of its own, or from one that has loaded the SDK already.

`start.py ARGUMENT...` does what `python ARGUMENT...` does. Where the environment names the socket
of a `tools/warm.py`, that one forks the process, in a hundredth of the time, and this one only
stands for it: it hands signals on, ends when it ends, and takes it along when the engine is gone.
"""

import json
import os
import select
import signal
import socket
import struct
import sys

WARM = "PULUMI_WARM_SOCKET"
"""The environment variable that names the socket."""

LENGTH = struct.Struct("!I")
"""What goes before each message, and what a process is named by: four bytes."""

_LOOKS_SECONDS = 2
"""How often to look whether the engine is still there; nobody tells when it was killed."""


def _stand_for(warm: socket.socket) -> int:
    asked = {"arguments": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}
    message = json.dumps(asked).encode()
    socket.send_fds(warm, [LENGTH.pack(len(message))], [0, 1, 2])
    warm.sendall(message)
    (process,) = LENGTH.unpack(warm.recv(LENGTH.size))
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda number, _: os.kill(process, number))
    engine = os.getppid()
    while os.getppid() == engine:
        if select.select([warm], [], [], _LOOKS_SECONDS)[0]:
            code = warm.recv(1)
            return code[0] if code else 1
    return 1


if __name__ == "__main__":
    if path := os.environ.get(WARM):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(path)
            sys.exit(_stand_for(connection))
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])  # noqa: S606 - Python itself
