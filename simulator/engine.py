"""The Pulumi CLI, configured for a simulated account instead of the real one.

It gets its own home with the simulated plugins, a file backend and copies of the stack files. So it
neither reads nor changes anything of the real account.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from simulator.account.account import (
    CHECKOUT,
    FOLDER_VARIABLE,
    RECORDS_FILE,
    Account,
    AccountError,
    Running,
)
from simulator.account.sessions import chosen_session, role_session
from tools.launch import FORK_SERVERS

PLUGINS = {
    "aws": ("simulator.plugins.aws", "sdk"),
    "eks": ("simulator.plugins.eks", "eks"),
    "kubernetes": ("simulator.plugins.kubernetes", "sdk"),
}
"""The simulated providers: the module that runs as each, and the fork server that forks it."""

_BUILT = CHECKOUT / ".tools" / "bin"
_LAUNCH = CHECKOUT / "tools" / "launch.py"

NO_CHECKPOINTS = {"PULUMI_SKIP_CHECKPOINTS": "true"}
"""Makes the CLI save the state once, at the end (https://github.com/pulumi/pulumi/issues/10668)."""

_DEBUG_FLAGS = ("-d", "--debug", "-v", "--verbose", "--logflow")
"""The flags that request debug messages from the CLI (`pulumi --help`)."""

_TAKES_CONFIG_FILE = ("preview", "up", "update", "refresh", "destroy", "import", "logs", "watch")
"""The commands with an option `--config-file` (`pulumi COMMAND --help`)."""

_CHANGES_CONFIG = frozenset({"set", "set-all", "rm", "rm-all", "cp", "refresh"})

_PROVIDER = "secretsprovider:"
_CIPHERTEXTS = ("encryptedkey:", "encryptionsalt:")
"""Keys of a stack file that only the account can decrypt which encrypted them."""

_BACKEND, _PASSPHRASE = "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"

_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"

_OPTIONS = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
_OPTIONS.add_argument("-s", "--stack")
_OPTIONS.add_argument("--config-file")
_OPTIONS.add_argument("--secrets-provider", default="")


def pulumi_command() -> str:
    """The CLI on `PATH`, else the one that `make` installed; raises AccountError without either."""
    built = _BUILT / "pulumi"
    # `simulator/pulumi` may be first on PATH and ends up here, so it is skipped.
    folders = os.environ.get("PATH", "").split(os.pathsep)
    others = os.pathsep.join(
        one for one in folders if Path(one).resolve() != CHECKOUT / "simulator"
    )
    found = shutil.which("pulumi", path=others) or (str(built) if built.exists() else None)
    if found is None:
        raise AccountError("the Pulumi CLI is not installed: run `make tools` to install it")
    return found


class Engine:
    """Runs the CLI on the project in the folder `project` against a running account."""

    def __init__(self, account: Account, running: Running, project: Path) -> None:
        self._account, self._running, self._project = account, running, project
        self._home = account.folder / "pulumi"
        self._state = account.folder / "state"
        self._stacks = account.folder / "stacks"

    def environment(self, stack: str = "") -> dict[str, str]:
        """The CLI's environment: this process's, without settings that lead to the real AWS.

        It has the credentials of the role that deploys the stack, or of the administrator.
        """
        # Without bytecode files every plugin would compile the SDK again, which takes as long as
        # its start.
        unwanted = ("AWS_", "KUBE", "PULUMI_ACCESS_TOKEN", _PASSPHRASE, _NO_BYTECODE)
        kept = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)}
        # The user's own tools come first; `aws` creates the tokens that clusters accept.
        tools = [os.environ.get("PATH", ""), str(Path(sys.executable).parent), str(_BUILT)]
        return (
            kept
            | self._account.environment(self._running)
            | dict(self._session(stack))
            | {
                "PATH": os.pathsep.join(tools),
                "PULUMI_HOME": str(self._home),
                _BACKEND: self._state.as_uri(),
                _PASSPHRASE: "simulated",
                "PULUMI_SKIP_UPDATE_CHECK": "true",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
                RECORDS_FILE: str(self._account.folder / "records.sqlite"),
                FOLDER_VARIABLE: str(self._account.folder),
                FORK_SERVERS: os.environ.get(FORK_SERVERS, self._running.fork_servers),
            }
        )

    def _session(self, stack: str) -> Mapping[str, str]:
        """The environment variables of the role that uses a stack; none for the administrator."""
        if chosen := chosen_session(self._running):
            return chosen
        role = self._account.role_of(stack)
        return (role and role_session(self._account, self._running, role)) or {}

    def prepare(self) -> None:
        """Create the CLI's home: the backend's folder and the simulated plugins."""
        self._state.mkdir(parents=True, exist_ok=True)
        for name, (module, fork_server) in PLUGINS.items():
            release = version(f"pulumi-{name}")
            folder = self._home / "plugins" / f"resource-{name}-v{release}"
            folder.mkdir(parents=True, exist_ok=True)
            plugin = folder / f"pulumi-resource-{name}"
            plugin.write_text(
                "#!/bin/sh\n"
                f'export PYTHONPATH="{CHECKOUT}"\n'
                f'exec "{sys.executable}" "{_LAUNCH}" {fork_server} -m {module} {release} "$@"\n'
            )
            plugin.chmod(0o755)

    def run(
        self, arguments: Sequence[str], *, capture: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run the CLI in this process's working folder.

        With `capture`, the result holds stdout and stderr in one string. Raises AccountError for a
        change of config, which would be lost with the copy of the stack file.
        """
        prepared = self._prepared(arguments)
        if prepared is None:
            return subprocess.CompletedProcess(arguments, 0, "")
        command, environment = prepared
        return subprocess.run(
            command,
            env=environment,
            stdout=subprocess.PIPE if capture else None,
            stderr=subprocess.STDOUT if capture else None,
            text=True,
            check=False,
        )

    def become(self, arguments: Sequence[str]) -> None:
        """Replace this process by the CLI, so that a signal to this process reaches the CLI.

        Returns only after a command that needs no CLI. Raises AccountError like `run`.
        """
        if prepared := self._prepared(arguments):
            command, environment = prepared
            os.execve(command[0], command, environment)  # noqa: S606 - there is no shell

    def _prepared(self, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]] | None:
        """The CLI's command and environment; None if the command is done without the CLI."""
        self.prepare()
        if other := self._other_backend():
            return [pulumi_command(), *arguments], self.environment() | other
        options, words = _OPTIONS.parse_known_args(arguments)
        if words[:2] == ["stack", "init"] and words[2:]:
            if not self.ensure_stack(words[2], options.secrets_provider):
                raise AccountError(f"stack '{words[2]}' already exists")
            return None
        commands = (*_TAKES_CONFIG_FILE, "config", "stack")
        command = next((word for word in words if word in commands), "")
        if command == "config" and not _CHANGES_CONFIG.isdisjoint(words):
            raise AccountError(
                "config cannot be set here, because the committed stack files are used: edit"
                f" Pulumi.{options.stack or 'STACK'}.yaml instead"
            )
        extra: list[str] = []
        stack = options.stack or self._selected_stack() or ""
        if stack and command in _TAKES_CONFIG_FILE and options.config_file is None:
            self._check_saved(stack)
            extra = ["--config-file", str(self._copy_stack_file(stack))]
        if command == "import":
            # The official plugin's schema, from which SDK code is generated, is not available here.
            extra.append("--generate-code=false")
        environment = self.environment(stack)
        if not set(_DEBUG_FLAGS).isdisjoint(flag.partition("=")[0] for flag in arguments):
            from tools.plugin_server import DEBUG_MESSAGES  # loads the SDK

            environment[DEBUG_MESSAGES] = "1"
        return [pulumi_command(), *arguments, *extra], environment

    @contextmanager
    def deploying(self, stack: str) -> Generator[subprocess.Popen[str]]:
        """Start a deployment that prints the engine's events, one JSON object per line.

        A first deployment saves the state only at its end, which halves its time: otherwise the CLI
        writes the whole state twice for each resource.
        """
        first, unsaved = self.ensure_stack(stack), self._unsaved(stack)
        if first:
            unsaved.touch()
        arguments = ("up", "--stack", stack, "--yes", "--skip-preview", "--json")
        with subprocess.Popen(
            [pulumi_command(), *arguments, "--config-file", str(self._copy_stack_file(stack))],
            cwd=self._project,
            env=self.environment(stack) | (NO_CHECKPOINTS if first else {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            yield process
        if process.returncode >= 0:
            unsaved.unlink(missing_ok=True)

    def ensure_stack(self, stack: str, secrets_provider: str = "") -> bool:
        """Create the stack in the backend unless it exists; returns whether it was created.

        Its secrets provider is the given one, else that of the stack file, else a passphrase.
        Raises AccountError if an earlier first deployment has not saved its state.
        """
        self.prepare()
        self._check_saved(stack)
        if list(self._state.glob(f".pulumi/stacks/*/{stack}.json")):
            return False
        copy = self._copy_stack_file(stack, new=True)
        shutil.copy(self._project / "Pulumi.yaml", self._stacks)
        provider = secrets_provider or _value_of(_PROVIDER, copy.read_text().splitlines())
        options = ["--secrets-provider", provider] if provider else []
        self.ask(["stack", "init", stack, *options, "--cwd", str(self._stacks)], stack)
        return True

    def _check_saved(self, stack: str) -> None:
        if self._unsaved(stack).exists():
            raise AccountError(
                f"the first deployment of {stack} is still running, or was killed before it saved"
                " its state: wait for it, or run `make down` and deploy again"
            )

    def ask(self, arguments: Sequence[str], stack: str = "") -> str:
        """Returns what the CLI prints, with the credentials for a stack.

        Raises AccountError with the CLI's message if it fails.
        """
        answer = subprocess.run(
            [pulumi_command(), *arguments],
            cwd=self._project,
            env=self.environment(stack),
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise AccountError(f"pulumi {' '.join(arguments)}: {answer.stderr.strip()}")
        return answer.stdout

    def _other_backend(self) -> dict[str, str]:
        """The variables of a folder that a command of this account uses in place of its backend.

        An example is the temporary backend of a preview with a published state.
        """
        given = {one: os.environ.get(one, "") for one in (_BACKEND, _PASSPHRASE)}
        is_folder = given[_BACKEND].startswith("file:")
        in_account = os.environ.get("AWS_ENDPOINT_URL") == self._running.url
        is_other = is_folder and in_account and given[_BACKEND] != self._state.as_uri()
        return given if is_other else {}

    def _unsaved(self, stack: str) -> Path:
        """A marker file that exists until the first deployment of a stack has saved its state."""
        return self._stacks / f"{stack}.unsaved"

    def _copy_stack_file(self, stack: str, *, new: bool = False) -> Path:
        """The committed stack file, with the key or salt that this account has encrypted.

        A `new` stack has none yet.
        """
        source, copy = (folder / f"Pulumi.{stack}.yaml" for folder in (self._project, self._stacks))
        if not source.exists():
            raise AccountError(f"there is no {source.name}: every stack needs a stack file")
        # Edited as lines, not parsed: the CLI reports invalid YAML better.
        earlier = copy.read_text().splitlines() if copy.exists() else []
        committed = source.read_text().splitlines()
        own = [line for line in earlier if line.startswith(_CIPHERTEXTS)]
        if not _value_of(_PROVIDER, committed):
            own += [line for line in earlier if line.startswith(_PROVIDER)]
        dropped = _CIPHERTEXTS if own or new else ()
        lines = [line for line in committed if not line.startswith(dropped)]
        self._stacks.mkdir(parents=True, exist_ok=True)
        copy.write_text("\n".join([*own, *lines, ""]))
        return copy

    def _selected_stack(self) -> str | None:
        """The stack that `stack select` chose, if any."""
        try:
            return self.ask(["stack", "--show-name"]).strip()
        except AccountError:
            return None


def _value_of(key: str, lines: Sequence[str]) -> str:
    """The value of a top-level key of a YAML file with one line per key; empty without one."""
    values = [line.removeprefix(key).strip() for line in lines if line.startswith(key)]
    return values[0] if values else ""
