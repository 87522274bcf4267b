"""Drift of an object: its live values for the inputs that the program gave."""

import base64
from typing import Any, cast

from kubernetes.utils.quantity import parse_quantity

from simulator.plugins.aws.shapes import Props

_SERVERS_OWN = ("creationTimestamp", "generation", "managedFields", "resourceVersion", "uid")
"""Metadata that the API server sets and programs do not."""


def refreshed_inputs(inputs: Props, live: Props) -> Props:
    """Returns the old inputs with their live values; inputs that no longer exist are removed."""
    if "stringData" in inputs:
        live = live | {"stringData": _decoded(live.get("data") or {})}
    return _without_nothing(_refreshed(inputs, live))


def imported_inputs(live: Props) -> Props:
    """Returns the inputs that would create a live object."""
    inputs = {name: value for name, value in live.items() if name != "status"}
    metadata = {name: value for name, value in live["metadata"].items() if name not in _SERVERS_OWN}
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


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_nothing(part)
            for name, part in cast(Props, value).items()
            if part is not None
        }
    if isinstance(value, list):
        return [_without_nothing(part) for part in cast(list[Any], value)]
    return value
