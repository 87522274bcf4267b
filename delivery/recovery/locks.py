"""Locks of stacks: who holds one, and whether it may be taken away.

A backend without a service keeps a lock as a file (`.pulumi/locks` in the state's bucket or
folder), which stays when the engine is killed. It cannot be told from that of an engine that runs
elsewhere, so what guards a running deployment is said here for each case, in `why_kept`.
"""

import getpass
import os
import socket
import sys
from collections.abc import Callable

from pydantic import BaseModel

Ask = Callable[[str], bool]
"""Puts a question to a person; answers whether the answer was yes."""


class Lock(BaseModel):
    """What a lock says of its holder (Pulumi CLI, `backend/diy/lock.go`)."""

    pid: int
    username: str
    hostname: str
    timestamp: str

    def __str__(self) -> str:
        return f"{self.username}@{self.hostname} (process {self.pid}) of {self.timestamp}"


def ask_person(question: str) -> bool:
    """Ask on the terminal; where there is none the answer is no."""
    return sys.stdin.isatty() and input(f"{question} [yes/no] ").strip() == "yes"


def why_kept(lock: Lock, stack: str, ask: Ask) -> str | None:
    """Why a lock is not taken away, in words; None where its holder is surely gone.

    On the holder's own machine its process tells. In GitHub Actions the concurrency group lets one
    run deploy a stack at a time, so a lock that another runner left is of a run that has ended;
    the lock of a person's machine is respected there. A person is asked.
    """
    if lock.hostname == socket.gethostname():
        gone = not _runs(lock.pid)
    elif os.environ.get("GITHUB_ACTIONS") == "true":
        gone = lock.username == getpass.getuser()
    else:
        gone = ask(f"{stack} is locked by {lock}. Are you sure that this deployment has ended?")
    if gone:
        return None
    return (
        f"{stack} is locked by {lock}, which may still be deploying. Wait for it. If it was killed,"
        f" run `pulumi cancel -s {stack}`, and the same command again."
    )


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
