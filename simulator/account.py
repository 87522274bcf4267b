"""The simulated AWS account: one server process on a free port, and what is kept about it.

The account lives in the server's memory. Everything else (Pulumi's state, records, plugins) lies
in one folder and describes that memory, so it is thrown away as soon as the memory is gone.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import uuid
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from simulator.provider.records import RECORDS_FILE

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER_VARIABLE = "SIMULATOR_FOLDER"
"""Names the folder of another account than the checkout's own; tests set it."""

_KEPT = ("account.json", "clusters", "pulumi", "records.sqlite", "server.log", "stacks", "state")
"""All that lies in an account's folder, and goes with its memory."""

_ANY_KEY = "simulated"
"""The access key and its secret: moto checks neither."""

_START_SECONDS = 60
"""How long the server may take to answer; about 2 s were measured on two cores."""


class AccountError(Exception):
    """The simulated account cannot do what was asked; the text says why and what helps."""


@dataclass(frozen=True)
class Running:
    """A running server: its process, its port and the mark that its memory carries."""

    pid: int
    port: int
    mark: str

    @property
    def url(self) -> str:
        """Where AWS clients reach it."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Account:
    """The simulated account whose files lie in `folder`."""

    folder: Path
    account_id: str
    region: str

    @classmethod
    def of_checkout(cls) -> "Account":
        """The account of this checkout, or of the folder that the environment names."""
        project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
        settings = project["tool"]["simulator"]
        folder = Path(os.environ.get(FOLDER_VARIABLE) or CHECKOUT / ".simulator")
        return cls(folder.resolve(), settings["account-id"], settings["region"])

    def find(self) -> Running | None:
        """The running server, or None where there is none or its memory is not what it was."""
        running = self._recorded()
        return running if running and self._remembers(running) else None

    def up(self) -> Running:
        """The running server; where there is none, a new one beside a clean folder."""
        with self._lock():
            return self.find() or self._start()

    def down(self) -> bool:
        """Stop the server and forget everything; answers whether there was anything."""
        existed = self.folder.exists()
        if existed:
            with self._lock():
                self._stop()
                self._forget()
            self._lock_file.unlink()
            with suppress(OSError):  # somebody else's files in it are none of ours to remove
                self.folder.rmdir()
        return existed

    def environment(self, running: Running) -> dict[str, str]:
        """What any AWS client needs to reach the account; the keys are no secret."""
        return {
            "AWS_ENDPOINT_URL": running.url,
            "AWS_ACCESS_KEY_ID": _ANY_KEY,
            "AWS_SECRET_ACCESS_KEY": _ANY_KEY,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
        }

    def client(self, running: Running, service: str, config: Config | None = None) -> Any:
        """A boto3 client of a service in the account, whatever this process's environment says."""
        session = _session(self.region)
        return session.client(service, endpoint_url=running.url, config=config)

    def make_users(self, running: Running, names: Iterable[str]) -> None:
        """Make IAM users, named after their paths, where they are not there yet."""
        iam = self.client(running, "iam")
        for name in names:
            path, _, last = name.rpartition("/")
            with suppress(iam.exceptions.EntityAlreadyExistsException):
                iam.create_user(UserName=last, Path=f"/{path}/" if path else "/")

    def make_zones(self, running: Running, names: Iterable[str]) -> None:
        """Make public hosted zones where they are not there yet."""
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
        self._stop()
        self._forget()
        port = _free_port()
        running = Running(self._spawn(port), port, f"simulated-{uuid.uuid4().hex}")
        self._await(running)
        self._iam(running).create_account_alias(AccountAlias=running.mark)
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps(asdict(running)))
        written.replace(self._file)
        return running

    def _forget(self) -> None:
        for name in _KEPT:
            item = self.folder / name
            shutil.rmtree(item) if item.is_dir() else item.unlink(missing_ok=True)

    def _spawn(self, port: int) -> int:
        """Start a server that outlives this process; answers its process id."""
        log = str(self.folder / "server.log")
        to_log = (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "simulator.server", "-H", "127.0.0.1", "-p", str(port)],
            os.environ
            | {
                FOLDER_VARIABLE: str(self.folder),
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
            f"the simulated account did not start; {self.folder / 'server.log'} says why"
        )

    def _recorded(self) -> Running | None:
        try:
            return Running(**json.loads(self._file.read_text()))
        except FileNotFoundError:
            return None

    def _stop(self) -> None:
        running = self._recorded()
        # The server could start another control plane while those that it has are being ended.
        while running and (processes := self._processes_of(running)):
            for pid in processes:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(running.pid, 0)

    def _processes_of(self, running: Running) -> list[int]:
        """The server and the control planes of its clusters, which may have outlived it."""
        ps = ["ps", "-Aww", "-o", "pgid=,pid=,stat=,command="]
        lines = subprocess.run(ps, capture_output=True, text=True, check=True).stdout.splitlines()
        processes = [line.split(maxsplit=3) for line in lines]
        # Once all have ended, the group's id may be given to other people's processes.
        own = f"-p {running.port}", f"{self.folder}/clusters/"
        return [
            int(pid)
            for group, pid, state, command in processes
            if int(group) == running.pid
            and not state.startswith("Z")
            and any(mark in command for mark in own)
        ]

    def _remembers(self, running: Running) -> bool:
        try:
            return self._iam(running).list_account_aliases()["AccountAliases"] == [running.mark]
        except (BotoCoreError, ClientError):
            return False

    def _iam(self, running: Running) -> Any:
        config = Config(connect_timeout=5, read_timeout=20, retries={"max_attempts": 0})
        return self.client(running, "iam", config)

    @contextmanager
    def _lock(self) -> Generator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock_file.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@cache
def _session(region: str) -> Any:
    """Kept, because a session reads botocore's descriptions of the services anew."""
    return boto3.Session(_ANY_KEY, _ANY_KEY, region_name=region)


def _command_of(pid: int) -> str:
    """The command line of a process; empty once it has ended."""
    ps = ["ps", "-ww", "-o", "stat=,command=", "-p", str(pid)]
    line = subprocess.run(ps, capture_output=True, text=True, check=False).stdout
    return "" if line.startswith("Z") else line


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
