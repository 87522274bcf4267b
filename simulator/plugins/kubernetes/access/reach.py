"""The provider's access to its cluster: reachable or not for the whole run.

Like the official provider (`Configure` and the calls after it in
https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go), a
provider whose first request fails, also with 401, takes the cluster for unreachable until it ends.
"""

import threading
from typing import TYPE_CHECKING

from simulator.plugins.kubernetes.access.kubeconfig import Kubeconfig
from simulator.plugins.kubernetes.errors import ClusterError, UnreachableError
from simulator.plugins.kubernetes.kinds import RELEASE

if TYPE_CHECKING:
    from simulator.plugins.kubernetes.cluster import Cluster

_UNREACHABLE = "configured Kubernetes cluster is unreachable"
_REMEDY = (
    "If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the"
    ' operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"'
)


class Reach:
    """Connects to the cluster of a kubeconfig at the first use."""

    def __init__(self, kubeconfig: Kubeconfig) -> None:
        self._kubeconfig = kubeconfig
        self._lock = threading.Lock()
        self._found: Cluster | UnreachableError | None = None

    def cluster(self) -> "Cluster":
        """Returns the connected cluster; raises UnreachableError."""
        with self._lock:
            self._found = self._found or self._connected()
        if isinstance(self._found, UnreachableError):
            raise UnreachableError(str(self._found))
        return self._found

    def _connected(self) -> "Cluster | UnreachableError":
        # The client takes half a second to import, and many commands do not need it.
        from simulator.plugins.kubernetes.cluster import Cluster

        try:
            return Cluster(self._kubeconfig)
        except ClusterError as error:
            return UnreachableError(
                f"unable to load schema information from the API server: {error}"
            )


def refusal(token: str, verb: str, why: UnreachableError) -> UnreachableError:
    """Returns the provider's error for an operation on a resource of an unreachable cluster.

    `verb` is the operation, such as `create`.
    """
    if verb == "read":
        return UnreachableError(
            f"failed to read resource state due to unreachable cluster. {_REMEDY}"
        )
    if token == RELEASE:
        return UnreachableError(f"can't {verb} Helm Release with unreachable cluster: {why}")
    if verb == "delete":
        return UnreachableError(f"{_UNREACHABLE}. {_REMEDY}")
    return UnreachableError(f"{_UNREACHABLE}: {why}")


def warning(why: UnreachableError) -> str:
    """Returns the provider's warning when it reads or deletes a resource."""
    return f"{_UNREACHABLE}: {why}"
