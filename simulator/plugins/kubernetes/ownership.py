"""Ownership of an object's fields by field managers (`metadata.managedFields`).

The provider creates an object with one request and later applies it. To the API server these are
two managers even under one name. So before it applies, the provider merges the first into the
second. It also takes over fields that were changed with kubectl. See
https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management.
"""

from typing import Any

from simulator.plugins.aws.shapes import Props

OUR_PREFIX = "pulumi-kubernetes"
"""The prefix of the provider's field managers."""

_TAKEN_OVER = (
    ("kubectl", "Apply"),
    ("kubectl", "Update"),
    ("before-first-apply", "Update"),
    (OUR_PREFIX, "Update"),
)
"""Prefixes of managers, with their operation, whose fields the provider takes over."""


def taken_over(managed: list[Props], manager: str) -> list[Props] | None:
    """Returns managed fields with all of ours under `manager`; None if nothing has to change."""
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
