"""Comparisons of versions and of node types."""

import re
from typing import Any

from delivery.gate.impact.comparisons import UNDECIDED, changed, is_unknown
from delivery.gate.impact.impact import Words

_SIZES = ("nano", "micro", "small", "medium", "large", "xlarge")
"""The sizes of EC2 instances below those with a number of xlarge.

https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
"""


def downgraded(old: Any, new: Any) -> Words:
    """Reports a lower version."""
    if not old or not new:
        return None
    if is_unknown(new):
        return UNDECIDED
    return f"decreases from {old} to {new}" if _numbers(new) < _numbers(old) else None


def upgraded(old: Any, new: Any) -> Words:
    """Reports a higher version."""
    if not old or not new or is_unknown(new):
        return None
    return f"increases from {old} to {new}" if _numbers(new) > _numbers(old) else None


def next_major(old: Any, new: Any) -> Words:
    """Reports a version with a higher first number."""
    if not old or not new or is_unknown(new) or _numbers(new)[:1] <= _numbers(old)[:1]:
        return None
    return changed(old, new)


def smaller_node(old: Any, new: Any) -> Words:
    """Reports a smaller node type."""
    if not old or not new or is_unknown(new) or _size(new) >= _size(old):
        return None
    return changed(old, new)


def other_node(old: Any, new: Any) -> Words:
    """Reports another node type that is not smaller."""
    return None if smaller_node(old, new) else changed(old, new)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", str(version))]


def _size(node_type: str) -> tuple[int, int]:
    """Returns an order of `cache.t3.medium` by size; unknown sizes are the largest."""
    size = str(node_type).rpartition(".")[2]
    times = re.fullmatch(r"(\d+)xlarge", size)
    if times:
        return len(_SIZES), int(times[1])
    return (_SIZES.index(size), 0) if size in _SIZES else (len(_SIZES) + 1, 0)
