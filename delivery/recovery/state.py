"""The exported state of a stack after a kill: pending operations, and the repaired state.

States are JSON as of `pulumi stack export` (`apitype.DeploymentV3`,
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go).
"""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

State = dict[str, Any]
URN = str

HELM_RELEASE = "kubernetes:helm.sh/v3:Release"

_ENGINE_TYPE = "pulumi:"
"""Prefix of types that exist only in the state: providers and the stack itself."""

_OPERATIONS = "pending_operations"

_INIT_ERROR = "a deployment was interrupted: refresh this resource"
"""Marks a resource until it is read again; a refresh or an update removes the mark."""

_APPLIED_LATER: Mapping[str, tuple[str, ...]] = {"aws:synthetics/canary:Canary": ("startCanary",)}
"""Inputs that a provider applies after a creation and never reads.

They are left out of the state, so that the next deployment applies them.
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/synthetics/canary.go
"""


def name_of(urn: URN) -> str:
    """Returns the last part of the type and the name of a resource."""
    _, _, types, name = urn.split("::", 3)
    return f"{types.rpartition(':')[2]} {name}"


def of_type(state: State, token: str) -> Iterator[State]:
    """Yields the resources of a type, also those with a pending operation."""
    for one in (*resources_of(state), *(resource for _, resource in _pending(state))):
        if one["type"] == token:
            yield one


def pending_creations(state: State) -> list[State]:
    """Returns resources with a pending creation, which may exist in AWS."""
    return [one for kind, one in _pending(state) if kind == "creating" and _is_managed(one)]


def interrupted(state: State) -> list[URN]:
    """Returns the distinct URNs of resources with a pending operation or a mark."""
    marked = [one["urn"] for one in resources_of(state) if one.get("initErrors")]
    pending = [one["urn"] for _, one in _pending(state) if _is_managed(one)]
    return list(dict.fromkeys([*marked, *pending]))


def repaired(state: State, ids: Mapping[URN, str]) -> State:
    """Returns the state without pending operations, with the pending creations that have an id.

    Resources with a pending operation are marked, since its result is unknown. A replacement takes
    the place of the replaced resource, which remains for the engine to delete.
    """
    pending = _pending(state)
    if not pending:
        return state
    unknown = {one["urn"] for kind, one in pending if kind in ("updating", "deleting")}
    resources = [
        {**one, "initErrors": [_INIT_ERROR]} if one["urn"] in unknown and _is_managed(one) else one
        for one in resources_of(state)
    ]
    for resource in pending_creations(state):
        id_ = ids.get(resource["urn"])
        if id_ is not None:
            resources = _insert(resources, _created(resource, id_))
    deployment = {key: value for key, value in state["deployment"].items() if key != _OPERATIONS}
    return {**state, "deployment": {**deployment, "resources": resources}}


def resources_of(state: State) -> list[State]:
    """Returns the resources of a state."""
    return state["deployment"].get("resources") or []


def _pending(state: State) -> list[tuple[str, State]]:
    operations: list[State] = state["deployment"].get(_OPERATIONS) or []
    return [(one["type"], one["resource"]) for one in operations]


def _is_managed(resource: State) -> bool:
    return bool(resource.get("custom")) and not resource["type"].startswith(_ENGINE_TYPE)


def _created(resource: State, id_: str) -> State:
    later = _APPLIED_LATER.get(resource["type"], ())
    inputs = {key: value for key, value in resource.get("inputs", {}).items() if key not in later}
    # The outputs are unknown; a provider may need more than the id to read, so the inputs are used.
    return {
        **resource,
        "id": id_,
        "inputs": inputs,
        "outputs": inputs,
        "initErrors": [_INIT_ERROR],
        # The program's options follow at the next deployment. If it no longer declares the
        # resource, which holds nothing yet, the engine deletes it once that is acknowledged.
        "protect": False,
        "retainOnDelete": False,
    }


def _insert(resources: list[State], created: State) -> list[State]:
    """Returns the resources with a new one; those that it replaces come last, to be deleted."""
    same = [one for one in resources if one["urn"] == created["urn"]]
    others = [one for one in resources if one["urn"] != created["urn"]]
    # A resource with `pendingReplacement` is deleted already (Pulumi SDK).
    old = [{**one, "delete": True} for one in same if not one.get("pendingReplacement")]
    current = [one for one in [*others, created] if not one.get("delete")]
    deleted = [one for one in others if one.get("delete")]
    return [*_sorted(current), *old, *deleted]


def _sorted(resources: list[State]) -> list[State]:
    """Returns the resources with dependencies first, as the engine requires."""
    by_urn = {one["urn"]: one for one in resources}
    graph = {
        urn: [needed for needed in needs(one) if needed in by_urn] for urn, one in by_urn.items()
    }
    return [by_urn[urn] for urn in TopologicalSorter(graph).static_order()]


def needs(resource: State) -> Iterator[URN]:
    """Yields the URNs of the resources that must precede a resource; some occur twice."""
    yield from filter(None, (resource.get("parent"), resource.get("deletedWith")))
    yield from resource.get("dependencies") or []
    by_property: Mapping[str, list[URN] | None] = resource.get("propertyDependencies") or {}
    for urns in by_property.values():
        yield from urns or []
    # A reference to a provider is its URN and its id.
    if provider := resource.get("provider"):
        yield provider.rpartition("::")[0]
