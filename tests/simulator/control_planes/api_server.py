"""A simulated cluster's API server, for tests that need no account."""

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.control_planes.control_plane_programs import find_program
from simulator.control_planes.control_planes import ControlPlane, ControlPlanes


@dataclass(frozen=True)
class ApiServer:
    """A running control plane, and a folder for a kubeconfig."""

    plane: ControlPlane
    folder: Path

    def kubeconfig(self, **user: Any) -> dict[str, Any]:
        """A kubeconfig for an administrator, or for a user with the credentials `user`."""
        authority = base64.b64encode(self.plane.certificate_authority.encode()).decode()
        cluster = {"server": self.plane.url, "certificate-authority-data": authority}
        return {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "it", "cluster": cluster}],
            "users": [{"name": "admin", "user": user or {"token": self.plane.token}}],
            "contexts": [{"name": "it", "context": {"cluster": "it", "user": "admin"}}],
            "current-context": "it",
        }

    def kubectl(self, *arguments: str, given: str | None = None) -> str:
        """The output of kubectl as an administrator; `given` is its input."""
        file = self.folder / "kubeconfig"
        file.write_text(json.dumps(self.kubeconfig()))
        done = subprocess.run(
            [find_program("kubectl"), f"--kubeconfig={file}", *arguments],
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def api_server(folder: Path) -> Iterator[ApiServer]:
    """An API server with its files in `folder`, which sends no TokenReviews."""
    planes, unreachable = ControlPlanes(folder), "http://127.0.0.1:1"
    plane = planes.start("it", issuer="https://issuer.invalid", reviews=unreachable)
    try:
        yield ApiServer(plane, folder)
    finally:
        planes.stop("it")
