"""Resources that are objects of a cluster's API."""

import secrets
from typing import Any

from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.cluster import Cluster, Ref
from simulator.plugins.kubernetes.errors import PartialError, RefusedError
from simulator.plugins.kubernetes.kinds import Kind
from simulator.plugins.kubernetes.live_fields import (
    OUR_PREFIX,
    imported_inputs,
    refreshed_inputs,
    taken_over,
)
from simulator.plugins.kubernetes.readiness import (
    NotReadyError,
    awaited,
    is_awaited,
    timeout_of,
    unready,
)
from simulator.plugins.kubernetes.settings import Settings
from simulator.plugins.kubernetes.storage import id_of

_FIELD_MANAGER = "__fieldManager"
"""The key under which the official provider stores the object's field manager in its state."""

_FORCE = "pulumi.com/patchForce"
"""The annotation that takes fields over from other managers."""

_TRIES = 5
"""The attempts to change an object that others change, as in Kubernetes' own clients.

https://pkg.go.dev/k8s.io/client-go/util/retry#pkg-variables
"""


class Objects:
    """Objects of one kind in one cluster; waits until a created or changed one is ready.

    `timeout` is the seconds of the resource's option for that, or 0.
    """

    def __init__(self, cluster: Cluster, kind: Kind, settings: Settings, timeout: float) -> None:
        self._cluster, self._kind, self._settings = cluster, kind, settings
        self._timeout = timeout

    def create(self, inputs: Props, *, preview: bool) -> Props:
        """Create the object; raises RefusedError if it exists, unless upserts are enabled."""
        ref, manager = self._ref(inputs), _new_manager()
        if self._settings.upsert:
            return self._applied(ref, inputs, manager, force=self._forces(inputs), preview=preview)
        try:
            live = self._cluster.create(ref, _body(inputs), manager=manager, dry_run=preview)
        except RefusedError as error:
            raise _explained(error, f"{ref} was not created") from None
        return self._ready(inputs, live, manager, preview=preview)

    def read(self, id_: str, state: Props) -> Props | None:
        """Returns the live object; None if it no longer exists."""
        live = self._cluster.get(self._ref_of_id(id_))
        return live and live | {_FIELD_MANAGER: state.get(_FIELD_MANAGER) or _new_manager()}

    def inputs(self, old: Props, state: Props) -> Props:
        """Returns the old inputs with their live values; without old ones, all live inputs."""
        return refreshed_inputs(old, state) if old else imported_inputs(state)

    def unready(self, inputs: Props, state: Props) -> list[str]:
        """Returns what the object lacks to be ready, unless the provider does not wait for it."""
        return unready(state) if is_awaited(inputs) else []

    def update(self, id_: str, inputs: Props, state: Props, *, preview: bool) -> Props:
        """Apply the new inputs with server-side apply."""
        ref, manager = self._ref_of_id(id_), state.get(_FIELD_MANAGER) or _new_manager()
        managed = self._taken_over(ref, manager, preview=preview)
        # A preview changes nothing, so the fields still belong to their previous managers.
        force = self._forces(inputs) or (managed and preview)
        return self._applied(ref, inputs, manager, force=force, preview=preview)

    def delete(self, id_: str, state: Props) -> None:
        """Delete the object if it exists."""
        self._cluster.delete(self._ref_of_id(id_))

    def _taken_over(self, ref: Ref, manager: str, *, preview: bool) -> bool:
        """Give the fields of earlier managers to `manager`; returns whether there are any.

        Repeated while a controller changes the object in between.
        """
        for tries_left in reversed(range(_TRIES)):
            live = self._cluster.get(ref)
            if live is None:
                raise RefusedError(
                    f"{ref} no longer exists: run `pulumi refresh` and deploy again to create it",
                    "NotFound",
                )
            managed = taken_over(live["metadata"].get("managedFields") or [], manager)
            if not managed or preview:
                return bool(managed)
            try:
                self._cluster.patch(ref, _managed_by(managed, live), "application/json-patch+json")
                return True
            except RefusedError as error:
                if not tries_left or error.reason != "Conflict":
                    raise
        raise AssertionError("unreachable")

    def _applied(
        self, ref: Ref, inputs: Props, manager: str, *, force: bool, preview: bool
    ) -> Props:
        try:
            live = self._cluster.apply(
                ref, _body(inputs), manager=manager, force=force, dry_run=preview
            )
        except RefusedError as error:
            raise _explained(error, f"{ref} was not applied by {manager}") from None
        return self._ready(inputs, live, manager, preview=preview)

    def _ready(self, inputs: Props, live: Props, manager: str, *, preview: bool) -> Props:
        own = {_FIELD_MANAGER: manager}
        if preview or not is_awaited(inputs):
            return live | own
        ref = self._ref(live)
        try:
            seconds = timeout_of(inputs, self._timeout)
            return awaited(lambda: self._cluster.get(ref) or live, live, seconds) | own
        except NotReadyError as error:
            message = f"{ref} exists, but failed to fully initialize or become live: {error}"
            raise PartialError(
                message, id_of(live), error.live | own, [message, *error.reasons]
            ) from None

    def _forces(self, inputs: Props) -> bool:
        annotations = inputs["metadata"].get("annotations") or {}
        return str(annotations.get(_FORCE, self._settings.patch_force)).lower() == "true"

    def _ref(self, inputs: Props) -> Ref:
        metadata = inputs["metadata"]
        name = metadata.get("name") or f"{metadata.get('generateName')}…"
        return Ref(self._kind.api_version, self._kind.name, name, metadata.get("namespace"))

    def _ref_of_id(self, id_: str) -> Ref:
        namespace, _, name = id_.rpartition("/")
        return Ref(self._kind.api_version, self._kind.name, name, namespace or None)


def _new_manager() -> str:
    return f"{OUR_PREFIX}-{secrets.token_hex(4)}"


def _body(inputs: Props) -> Props:
    return {name: value for name, value in inputs.items() if not name.startswith("__")}


def _managed_by(managed: list[Props], live: Props) -> list[Any]:
    """The JSON patch that sets managed fields; it fails if the object changed since it was read."""
    version = live["metadata"]["resourceVersion"]
    return [
        {"op": "replace", "path": "/metadata/managedFields", "value": managed},
        {"op": "replace", "path": "/metadata/resourceVersion", "value": version},
    ]


_REMEDIES = {
    "AlreadyExists": "Take it over with `pulumi import`, or take over all existing objects with"
    " upsertExistingObjects on the Provider",
    "Conflict": f'To take the fields away from their manager, annotate it with {_FORCE}: "true"',
    "NotServed": "Create its CustomResourceDefinition first, and check that its apiVersion is"
    " still served",
}


def _explained(error: RefusedError, what: str) -> RefusedError:
    remedy = _REMEDIES.get(error.reason)
    return RefusedError(f"{what}: {error}" + (f". {remedy}" if remedy else ""), error.reason)
