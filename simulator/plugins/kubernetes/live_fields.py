"""The fields of a live object: their drift, and their field managers (`metadata.managedFields`).

The provider creates an object with one request and later applies it. To the API server these are
two managers even under one name. So before it applies, the provider merges the first into the
second. It also takes over fields that were changed with kubectl. See
https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management.
"""

import base64
from typing import Any, cast

from kubernetes.utils.quantity import parse_quantity

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

_SET_BY_SERVER = ("creationTimestamp", "generation", "managedFields", "resourceVersion", "uid")
"""Metadata that the API server sets and programs do not."""


def refreshed_inputs(inputs: Props, live: Props) -> Props:
    """Returns the old inputs with their live values; inputs that no longer exist are removed."""
    if "stringData" in inputs:
        live = live | {"stringData": _decoded(live.get("data") or {})}
    return _without_none(_refreshed(inputs, live))


def imported_inputs(live: Props) -> Props:
    """Returns the inputs that would create a live object."""
    inputs = {name: value for name, value in live.items() if name != "status"}
    metadata = {
        name: value for name, value in live["metadata"].items() if name not in _SET_BY_SERVER
    }
    return inputs | {"metadata": metadata}


def _refreshed(old: Any, live: Any) -> Any:
    """Returns the live value, reduced to what the old inputs contain.

    A map may also have keys of other managers, so only its known keys are compared. A list is
    compared as a whole.
    """
    if isinstance(old, dict):
        parts = cast(Props, live) if isinstance(live, dict) else {}
        return {
            name: _refreshed(value, parts.get(name)) for name, value in cast(Props, old).items()
        }
    if isinstance(old, list) and isinstance(live, list):
        before, now = cast(list[Any], old), cast(list[Any], live)
        known = [_refreshed(each, other) for each, other in zip(before, now, strict=False)]
        return [*known, *now[len(known) :]]
    # The API server omits empty values and normalizes quantities.
    return old if (not old and live is None) or _same_amount(old, live) else live


def _same_amount(old: Any, live: Any) -> bool:
    """Whether two different strings are the same quantity, such as `1000m` and `1`."""
    try:
        return isinstance(live, str) and parse_quantity(old) == parse_quantity(live)
    except (ValueError, TypeError):
        return False


def _decoded(data: Props) -> Props:
    return {name: base64.b64decode(value).decode(errors="replace") for name, value in data.items()}


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_none(part)
            for name, part in cast(Props, value).items()
            if part is not None
        }
    if isinstance(value, list):
        return [_without_none(part) for part in cast(list[Any], value)]
    return value


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
