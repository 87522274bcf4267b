"""Which fields of an object the provider manages (`metadata.managedFields`).

An object is created, and from then on applied. To the API server these are two managers even under
one name, so before it applies, the provider joins the first to the second; what people changed
with kubectl it takes over likewise. See
https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management.
"""

from typing import Any

from simulator.provider.shapes import Props

OUR_PREFIX = "pulumi-kubernetes"
"""What the names of the provider's managers begin with."""

_TAKEN_OVER = (
    ("kubectl", "Apply"),
    ("kubectl", "Update"),
    ("before-first-apply", "Update"),
    (OUR_PREFIX, "Update"),
)
"""Managers, by how their names begin and what they did, whose fields the provider takes over."""


def taken_over(managed: list[Props], manager: str) -> list[Props] | None:
    """Managed fields with all that is ours under `manager`; None where it is so already."""
    ours = [entry for entry in managed if _is_ours(entry, manager)]
    others = [entry for entry in managed if entry not in ours]
    if not [entry for entry in ours if not _is(entry, manager, "Apply", exactly=True)]:
        return None
    fields: Props = {}
    for entry in ours:
        fields = _union(fields, entry["fieldsV1"])
    return [*others, {**ours[0], "manager": manager, "operation": "Apply", "fieldsV1": fields}]


def _is_ours(entry: Props, manager: str) -> bool:
    return _is(entry, manager, "Apply", exactly=True) or any(
        _is(entry, prefix, operation) for prefix, operation in _TAKEN_OVER
    )


def _is(entry: Props, name: str, operation: str, *, exactly: bool = False) -> bool:
    same = entry["manager"] == name if exactly else entry["manager"].startswith(name)
    return same and entry["operation"] == operation and not entry.get("subresource")


def _union(one: Any, other: Any) -> Any:
    return {name: _union(one.get(name, {}), other.get(name, {})) for name in {**one, **other}}
