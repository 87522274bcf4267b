"""The objects of one cluster, accessed through its API server."""

import threading
from dataclasses import dataclass
from typing import Any

from kubernetes.dynamic import DynamicClient, Resource

from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.access.connection import connect, converted_errors
from simulator.plugins.kubernetes.access.kubeconfig import Kubeconfig
from simulator.plugins.kubernetes.errors import NOT_SERVED, RefusedError

_ANSWER_SECONDS = 60
"""Timeout of a request: the API server's own limit (`kube-apiserver --request-timeout`)."""

_GONE = ("NotFound", NOT_SERVED)


@dataclass(frozen=True)
class Ref:
    """The identity of an object; a cluster-scoped one has no namespace."""

    api_version: str
    kind: str
    name: str
    namespace: str | None = None

    def __str__(self) -> str:
        """For messages, such as `ConfigMap kube-system/aws-auth`."""
        return f"{self.kind} {'/'.join(filter(None, (self.namespace, self.name)))}"


class Cluster:
    """The API server that a kubeconfig points to.

    Every method raises UnreachableError if the server does not answer, RefusedError with the API
    server's message, and ClusterError if the kubeconfig's credentials cannot be obtained.
    """

    def __init__(self, kubeconfig: Kubeconfig) -> None:
        self._server = kubeconfig.server
        self._client = connect(kubeconfig)
        self._lock = threading.Lock()
        self._kinds: dict[tuple[str, str], Resource] = {}

    def serves(self, api_version: str, kind: str) -> bool:
        """Whether the API server knows the kind."""
        try:
            self._kind(api_version, kind)
        except RefusedError as error:
            if error.reason == NOT_SERVED:
                return False
            raise
        return True

    def get(self, ref: Ref) -> Props | None:
        """Returns the live object; None if it does not exist or its kind is unknown."""
        try:
            return self._ask("get", ref)
        except RefusedError as error:
            if error.reason in _GONE:
                return None
            raise

    def find(self, api_version: str, kind: str, namespace: str, labels: str) -> list[Props]:
        """Returns the objects of a kind in a namespace that a label selector selects."""
        of_kind = self._kind(api_version, kind)
        with converted_errors(self._server):
            return self._client.get(
                of_kind, namespace=namespace, label_selector=labels, **_PLAIN_JSON
            )["items"]

    def create(self, ref: Ref, body: Props, *, manager: str, dry_run: bool) -> Props:
        """Create an object that must not exist; returns the created object."""
        return self._ask("create", ref, body=body, field_manager=manager, dry_run=_dry(dry_run))

    def apply(self, ref: Ref, body: Props, *, manager: str, force: bool, dry_run: bool) -> Props:
        """Server-side apply an object; `force` takes fields over from other managers."""
        return self._ask(
            "server_side_apply",
            ref,
            body=body,
            field_manager=manager,
            force_conflicts=str(force).lower(),
            dry_run=_dry(dry_run),
        )

    def patch(self, ref: Ref, body: Any, content_type: str) -> Props:
        """Patch an object with the patch type `content_type`."""
        return self._ask("patch", ref, body=body, content_type=content_type)

    def delete(self, ref: Ref) -> None:
        """Delete an object, if it exists, with everything that the API server keeps of it.

        No controller runs here that would delete a namespace's contents or handle finalizers,
        except those of CustomResourceDefinitions. These may finish before this method removes them.
        """
        try:
            left = self._ask("delete", ref, propagation_policy="Background")
            if left["kind"] == "Namespace":
                self._empty(ref.name)
                path = f"/api/v1/namespaces/{ref.name}/finalize"
                self._request("put", path, body=left | {"spec": {"finalizers": []}})
            elif left.get("metadata", {}).get("finalizers"):
                self.patch(ref, {"metadata": {"finalizers": None}}, "application/merge-patch+json")
        except RefusedError as error:
            if error.reason not in _GONE:
                raise

    def _empty(self, namespace: str) -> None:
        with converted_errors(self._server), self._lock:
            kinds = [kind for kinds in self._client.resources for kind in kinds]
        for kind in kinds:
            if kind.namespaced and "deletecollection" in (kind.verbs or []):
                self._request("delete", kind.path(namespace=namespace))

    def _ask(self, verb: str, ref: Ref, **options: Any) -> Props:
        kind = self._kind(ref.api_version, ref.kind)
        name = {} if verb == "create" else {"name": ref.name}
        namespace = ref.namespace if kind.namespaced else None
        with converted_errors(self._server):
            return getattr(self._client, verb)(
                kind, **name, namespace=namespace, **_PLAIN_JSON, **options
            )

    def _request(self, verb: str, path: str, **options: Any) -> None:
        with converted_errors(self._server):
            self._client.request(verb, path, **_PLAIN_JSON, **options)

    def _kind(self, api_version: str, kind: str) -> Resource:
        key = (api_version, kind)
        with self._lock, converted_errors(self._server):
            if key not in self._kinds:
                # Without a prefix the client would search every API group that has a `v1`.
                prefix = "apis" if "/" in api_version else "api"
                self._kinds[key] = self._client.resources.get(
                    prefix=prefix, api_version=api_version, kind=kind
                )
            return self._kinds[key]


def _unchanged(client: DynamicClient, answer: Props) -> Props:
    return answer


_PLAIN_JSON: Props = {"serializer": _unchanged, "_request_timeout": _ANSWER_SECONDS}
"""Requests plain JSON instead of the client's own objects."""


def _dry(run: bool) -> str | None:
    return "All" if run else None
