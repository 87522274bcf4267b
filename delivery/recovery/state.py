"""The exported state of a stack after a kill: pending operations, and the repaired state.

States are JSON as of `pulumi stack export` (Pulumi SDK, `apitype.DeploymentV3`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

State = dict[str, Any]
URN = str

_ENGINE_OWN = "pulumi:"
"""Prefix of types that exist only in the state: providers and the stack itself."""

_PENDING = "pending_operations"

_MARK = "a deployment was interrupted: refresh this resource"
"""Marks a resource until it is read again; a refresh or an update removes the mark."""


def name_of(urn: URN) -> str:
    """Returns the last part of the type and the name of a resource."""
    _, _, types, name = urn.split("::", 3)
    return f"{types.rpartition(':')[2]} {name}"


def unmade(state: State) -> list[State]:
    """Returns resources with a pending creation, which may exist in AWS."""
    return [one for kind, one in _pending(state) if kind == "creating" and _is_real(one)]


def interrupted(state: State) -> list[URN]:
    """Returns the distinct URNs of resources with a pending operation or a mark."""
    marked = [one["urn"] for one in _resources(state) if one.get("initErrors")]
    pending = [one["urn"] for _, one in _pending(state) if _is_real(one)]
    return list(dict.fromkeys([*marked, *pending]))


def adopted(state: State, ids: Mapping[URN, str]) -> State:
    """Returns the state without pending operations, with the pending creations that have an id.

    Resources with a pending operation are marked, since its result is unknown. A replacement takes
    the place of the replaced resource, which remains for the engine to delete.
    """
    pending = _pending(state)
    if not pending:
        return state
    touched = {one["urn"] for kind, one in pending if kind in ("updating", "deleting")}
    resources = [
        {**one, "initErrors": [_MARK]} if one["urn"] in touched and _is_real(one) else one
        for one in _resources(state)
    ]
    for resource in unmade(state):
        id_ = ids.get(resource["urn"])
        if id_ is not None:
            resources = _with(resources, _made(resource, id_))
    settled = {key: value for key, value in state["deployment"].items() if key != _PENDING}
    return {**state, "deployment": {**settled, "resources": resources}}


def _pending(state: State) -> list[tuple[str, State]]:
    operations: list[State] = state["deployment"].get(_PENDING) or []
    return [(one["type"], one["resource"]) for one in operations]


def _resources(state: State) -> list[State]:
    return state["deployment"].get("resources") or []


def _is_real(resource: State) -> bool:
    return bool(resource.get("custom")) and not resource["type"].startswith(_ENGINE_OWN)


def _made(resource: State, id_: str) -> State:
    # The outputs are unknown; a provider may need more than the id to read, so the inputs are used.
    return {**resource, "id": id_, "outputs": resource.get("inputs", {}), "initErrors": [_MARK]}


def _with(resources: list[State], made: State) -> list[State]:
    """Returns the resources with a new one; those that it replaces come last, to be deleted."""
    same = [one for one in resources if one["urn"] == made["urn"]]
    others = [one for one in resources if one["urn"] != made["urn"]]
    # A resource with `pendingReplacement` is deleted already (Pulumi SDK).
    old = [{**one, "delete": True} for one in same if not one.get("pendingReplacement")]
    current = [one for one in [*others, made] if not one.get("delete")]
    condemned = [one for one in others if one.get("delete")]
    return [*_in_order(current), *old, *condemned]


def _in_order(resources: list[State]) -> list[State]:
    """Returns the resources with dependencies first, as the engine requires, else in order."""
    by_urn = {one["urn"]: one for one in resources}
    placed: dict[URN, State] = {}

    def place(resource: State) -> None:
        if resource["urn"] in placed:
            return
        for needed in _needs(resource):
            if needed in by_urn:
                place(by_urn[needed])
        placed[resource["urn"]] = resource

    for resource in resources:
        place(resource)
    return list(placed.values())


def _needs(resource: State) -> Iterator[URN]:
    yield from filter(None, (resource.get("parent"), resource.get("deletedWith")))
    yield from resource.get("dependencies") or []
    by_property: Mapping[str, list[URN] | None] = resource.get("propertyDependencies") or {}
    for urns in by_property.values():
        yield from urns or []
    # A reference to a provider is its URN and its id.
    yield resource.get("provider", "").rpartition("::")[0]
