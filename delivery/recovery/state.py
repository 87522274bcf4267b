"""A stack's exported state after a kill: what was going on, and the state that settles it.

Both are plain JSON, as `pulumi stack export` writes it (Pulumi SDK, `apitype.DeploymentV3`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

State = dict[str, Any]
URN = str

_ENGINE_OWN = "pulumi:"
"""Types of which nothing exists outside the state: providers and the stack itself."""

_PENDING = "pending_operations"

_MARK = "a deployment was interrupted: read it anew"
"""What a resource carries until it was read; a refresh takes it away, an update does as well."""


def name_of(urn: URN) -> str:
    """A resource in a person's words: its type's last part and its name."""
    _, _, types, name = urn.split("::", 3)
    return f"{types.rpartition(':')[2]} {name}"


def unmade(state: State) -> list[State]:
    """What was being made when the engine was killed, and may exist outside the state."""
    return [one for kind, one in _pending(state) if kind == "creating" and _is_real(one)]


def interrupted(state: State) -> list[URN]:
    """Whatever was in the middle of something, or is marked as unfinished; each URN once."""
    marked = [one["urn"] for one in _resources(state) if one.get("initErrors")]
    pending = [one["urn"] for _, one in _pending(state) if _is_real(one)]
    return list(dict.fromkeys([*marked, *pending]))


def adopted(state: State, ids: Mapping[URN, str]) -> State:
    """The state with nothing pending: what has an id in it, the rest of what was made forgotten.

    Everything that was touched is marked, since nobody knows how far it came. What replaces
    another stands in its place; the other is left for the engine to delete, as it had planned.
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
    # What the outputs are is not known; a provider that reads looks at them for more than the id.
    return {**resource, "id": id_, "outputs": resource.get("inputs", {}), "initErrors": [_MARK]}


def _with(resources: list[State], made: State) -> list[State]:
    """The resources with another; those that it stands for come last, to be deleted."""
    same = [one for one in resources if one["urn"] == made["urn"]]
    others = [one for one in resources if one["urn"] != made["urn"]]
    # One that waits for its replacement is deleted already (Pulumi SDK, `pendingReplacement`).
    old = [{**one, "delete": True} for one in same if not one.get("pendingReplacement")]
    current = [one for one in [*others, made] if not one.get("delete")]
    condemned = [one for one in others if one.get("delete")]
    return [*_in_order(current), *old, *condemned]


def _in_order(resources: list[State]) -> list[State]:
    """Each after those that it needs, which the engine insists on; else as they were."""
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
    # A provider is referred to as its URN and its id.
    yield resource.get("provider", "").rpartition("::")[0]
