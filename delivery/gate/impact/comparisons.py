"""Functions that compare a property before and after a change, for effects on what runs."""

import ipaddress
import json
from collections.abc import Mapping
from typing import Any, cast

from delivery.gate.impact.impact import Comparison, Words
from delivery.plan.change import UNKNOWN, WITHHELD

UNDECIDED = "is not known until deployment"


def changed(old: Any, new: Any) -> Words:
    """Reports any change, also one that is not known until deployment."""
    if (old or None) == (new or None):
        return None
    if is_unknown(new):
        return UNDECIDED
    if not all(_is_short(one) for one in (old, new)):
        return "changes"
    if old is None:
        return f"is set to {new}"
    return "is removed" if new is None else f"changes from {old} to {new}"


def exchanged(old: Any, new: Any) -> Words:
    """Reports another value, which is not removed."""
    return changed(old, new) if old and new else None


def enabled(old: Any, new: Any) -> Words:
    """Reports a feature that is enabled."""
    return "is enabled" if new and not old else None


def disabled(old: Any, new: Any) -> Words:
    """Reports a feature that is disabled."""
    return "is disabled" if old and not new else None


def becomes(value: str) -> Comparison:
    """Returns a comparison that reports a change to this value."""

    def judge(old: Any, new: Any) -> Words:
        return f"becomes {value}" if old and new == value and old != value else None

    judge.__doc__ = f"Reports a change to {value}."
    return judge


def fewer(default: float = 0) -> Comparison:
    """Returns a comparison for a number; `default` is the default of AWS."""

    def judge(old: Any, new: Any) -> Words:
        """Reports a lower number."""
        if is_unknown(new):
            return UNDECIDED
        before, after = (default if one is None else float(one) for one in (old, new))
        return f"decreases from {before:g} to {after:g}" if after < before else None

    return judge


def items_removed(old: Any, new: Any) -> Words:
    """Reports entries that a list no longer contains."""
    before, after = (_items(one) for one in (old, new))
    if before and is_unknown(new):
        return UNDECIDED
    gone = [text for text in before if text not in after]
    if not gone:
        return None
    return f"no longer contains {', '.join(gone)}" if after else "is removed"


def ranges_removed(old: Any, new: Any) -> Words:
    """Reports IP ranges that no other range in the list covers."""
    if old and is_unknown(new):
        return UNDECIDED
    kept = [ipaddress.ip_network(one, strict=False) for one in new or ()]
    gone = [
        one
        for one in old or ()
        if not any(_covers(each, ipaddress.ip_network(one, strict=False)) for each in kept)
    ]
    return f"no longer contains {', '.join(gone)}" if gone else None


def is_unknown(value: Any) -> bool:
    """Returns whether a part of the value is not known until deployment."""
    return UNKNOWN in json.dumps(value)


def _covers(wide: Any, narrow: Any) -> bool:
    return wide.version == narrow.version and narrow.subnet_of(wide)


def _is_short(value: Any) -> bool:
    return value is None or (
        isinstance(value, str | int | float)
        and WITHHELD not in str(value)
        and len(str(value)) <= _SHORT
    )


_SHORT = 60
"""Characters of a value that a sentence can quote."""


def _items(values: Any) -> list[str]:
    if isinstance(values, Mapping):
        return list(cast(Mapping[str, Any], values))
    found = cast(list[Any], values) if isinstance(values, list) else []
    return [one if isinstance(one, str) else json.dumps(one, sort_keys=True) for one in found]
