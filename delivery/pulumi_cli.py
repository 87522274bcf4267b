"""The Pulumi CLI, whichever is first on PATH, as this folder runs it."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PACK = "policies"
"""The policy pack's folder, as the CLI is told it."""

_QUIET = {
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    # Otherwise a preview as JSON leaves out what policies say (shared facts: "Engine behaviour").
    "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true",
}


class CliError(Exception):
    """What the CLI said when it failed, or that there is none."""


class Cli:
    """Runs the CLI in a project's folder; `environment` is laid over this process's."""

    def __init__(self, project: Path, environment: Mapping[str, str] | None = None) -> None:
        self.project = project
        self.environment = {**os.environ, **_QUIET, **(environment or {})}

    def start(self, *arguments: str, into: Path) -> subprocess.Popen[str]:
        """Start a command whose output and errors go to a file; it asks nobody anything."""
        with into.open("w") as file:
            return subprocess.Popen(
                [self._program(), *arguments, "--non-interactive"],
                cwd=self.project,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def run(self, *arguments: str) -> int:
        """Run a command whose output goes where this process's goes; answers its exit code."""
        return subprocess.run(
            [self._program(), *arguments, "--non-interactive"],
            cwd=self.project,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            check=False,
        ).returncode

    def ask(self, *arguments: str, text: str | None = None) -> str:
        """What a command prints, given `text` on its standard input.

        Raises CliError with the CLI's own words if it fails.
        """
        done = subprocess.run(
            [self._program(), *arguments, "--non-interactive"],
            cwd=self.project,
            env=self.environment,
            input=text or "",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CliError(f"pulumi {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def _program(self) -> str:
        found = shutil.which("pulumi", path=self.environment.get("PATH"))
        if found is None:
            raise CliError("there is no Pulumi CLI on PATH. Install it, or take the one of `make`.")
        return found
