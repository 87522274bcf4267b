"""A process that has loaded what plugins load, and becomes one whenever `start.py` asks.

To load the SDK takes most of the time of a short command, and tests give hundreds of them.
`python tools/warm.py SOCKET MODULE...` prints a line when it is ready, and ends with its parent.
"""

import gc
import json
import os
import runpy
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import FileIO, TextIOWrapper
from pathlib import Path
from typing import Any

from start import LENGTH

_LOOKS_SECONDS = 2
"""How often to look whether the parent is still there."""


def main(path: str, modules: Sequence[str]) -> None:
    """Load the modules, and fork a process for each connection to the socket."""
    for module in modules:
        # The SDK's packages load when they are first asked for something of theirs.
        hasattr(import_module(module), "Provider")
    # What is loaded by now is never walked again, nor copied for that, by any of the forks.
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    parent = os.getppid()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        listener.settimeout(_LOOKS_SECONDS)
        print("ready", flush=True)
        while os.getppid() == parent:
            with suppress(TimeoutError):
                connection, _ = listener.accept()
                with connection:
                    if os.fork() == 0:
                        listener.close()
                        _become(connection)


def _become(connection: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.setblocking(True)
    header, descriptors, _, _ = socket.recv_fds(connection, LENGTH.size, 3)
    asked = json.loads(_received(connection, LENGTH.unpack(header)[0]))
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    # As with `python -u`: whoever started the plugin waits for its first line.
    sys.stdout = TextIOWrapper(FileIO(1, "w", closefd=False), write_through=True)
    connection.sendall(LENGTH.pack(os.getpid()))
    threading.Thread(target=_leave_with, args=[connection], daemon=True).start()
    code = _run(asked["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    with suppress(OSError):
        connection.sendall(bytes([code]))
    os._exit(code)


def _received(connection: socket.socket, length: int) -> bytes:
    message = b""
    while len(message) < length:
        message += connection.recv(length - len(message))
    return message


def _leave_with(connection: socket.socket) -> None:
    """End at once when the process that stands for this one is gone."""
    connection.recv(1)
    os._exit(1)


def _run(arguments: Sequence[str]) -> int:
    """Run a script or, after `-m`, a module, as Python does; answers the exit code."""
    words = [word for word in arguments if word != "-u"]
    module = words[0] == "-m"
    sys.path[:0] = [
        os.getcwd() if module else str(Path(words[0]).parent),
        *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)),
    ]
    try:
        if module:
            sys.argv = words[1:]
            runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = words
            runpy.run_path(words[0], run_name="__main__")
    except SystemExit as ended:
        code: Any = ended.code
        return code if isinstance(code, int) else int(code is not None)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
