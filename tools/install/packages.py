"""The locked Python packages of `.venv`."""

import subprocess
import sys

from tools.install.catalog import CHECKOUT, InstallError
from tools.steps import Steps

_LOCKED = CHECKOUT / "requirements-dev.txt"
_INSTALLED = CHECKOUT / ".venv" / "ready"
"""Its modification time is the last installation's; the Makefile and fork servers compare it."""


def are_missing() -> bool:
    """Whether the locked packages have changed since the last installation."""
    return not _INSTALLED.exists() or _INSTALLED.stat().st_mtime < _LOCKED.stat().st_mtime


def install_packages(steps: Steps) -> None:
    """Make `.venv` contain exactly the locked packages, verified by their recorded hashes.

    Raises InstallError with the installer's output.
    """
    with steps.step("Python packages") as step:
        command = ["uv", "pip", "sync", "--require-hashes", "--python", sys.executable]
        printed: list[str] = []
        with subprocess.Popen(
            [sys.executable, "-m", *command, str(_LOCKED)],
            cwd=CHECKOUT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr
            for line in process.stderr:
                printed.append(line)
                arrived = sum(" Downloaded " in one for one in printed)
                started = sum("Downloading " in one for one in printed)
                step.report(arrived, started, "large packages")
        if process.returncode:
            raise InstallError("".join(printed).strip())
        step.report(len(_LOCKED.read_text().split("==")) - 1, unit="packages")
    _INSTALLED.touch()
