"""Locks of stacks: their holder, and whether they may be removed.

A backend in a bucket or folder stores a lock as a file in `.pulumi/locks`, which remains if the
engine is killed. Such a lock looks like that of an engine that runs on another machine.
`reason_to_keep` describes how running deployments are protected in each case.
"""

import getpass
import os
import socket
import sys
from collections.abc import Callable

from pydantic import BaseModel

Confirm = Callable[[str], bool]
"""Asks a person a question; returns whether the answer is yes."""


class Lock(BaseModel):
    """The content of a lock.

    https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/lock.go
    """

    pid: int
    username: str
    hostname: str
    timestamp: str

    def __str__(self) -> str:
        return f"{self.username}@{self.hostname} (process {self.pid}) of {self.timestamp}"


def confirm_on_terminal(question: str) -> bool:
    """Asks on the terminal; returns False without a terminal."""
    return sys.stdin.isatty() and input(f"{question} [yes/no] ").strip() == "yes"


def reason_to_keep(lock: Lock, stack: str, confirm: Confirm) -> str | None:
    """Returns why a lock is not removed, or None if its holder has surely ended.

    On the machine of the holder, the process is checked. In GitHub Actions, the concurrency group
    allows one run per stack, so the run of a lock by another runner has ended; the lock of a person
    is kept. In other cases a person is asked.
    """
    if lock.hostname == socket.gethostname():
        ended = not _runs(lock.pid)
    elif os.environ.get("GITHUB_ACTIONS") == "true":
        ended = lock.username == getpass.getuser()
    else:
        ended = confirm(
            f"{stack} is locked by {lock}. Are you sure that this deployment has ended?"
        )
    if ended:
        return None
    return (
        f"{stack} is locked by {lock}, which may still be deploying. Wait until it ends. If it was"
        f" killed, run `pulumi cancel -s {stack}`, then run the same command again."
    )


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
