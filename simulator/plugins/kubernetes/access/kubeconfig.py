"""A kubeconfig: the cluster's address and the user's credentials."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import yaml

from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.errors import ClusterError


@dataclass(frozen=True)
class Kubeconfig:
    """A kubeconfig's content and the selected context."""

    content: Props
    context: str

    @classmethod
    def parse(cls, given: str, context: str | None = None) -> "Kubeconfig":
        """Parse a kubeconfig (JSON, YAML or a path); `context` overrides the current context."""
        content = _content(given)
        config = cls(content, context or str(content.get("current-context") or ""))
        if not _is_local(config.server):
            raise ClusterError(
                f"the kubeconfig points to {config.server}, which is not a cluster of the simulated"
                " account: its clusters run on this machine only. Deploy to a real cluster with the"
                " Pulumi CLI itself, not with simulator/pulumi"
            )
        return config

    @property
    def cluster(self) -> Props:
        """The cluster's fields: `server`, `certificate-authority-data` and so on."""
        return self._named("clusters", "cluster", str(self._context.get("cluster")))

    @property
    def server(self) -> str:
        """The address of the API server."""
        return str(self.cluster.get("server"))

    @property
    def user(self) -> Props:
        """The user's credentials: `token`, `client-certificate-data`, `exec` and so on."""
        return self._named("users", "user", self.user_name)

    @property
    def user_name(self) -> str:
        """The kubeconfig's name of the user."""
        return str(self._context.get("user"))

    @property
    def namespace(self) -> str | None:
        """The context's default namespace, if it has one."""
        return self._context.get("namespace")

    @property
    def _context(self) -> Props:
        return self._named("contexts", "context", self.context)

    def _named(self, list_: str, part: str, name: str) -> Props:
        for entry in cast(list[Props], self.content.get(list_) or []):
            if entry.get("name") == name:
                return entry.get(part) or {}
        raise ClusterError(f"the kubeconfig has no {part} {name!r} among its {list_}")


def _content(given: str) -> Props:
    content = _parsed(given)
    if isinstance(content, str):  # a path is valid YAML too: a string
        try:
            content = _parsed(Path(content).expanduser().read_text())
        except OSError as error:
            raise ClusterError(f"the kubeconfig cannot be read: {error}") from None
    if not isinstance(content, dict):
        raise ClusterError("the kubeconfig must be JSON, YAML or the path of such a file")
    return cast(Props, content)


def _parsed(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ClusterError(f"the kubeconfig is not valid YAML: {error}") from None


def _is_local(server: str) -> bool:
    host = urlsplit(server).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
