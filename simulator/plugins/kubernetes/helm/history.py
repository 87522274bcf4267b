"""Helm's records of a release: one Secret for each revision, as Helm stores them.

https://github.com/helm/helm/blob/main/pkg/storage/driver/secrets.go
"""

import base64
import gzip
import json
from datetime import UTC, datetime
from typing import Any

from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.cluster import Cluster, Ref

PENDING = ("pending-install", "pending-upgrade", "pending-rollback")
"""The states of a revision whose operation has not ended."""

_TYPE = "helm.sh/release.v1"
_MANAGER = "helm"


class History:
    """The revisions of one release. Methods raise the errors of `Cluster`."""

    def __init__(self, cluster: Cluster, namespace: str, name: str) -> None:
        self._cluster, self._namespace, self._name = cluster, namespace, name

    def revisions(self) -> list[Props]:
        """Returns Helm's record of each revision, the oldest first."""
        selector = f"owner=helm,name={self._name}"
        secrets = self._cluster.find("v1", "Secret", self._namespace, selector)
        return sorted(map(_decoded, secrets), key=lambda revision: revision["version"])

    def add(self, status: str, chart: Props, values: Props, manifest: str) -> Props:
        """Store a new revision; `chart` has Helm's metadata of a chart: name and version."""
        known = self.revisions()
        revision: Props = {
            "name": self._name,
            "namespace": self._namespace,
            "version": known[-1]["version"] + 1 if known else 1,
            "info": {"first_deployed": _now(), "last_deployed": _now(), "status": status},
            "chart": {"metadata": chart},
            "config": values,
            "manifest": manifest,
        }
        self._cluster.create(
            self._ref(revision), self._secret(revision), manager=_MANAGER, dry_run=False
        )
        return revision

    def mark(self, revision: Props, status: str) -> None:
        """Change the status of a stored revision."""
        revision["info"] |= {"status": status, "last_deployed": _now()}
        self._cluster.apply(
            self._ref(revision),
            self._secret(revision),
            manager=_MANAGER,
            force=True,
            dry_run=False,
        )

    def mark_deployed(self, revision: Props) -> None:
        """Mark a revision as the deployed one, and the previous one as superseded."""
        for earlier in self.revisions():
            if earlier["info"]["status"] == "deployed":
                self.mark(earlier, "superseded")
        self.mark(revision, "deployed")

    def clear(self) -> None:
        """Delete all revisions."""
        for revision in self.revisions():
            self._cluster.delete(self._ref(revision))

    def _ref(self, revision: Props) -> Ref:
        name = f"sh.helm.release.v1.{self._name}.v{revision['version']}"
        return Ref("v1", "Secret", name, self._namespace)

    def _secret(self, revision: Props) -> Props:
        labels = {
            "owner": "helm",
            "name": self._name,
            "status": revision["info"]["status"],
            "version": str(revision["version"]),
        }
        packed = base64.b64encode(gzip.compress(json.dumps(revision).encode()))
        return {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {
                "name": self._ref(revision).name,
                "namespace": self._namespace,
                "labels": labels,
            },
            "type": _TYPE,
            "data": {"release": base64.b64encode(packed).decode()},
        }


def _decoded(secret: Props) -> Any:
    packed = base64.b64decode(base64.b64decode(secret["data"]["release"]))
    return json.loads(gzip.decompress(packed))


def _now() -> str:
    return datetime.now(UTC).isoformat()
