"""The control planes of simulated clusters: one real kube-apiserver and etcd for each cluster.

They are children of the account's server, in its process group. They end with their cluster or with
the account, and their data is deleted.
"""

import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from simulator.control_planes.control_plane_programs import (
    ETCD_SOCKET,
    ControlPlaneError,
    api_server_arguments,
    etcd_arguments,
    find_program,
    write_settings,
)
from simulator.control_planes.controllers import Controllers

_START_SECONDS = 50
"""Timeout of a control plane's start; 3 to 4 s were measured on two cores, and boto3 waits 60 s."""

_NAME = re.compile("[0-9A-Za-z][A-Za-z0-9_-]{0,99}")
"""Valid names of a cluster. They are also safe as names of folders.

https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
"""


@dataclass(frozen=True)
class ControlPlane:
    """A running control plane: its address, and the simulator's credentials for it."""

    url: str
    certificates: Path
    """The PEM file with its certificate and, last, the certificate of the issuing authority."""
    token: str = field(repr=False)
    """The token of a member of `system:masters`; it is stored in the cluster's folder only."""

    @property
    def certificate_authority(self) -> str:
        """The CA certificate that a client has to trust (PEM)."""
        begin = "-----BEGIN"
        return begin + self.certificates.read_text().rpartition(begin)[2]

    def get(self, path: str) -> Any:
        """The API server's answer for a path such as `/api/v1/namespaces`; None for a 404."""
        with self.session() as session:
            answer = session.get(f"{self.url}{path}", timeout=10)
        if answer.status_code == requests.codes.not_found:
            return None
        answer.raise_for_status()
        return answer.json()

    def is_ready(self) -> bool:
        """Whether it has finished its start; at first it has no certificate or no open port."""
        with suppress(OSError), self._anonymous() as session:
            return session.get(f"{self.url}/readyz", timeout=10).ok
        return False

    def session(self) -> requests.Session:
        """HTTP connections to the API server as a member of `system:masters`."""
        session = self._anonymous()
        session.headers["Authorization"] = f"Bearer {self.token}"
        return session

    def _anonymous(self) -> requests.Session:
        session = requests.Session()
        # Without proxies and other CAs that the developer may have configured.
        session.trust_env = False
        session.verify = str(self.certificates)
        return session


class ControlPlanes:
    """The control planes with files in `folder`, each in a subfolder with its cluster's name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._planes: dict[str, ControlPlane] = {}
        self._processes: dict[str, list[subprocess.Popen[bytes]]] = {}
        self._controllers: dict[str, Controllers] = {}

    def __getitem__(self, name: str) -> ControlPlane:
        return self._planes[name]

    def start(self, name: str, issuer: str, reviews: str) -> ControlPlane:
        """Start a cluster's control plane and wait until it is ready; idempotent.

        `issuer` is the URL of the cluster's OIDC issuer; `reviews` is the URL that answers
        TokenReviews. Raises ControlPlaneError, and keeps the logs, if the start fails.
        """
        if name not in self._planes:
            try:
                self._planes[name] = self._start(name, issuer, reviews)
            except ControlPlaneError:
                self._end(name)
                raise
        return self._planes[name]

    def stop(self, name: str) -> None:
        """End a cluster's control plane, if it has one, and delete all its data."""
        self._planes.pop(name, None)
        self._end(name)
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def _start(self, name: str, issuer: str, reviews: str) -> ControlPlane:
        if not _NAME.fullmatch(name):
            raise ControlPlaneError(
                f"{name!r} is not a valid cluster name: it must match {_NAME.pattern}"
            )
        folder, port, token = self._folder / name, _reserved_port(), secrets.token_urlsafe()
        plane = ControlPlane(f"https://127.0.0.1:{port}", folder / "apiserver.crt", token)
        shutil.rmtree(folder, ignore_errors=True)
        write_settings(folder, token, reviews)
        # etcd first: an API server that starts before its etcd waits a second before it retries.
        self._run(name, "etcd", etcd_arguments(folder), until=(folder / ETCD_SOCKET).exists)
        arguments = api_server_arguments(folder, port, issuer)
        self._run(name, "kube-apiserver", arguments, until=plane.is_ready)
        controllers = Controllers(plane.url, plane.session)
        if controllers.enabled:
            controllers.start()
            self._controllers[name] = controllers
        return plane

    def _run(
        self, name: str, program: str, arguments: list[str], until: Callable[[], bool]
    ) -> None:
        folder = self._folder / name
        log = folder / f"{program}.log"
        process = _spawn([find_program(program), *arguments], folder, log)
        self._processes.setdefault(name, []).append(process)
        deadline = time.monotonic() + _START_SECONDS
        while not until():
            if process.poll() is not None or time.monotonic() > deadline:
                why = (log.read_text().splitlines() or [f"silent for {_START_SECONDS} s"])[-1]
                raise ControlPlaneError(f"cluster {name} cannot start: {why}\nThe log is in {log}")
            time.sleep(0.05)

    def _end(self, name: str) -> None:
        if controllers := self._controllers.pop(name, None):
            controllers.stop()
        for process in self._processes.pop(name, []):
            process.kill()  # nothing has to be saved
            process.wait()


def _spawn(command: list[str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a program in a folder, with an empty environment."""
    with log.open("wb") as output:
        return subprocess.Popen(
            command, cwd=folder, env={}, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )


def _reserved_port() -> int:
    """A free port that the system does not assign to connections without an explicit port.

    A port whose connection was closed by its own side stays in TIME_WAIT for a minute, and the
    system does not assign it meanwhile.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as client:
            server.accept()[0].close()
            client.recv(1)
        return int(server.getsockname()[1])
