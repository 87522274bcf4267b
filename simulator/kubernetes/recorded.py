"""Resources that a cluster without controllers cannot hold, kept as records."""

from simulator.kubernetes.errors import RefusedError
from simulator.kubernetes.kinds import RELEASE
from simulator.provider.records import delete_record, read_record, write_record
from simulator.provider.schema import UNKNOWN
from simulator.provider.shapes import Props

RECORDED_TYPES = {
    RELEASE: "a chart is neither fetched nor installed: there is no Helm here",
    "kubernetes:apiextensions.k8s.io:CustomResource": "of a kind whose definition is not in the"
    " cluster, as when a Helm release would have brought it",
}
"""What is a record only, and why."""


class Records:
    """Resources of one type in the cluster at `server`."""

    def __init__(self, token: str, server: str) -> None:
        self._token, self._server = token, server

    def create(self, inputs: Props, *, preview: bool) -> Props:
        """Remember a resource that must not be remembered yet."""
        id_ = id_of(inputs)
        if read_record(self._token, self._key(id_)) is not None:
            raise RefusedError(f"{self._token} {id_} exists already", "AlreadyExists")
        return self._written(id_, inputs, {}, preview=preview)

    def read(self, id_: str, state: Props) -> Props | None:
        """The record; None when it is gone."""
        return read_record(self._token, self._key(id_))

    def inputs(self, old: Props, state: Props) -> Props:
        """The inputs that would have made the resource as it is."""
        return {name: value for name, value in state.items() if name in old or not old}

    def update(self, id_: str, inputs: Props, state: Props, *, preview: bool) -> Props:
        """Remember the resource as it is now."""
        return self._written(id_, inputs, state, preview=preview)

    def delete(self, id_: str, state: Props) -> None:
        """Forget the resource."""
        delete_record(self._token, self._key(id_))

    def _written(self, id_: str, inputs: Props, before: Props, *, preview: bool) -> Props:
        state = {name: value for name, value in inputs.items() if not name.startswith("__")}
        if self._token == RELEASE:
            state["status"] = UNKNOWN if preview else _status(inputs, before)
        if not preview:
            write_record(self._token, self._key(id_), state)
        return state

    def _key(self, id_: str) -> str:
        """Two clusters may each have a resource of the same id."""
        return f"{id_} in {self._server}"


def id_of(state: Props) -> str:
    """The id of an object or a release: `namespace/name`, or the name of a cluster-scoped one."""
    identity = state.get("metadata") or state
    return "/".join(filter(None, (identity.get("namespace"), identity["name"])))


def _status(inputs: Props, before: Props) -> Props:
    """What Helm would say of the release (`ReleaseStatus` in `pulumi_kubernetes.helm.v3`)."""
    revision = (before.get("status") or {}).get("revision", 0) + 1
    given = {name: inputs.get(name) for name in ("chart", "name", "namespace", "version")}
    return {**given, "revision": revision, "status": "deployed"}
