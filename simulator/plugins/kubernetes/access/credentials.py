"""Tokens from a kubeconfig's exec command, such as `aws eks get-token`, cached until they expire.

The command takes half a second of CPU time, which each engine command would spend for each
provider. So its token is cached in the account's folder, readable by its owner only. The cluster
still checks the token with each request.
"""

import hashlib
import json
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from kubernetes.client import Configuration
from kubernetes.config import ConfigException
from kubernetes.config.exec_provider import ExecProvider
from kubernetes.config.kube_config import ConfigNode

from simulator.account.account import FOLDER_VARIABLE
from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.errors import ClusterError

_MARGIN = timedelta(minutes=1)
"""A token is renewed this long before it expires, because clocks may differ."""


class ExecToken:
    """The token that a kubeconfig's command prints; runs the command again when it expires."""

    def __init__(self, command: Props, server: str) -> None:
        self._command, self._server = command, server
        self._lock = threading.Lock()
        self._status: Props | None = None

    def renew(self, configuration: Configuration) -> None:
        """Set a valid token in the configuration. Raises ClusterError if the command fails."""
        with self._lock:
            if self._status is None or _has_expired(self._status):
                self._status = self._kept() or self._run()
            configuration.api_key["BearerToken"] = f"Bearer {self._status['token']}"

    @property
    def _file(self) -> Path | None:
        """The token's cache file, named with a hash of everything that the output depends on."""
        folder = os.environ.get(FOLDER_VARIABLE)
        aws = sorted((name, value) for name, value in os.environ.items() if name.startswith("AWS_"))
        key = json.dumps([self._command, self._server, aws], sort_keys=True)
        name = hashlib.sha256(key.encode()).hexdigest()
        return Path(folder, "tokens", name) if folder else None

    def _kept(self) -> Props | None:
        file = self._file
        if file is None or not file.exists():
            return None
        status: Props = json.loads(file.read_text())
        return None if _has_expired(status) else status

    def _run(self) -> Props:
        words = " ".join([str(self._command.get("command")), *(self._command.get("args") or [])])
        try:
            status: Props = ExecProvider(ConfigNode("exec", self._command), None).run()
        except (ConfigException, OSError) as error:
            raise ClusterError(
                f"no credentials for the cluster at {self._server}: `{words}` failed: {error}"
            ) from None
        if "token" not in status:
            raise ClusterError(
                f"no credentials for the cluster at {self._server}: `{words}` printed no token"
            )
        if "expirationTimestamp" in status:
            self._keep(status)
        return status

    def _keep(self, status: Props) -> None:
        if file := self._file:
            file.parent.mkdir(mode=0o700, exist_ok=True)
            written = file.with_name(uuid4().hex)
            written.touch(mode=0o600)
            written.write_text(json.dumps(status))
            written.replace(file)


def _has_expired(status: Props) -> bool:
    end = status.get("expirationTimestamp")
    return bool(end) and datetime.fromisoformat(end) - _MARGIN <= datetime.now(UTC)
