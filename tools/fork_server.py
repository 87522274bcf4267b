"""A fork server: a process that has imported the SDK and forks plugins on request of `launch.py`.

Importing the SDK takes most of the time of a short Pulumi command. `fork_server.py SOCKET MODULE`
imports MODULE, prints `ready`, and forks until its parent ends. It also ends when an imported file
of this checkout changes, so that no fork runs old code.
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

from launch import LENGTH

_POLL_SECONDS = 2
"""How often to check that the parent is running."""

_CHECKOUT = Path(__file__).resolve().parents[1]
_PACKAGES = _CHECKOUT / ".venv"
"""The locked packages; its file `ready` changes with each installation."""


def serve(path: str, module: str) -> None:
    """Import `module`, then fork a process for each connection to the socket at `path`."""
    parent = os.getppid()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        # Bound first, so that early connections wait until the modules are imported.
        listener.bind(path)
        listener.listen(64)
        import_module(module)
        files = _loaded_files()
        loaded = _times(files)
        # The garbage collector of a fork skips everything imported so far, so it is not copied.
        gc.freeze()
        print("ready", flush=True)
        listener.settimeout(_POLL_SECONDS)
        while os.getppid() == parent and _times(files) == loaded:
            with suppress(TimeoutError):
                connection, _ = listener.accept()
                with connection:
                    if _times(files) == loaded and os.fork() == 0:
                        listener.close()
                        _become(connection)
    Path(path).unlink(missing_ok=True)


def _loaded_files() -> list[Path]:
    """The imported files of this checkout, and the file that marks the last installation."""
    named = [getattr(module, "__file__", None) for module in [*sys.modules.values()]]
    files = [Path(file) for file in named if file]
    own = [file for file in files if _CHECKOUT in file.parents and _PACKAGES not in file.parents]
    return [*own, _PACKAGES / "ready"]


def _times(files: Sequence[Path]) -> list[int]:
    """The modification time of each file in nanoseconds; 0 for a deleted one."""
    return [file.stat().st_mtime_ns if file.exists() else 0 for file in files]


def _become(connection: socket.socket) -> None:
    """Become the process that the client of the connection requests; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.setblocking(True)
    header, descriptors, _, _ = socket.recv_fds(connection, LENGTH.size, 3)
    request = json.loads(_received(connection, LENGTH.unpack(header)[0]))
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    # Unbuffered, as with `python -u`: the engine waits for the plugin's first line.
    sys.stdout = TextIOWrapper(FileIO(1, "w", closefd=False), write_through=True)
    connection.sendall(LENGTH.pack(os.getpid()))
    if not _confirmed(connection):
        os._exit(1)
    threading.Thread(target=_end_with, args=[connection], daemon=True).start()
    code = _run(request["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    with suppress(OSError):
        connection.sendall(bytes([code]))
    os._exit(code)


def _confirmed(connection: socket.socket) -> bool:
    """Wait until the client forwards signals; False if it ended before."""
    try:
        return bool(connection.recv(1))
    except ConnectionError:
        return False


def _received(connection: socket.socket, length: int) -> bytes:
    message = b""
    while len(message) < length:
        message += connection.recv(length - len(message))
    return message


def _end_with(connection: socket.socket) -> None:
    """End at once when the client of the connection ends."""
    # Raises an error if the client ended before it had read everything.
    with suppress(OSError):
        connection.recv(1)
    os._exit(1)


def _run(arguments: Sequence[str]) -> int:
    """Run a script or, after `-m`, a module, as Python does; returns the exit code."""
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
    serve(*sys.argv[1:])
