"""Runs the first Pulumi CLI on PATH.

The Automation API selects stacks in the user's workspace, reads outputs and history with decrypted
secrets after each update, and keeps no event stream as a file, so it is not used.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from delivery.command import DeliveryError

PROJECT = Path()
"""The current directory, which the Pulumi CLI uses as the project, too."""

PACK = str(Path(__file__).resolve().parent.parent / "policies")
"""The policy pack beside this package, for the option `--policy-pack`.

A project under review may have another one, which must not judge it.
"""

_OPTIONS = {
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    # Without this, a checkout whose stack file has no `secretsprovider` gets a passphrase:
    # https://github.com/pulumi/pulumi/blob/master/pkg/cmd/pulumi/stack/secrets.go
    "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true",
    # Without this, `pulumi preview --json` omits policy events.
    "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true",
    # Enables the option --event-log: https://github.com/pulumi/pulumi/blob/master/pkg/cmd/pulumi/operations/up.go
    "PULUMI_DEBUG_COMMANDS": "true",
}


class CliError(DeliveryError):
    """The CLI failed or is not installed; the message has its error output."""


class Cli:
    """Runs the CLI in the folder of a project; `environment` extends that of this process."""

    def __init__(self, project: Path, environment: Mapping[str, str] | None = None) -> None:
        self.project = project
        self.environment = {**os.environ, **_OPTIONS, **(environment or {})}

    def start(self, *arguments: str, into: Path) -> subprocess.Popen[str]:
        """Starts a non-interactive command that writes output and errors to a file."""
        with into.open("w") as file:
            return subprocess.Popen(
                self._command(arguments),
                cwd=self.project,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts a non-interactive command with the output of this process."""
        command, folder, environment = self._command(arguments), self.project, self.environment
        return subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL)

    def run(self, *arguments: str) -> int:
        """Runs a command with the output of this process; returns its exit code."""
        return self._run(arguments, stdin=subprocess.DEVNULL).returncode

    def output(self, *arguments: str, text: str | None = None) -> str:
        """Returns the output of a command, with `text` as its standard input.

        Raises CliError with the error output of the CLI if it fails.
        """
        done = self._run(arguments, input=text or "", capture_output=True)
        if done.returncode:
            raise CliError(f"pulumi {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def _run(self, arguments: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        command, folder, environment = self._command(arguments), self.project, self.environment
        return subprocess.run(
            command, cwd=folder, env=environment, text=True, check=False, **options
        )

    def _command(self, arguments: Sequence[str]) -> list[str]:
        found = shutil.which("pulumi", path=self.environment.get("PATH"))
        if found is None:
            raise CliError(
                "there is no Pulumi CLI on PATH. Install it, or use the one that `make` builds."
            )
        return [found, *arguments, "--non-interactive"]
