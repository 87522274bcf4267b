"""Modules that fork servers import, so that the processes forked from them start faster.

Each module here is imported for its side effects, by the fork server of its name.
"""

import sys
from pathlib import Path

FORK_SERVER_NAMES = ("sdk", "eks")

_FORK_SERVER = Path(__file__).resolve().parents[2] / "tools" / "fork_server.py"


def fork_server_command(folder: Path, name: str) -> list[str]:
    """The command that runs a fork server, with its socket in a folder."""
    return [sys.executable, str(_FORK_SERVER), str(folder / name), f"simulator.preload.{name}"]
