"""Where resources are stored: in a cluster, or as records if the cluster cannot hold them."""

from typing import Protocol

from simulator.plugins.aws.records import delete_record, read_record, write_record
from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.errors import RefusedError

RECORDED_TYPES = {
    "kubernetes:apiextensions.k8s.io:CustomResource": "the cluster lacks the definition (CRD),"
    " for example because a Helm chart would install it",
}
"""Types that are stored as records only, each with the reason."""


class Storage(Protocol):
    """The storage of one type's resources: a cluster, or records of what it would contain.

    A state holds the resource's outputs as the engine stores them. Methods raise ClusterError.
    """

    def create(self, inputs: Props, *, preview: bool) -> Props:
        """Create the resource; in a preview, only return what it would become."""
        ...

    def read(self, id_: str, state: Props) -> Props | None:
        """Returns the resource's current state; None if it no longer exists."""
        ...

    def inputs(self, old: Props, state: Props) -> Props:
        """The old inputs with the state's values; without old ones, all inputs of the state."""
        ...

    def unready(self, inputs: Props, state: Props) -> list[str]:
        """Returns what the resource lacks to be ready, if the provider waits for it."""
        ...

    def update(self, id_: str, inputs: Props, state: Props, *, preview: bool) -> Props:
        """Update the resource to its new inputs; in a preview, only return what it would become."""
        ...

    def delete(self, id_: str, state: Props) -> None:
        """Delete the resource if it exists."""
        ...


class Records:
    """Records of one type in the cluster at `server`."""

    def __init__(self, token: str, server: str) -> None:
        self._token, self._server = token, server

    def create(self, inputs: Props, *, preview: bool) -> Props:
        """Store a new record; raises RefusedError if it exists."""
        id_ = id_of(inputs)
        if read_record(self._token, self._key(id_)) is not None:
            raise RefusedError(f"{self._token} {id_} exists already", "AlreadyExists")
        return self._written(id_, inputs, preview=preview)

    def read(self, id_: str, state: Props) -> Props | None:
        """Returns the record; None if it does not exist."""
        return read_record(self._token, self._key(id_))

    def inputs(self, old: Props, state: Props) -> Props:
        """Returns the inputs that would create the resource in its state."""
        return {name: value for name, value in state.items() if name in old or not old}

    def update(self, id_: str, inputs: Props, state: Props, *, preview: bool) -> Props:
        """Replace the record."""
        return self._written(id_, inputs, preview=preview)

    def unready(self, inputs: Props, state: Props) -> list[str]:
        """Returns nothing: a record is always ready."""
        return []

    def delete(self, id_: str, state: Props) -> None:
        """Delete the record."""
        delete_record(self._token, self._key(id_))

    def _written(self, id_: str, inputs: Props, *, preview: bool) -> Props:
        state = {name: value for name, value in inputs.items() if not name.startswith("__")}
        if not preview:
            write_record(self._token, self._key(id_), state)
        return state

    def _key(self, id_: str) -> str:
        """Includes the server, because two clusters may each have a resource with the same id."""
        return f"{id_} in {self._server}"


def id_of(state: Props) -> str:
    """The id of an object or a release: `namespace/name`, or the name if cluster-scoped."""
    identity = state.get("metadata") or state
    return "/".join(filter(None, (identity.get("namespace"), identity["name"])))
