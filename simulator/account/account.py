"""The simulated AWS account: a server process on a free port, and the folder of its files.

The account's resources are in the server's memory. Everything else (Pulumi's state, records,
plugins) is in one folder. It describes that memory, so it is deleted when the memory is lost.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import uuid
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.launch import FORK_SERVERS

if TYPE_CHECKING:
    from botocore.config import Config

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER_VARIABLE = "SIMULATOR_FOLDER"
"""The environment variable that names the account's folder. Tests set it; default: the
checkout's."""

MARK_VARIABLE = "SIMULATOR_MARK"
"""The environment variable with the mark that the server returns at `MARK_PATH`."""

ORGANIZATION_VARIABLE = "SIMULATOR_ORGANIZATION"
"""The environment variable with the id of the account's organization, for the server."""

MARK_PATH = "/simulated-account"

RECORDS_FILE = "SIMULATOR_RECORDS"
"""The environment variable that names the file of records (`simulator/plugins/aws/records.py`)."""

_CONTENTS = (
    "account.json",
    "clusters",
    "pulumi",
    "records.sqlite",
    "server.log",
    "stacks",
    "state",
    "tokens",
)
"""The files in an account's folder. They describe the server's memory and are deleted with it."""

OWN_KEY = "simulated"
"""The access key of the account's administrator, and its secret.

It exists with the account, as the root user's credentials do. It belongs to the IAM user `moto`.
"""

_ANSWER_SECONDS = 20
"""Timeout of the request for the server's mark; generous, because the machine may be busy."""

_START_SECONDS = 60
"""Timeout of the server's start; about 2 s were measured on two cores."""


class AccountError(Exception):
    """The simulated account cannot do what was requested; the message names reason and remedy."""


@dataclass(frozen=True)
class Running:
    """A running server: its process id, its port and the mark that its memory holds.

    `fork_servers` is the folder with the sockets of its fork servers; empty if it has none.
    """

    pid: int
    port: int
    mark: str
    fork_servers: str = ""

    @property
    def url(self) -> str:
        """The endpoint URL for AWS clients."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Account:
    """The simulated account whose files are in `folder`."""

    folder: Path
    account_id: str
    region: str
    roles: Mapping[str, str] = field(default_factory=dict[str, str])
    """The roles that deploy stacks, if they exist, by patterns of the stacks' names."""
    organization: str = ""
    """The id of the organization that the account belongs to."""

    @classmethod
    def of_checkout(cls) -> "Account":
        """The account of this checkout, or of the folder that the environment variable names."""
        project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
        settings = project["tool"]["simulator"]
        folder = Path(os.environ.get(FOLDER_VARIABLE) or CHECKOUT / ".simulator")
        return cls(
            folder.resolve(),
            settings["account-id"],
            settings["region"],
            settings["roles"],
            settings["organization"],
        )

    def role_of(self, stack: str) -> str | None:
        """Returns the role that deploys a stack; None if it needs the administrator."""
        matching = (role for name, role in self.roles.items() if fnmatchcase(stack, name))
        return next(matching, None)

    def at(self, folder: Path) -> "Account":
        """Returns a separate account with its files in another folder."""
        return replace(self, folder=folder)

    def find(self) -> Running | None:
        """Returns the running server; None if there is none, or if it is not the one on record."""
        running = self._recorded()
        return running if running and self._remembers(running) else None

    def up(self) -> Running:
        """Returns the running server; starts a new one with a clean folder if there is none."""
        with self._lock():
            return self.find() or self._start()

    def down(self) -> bool:
        """Stop the server and delete all its data; returns whether there was an account."""
        existed = self.folder.exists()
        if existed:
            with self._lock():
                self._clear()
            self._lock_file.unlink()
            with suppress(OSError):  # the folder may contain files of others
                self.folder.rmdir()
        return existed

    def environment(self, running: Running) -> dict[str, str]:
        """The environment variables that an AWS client needs. The keys are not secret."""
        return {
            "AWS_ENDPOINT_URL": running.url,
            "AWS_ACCESS_KEY_ID": OWN_KEY,
            "AWS_SECRET_ACCESS_KEY": OWN_KEY,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
        }

    def client(self, running: Running, service: str, config: "Config | None" = None) -> Any:
        """A boto3 client of a service in the account; ignores this process's environment."""
        session = _session(self.region)
        return session.client(service, endpoint_url=running.url, config=config)

    def make_users(self, running: Running, names: Iterable[str]) -> None:
        """Create the IAM users that do not exist; a name may have a path before it."""
        iam = self.client(running, "iam")
        for name in names:
            path, _, last = name.rpartition("/")
            with suppress(iam.exceptions.EntityAlreadyExistsException):
                iam.create_user(UserName=last, Path=f"/{path}/" if path else "/")

    def make_zones(self, running: Running, names: Iterable[str]) -> None:
        """Create the public hosted zones that do not exist."""
        route53 = self.client(running, "route53")
        there = {zone["Name"].rstrip(".") for zone in route53.list_hosted_zones()["HostedZones"]}
        for name in dict.fromkeys(names):
            if name not in there:
                route53.create_hosted_zone(Name=name, CallerReference=uuid.uuid4().hex)

    @property
    def _lock_file(self) -> Path:
        return self.folder / "lock"

    @property
    def _file(self) -> Path:
        return self.folder / "account.json"

    def _start(self) -> Running:
        self._clear()
        port, mark = _free_port(), f"simulated-{uuid.uuid4().hex}"
        # The variable is set if fork servers exist already, and empty if none are wanted.
        own = FORK_SERVERS not in os.environ
        sockets = tempfile.mkdtemp(prefix="simulator-") if own else ""
        running = Running(self._spawn(port, mark, sockets), port, mark, sockets)
        self._await(running)
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps(asdict(running)))
        written.replace(self._file)
        return running

    def _clear(self) -> None:
        """Stop the server, if it runs, and delete the files that describe its memory."""
        running = self._recorded()
        self._stop(running)
        if running and running.fork_servers:
            shutil.rmtree(running.fork_servers, ignore_errors=True)
        for name in _CONTENTS:
            item = self.folder / name
            shutil.rmtree(item) if item.is_dir() else item.unlink(missing_ok=True)

    def _spawn(self, port: int, mark: str, fork_servers: str) -> int:
        """Start a server that outlives this process; returns its process id."""
        log = str(self.folder / "server.log")
        to_log = (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "simulator.account.server", "-H", "127.0.0.1", "-p", str(port)],
            os.environ
            | {
                FOLDER_VARIABLE: str(self.folder),
                FORK_SERVERS: fork_servers,
                MARK_VARIABLE: mark,
                ORGANIZATION_VARIABLE: self.organization,
                RECORDS_FILE: str(self.folder / "records.sqlite"),
                "MOTO_ACCOUNT_ID": self.account_id,
                "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
                "PYTHONPATH": str(CHECKOUT),
            },
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                to_log,
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
            setsid=True,
        )

    def _await(self, running: Running) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and _command_of(running.pid):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", running.port)) == 0:
                    return
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        raise AccountError(
            f"the simulated account did not start; the reason is in {self.folder / 'server.log'}"
        )

    def _recorded(self) -> Running | None:
        try:
            return Running(**json.loads(self._file.read_text()))
        except FileNotFoundError:
            return None

    def _stop(self, running: Running | None) -> None:
        # Repeat: the server may start a control plane while its other processes are being killed.
        while running and (processes := self._processes_of(running)):
            for pid in processes:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(running.pid, 0)

    def _processes_of(self, running: Running) -> list[int]:
        """The server and its clusters' control planes; these may have outlived the server."""
        ps = ["ps", "-Aww", "-o", "pgid=,pid=,stat=,command="]
        lines = subprocess.run(ps, capture_output=True, text=True, check=True).stdout.splitlines()
        processes = [line.split(maxsplit=3) for line in lines]
        # Matched by command too: the process group id may have been reused by other processes.
        own = [f"-p {running.port}", f"{self.folder}/clusters/"]
        if running.fork_servers:
            own.append(f"{running.fork_servers}/")
        return [
            int(pid)
            for group, pid, state, command in processes
            if int(group) == running.pid
            and not state.startswith("Z")
            and any(mark in command for mark in own)
        ]

    def _remembers(self, running: Running) -> bool:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=_ANSWER_SECONDS)
        with closing(connection):
            try:
                connection.request("GET", MARK_PATH)
                return connection.getresponse().read() == running.mark.encode()
            except (OSError, HTTPException):
                return False

    @contextmanager
    def _lock(self) -> Generator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock_file.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@cache
def _session(region: str) -> Any:
    """Cached, because each new session parses botocore's service descriptions again."""
    import boto3  # most commands need no client, and the import takes half a second

    return boto3.Session(OWN_KEY, OWN_KEY, region_name=region)


def _command_of(pid: int) -> str:
    """The command line of a process; empty if it has ended."""
    ps = ["ps", "-ww", "-o", "stat=,command=", "-p", str(pid)]
    line = subprocess.run(ps, capture_output=True, text=True, check=False).stdout
    return "" if line.startswith("Z") else line


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
