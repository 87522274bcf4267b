"""Finds resources that another resource of a plan takes along when it is deleted or replaced."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from delivery.gate.impact.data import indexes
from delivery.gate.impact.nodes import NODE_GROUP
from delivery.plan.change import Change, Op, value_at

_TABLE, _CERTIFICATE = "aws:dynamodb/table:Table", "aws:acm/certificate:Certificate"

_NAMED_BY = ("allocationId", "arn", "dnsName", "name", "url")
"""Properties by which other resources name a resource, besides its id, or that it takes along."""


def names_lost(change: Change) -> Iterator[str]:
    """Yields the names by which others refer to what a change deletes or replaces."""
    old = change.old
    if old is None:
        return
    if change.type == _TABLE:
        paths = "globalSecondaryIndexes"
        after = indexes(value_at(change.new.inputs, paths)) if change.new else {}
        yield from indexes(value_at(old.inputs, paths)).keys() - after.keys()
    if change.op not in (Op.DELETE, Op.FORGET, Op.REPLACE):
        return
    yield old.id
    for side in (old.inputs, old.outputs):
        yield from (str(side[key]) for key in _NAMED_BY if side.get(key))
    if change.type == NODE_GROUP:
        yield str(value_at(old.outputs, "resources[0].autoscalingGroups[0].name"))
    if change.type == _CERTIFICATE:
        for one in cast(list[Mapping[str, str]], old.outputs.get("domainValidationOptions") or []):
            yield one["resourceRecordName"].rstrip(".")


def names(value: Any, gone: frozenset[str]) -> bool:
    """Returns whether a value, or a value in it, is or contains the name of a lost resource."""
    if isinstance(value, Mapping):
        return any(names(one, gone) for one in cast(Mapping[str, Any], value).values())
    if isinstance(value, list):
        return any(names(one, gone) for one in cast(list[Any], value))
    if not isinstance(value, str):
        return False
    return value.rstrip(".") in gone or any(_matches(one, value) for one in gone)


def _matches(name: str, value: str) -> bool:
    # A policy document contains ARNs; a wildcard record serves all names below it.
    return (name.startswith("arn:") and name in value) or (
        name.startswith("*.") and value.endswith(name[1:])
    )
