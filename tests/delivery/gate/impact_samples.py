"""A disruptive change of each property in the table of impacts."""

from collections.abc import Mapping
from typing import Any

from delivery.gate.impact.impact import Impact

Sides = tuple[Any, Any]

_RULE = {
    "securityGroupId": "sg-1",
    "type": "ingress",
    "protocol": "tcp",
    "fromPort": 443,
    "toPort": 443,
    "cidrBlocks": ["10.0.0.0/8"],
}
_RECORD = {"name": "scp.biomage.net", "type": "A", "zoneId": "Z1"}
_PROOF = {"name": "_a1.scp.biomage.net", "type": "CNAME", "zoneId": "Z1"}
_INDEX = {"name": "by-owner", "hashKey": "owner", "projectionType": "ALL"}

_BY_COMPARISON: Mapping[str, Sides] = {
    "becomes": ("OPTIONAL", "ON"),
    "below_what_runs": (
        {"minSize": 1, "maxSize": 4, "desiredSize": 4},
        {"minSize": 1, "maxSize": 2, "desiredSize": 2},
    ),
    "changed": ("old", "new"),
    "connects_less": (_RULE, {**_RULE, "cidrBlocks": ["10.1.0.0/16"]}),
    "disabled": (True, False),
    "downgraded": ("v1.13.1-eksbuild.10", "v1.13.1-eksbuild.9"),
    "enabled": (False, True),
    "evicting_taints": ([], [{"key": "gpu", "value": "yes", "effect": "NO_EXECUTE"}]),
    "exchanged": ("old", "new"),
    "fewer": (3, 2),
    "indexes_rebuilt": ([_INDEX], [{**_INDEX, "projectionType": "KEYS_ONLY"}]),
    "indexes_removed": ([_INDEX], []),
    "indexes_renamed": ([_INDEX], [{**_INDEX, "name": "by-person"}]),
    "items_removed": (["one", "two"], ["two"]),
    "labels_lost": ({"kind": "gpu"}, {}),
    "leaves": (_RECORD, {**_RECORD, "name": "www.biomage.net"}),
    "next_major": ("1.17.1", "3.0.0"),
    "other_node": ("cache.t3.medium", "cache.m7g.large"),
    "proof_lost": (_PROOF, {**_PROOF, "name": "_b2.scp.biomage.net"}),
    "provisioned": ("PAY_PER_REQUEST", "PROVISIONED"),
    "ranges_removed": (["10.0.0.0/8"], ["10.1.0.0/16"]),
    "rules_less": ([{"KEY": ["one", "two"]}], [{"KEY": ["two"]}]),
    "smaller_node": ("cache.r6g.2xlarge", "cache.r6g.xlarge"),
    "upgraded": ("7.0", "7.1"),
    "whole": ({}, {}),
}

SYMMETRIC = ("changed", "exchanged", "indexes_rebuilt", "indexes_renamed", "leaves", "proof_lost")
"""Comparisons that report the opposite change, too."""


def comparison(row: Impact) -> str:
    """Returns the name of the function that detects the change."""
    return row.detect.__qualname__.partition(".")[0]


def sides(row: Impact) -> Sides:
    """Returns the values of the property before and after a disruptive change."""
    before, after = _BY_COMPARISON[comparison(row)]
    if comparison(row) == "rules_less":
        key = next(
            key
            for key in ("allowedOrigins", "allowedMethods", "allowedHeaders")
            if row.detect([{key: ["one"]}], [])
        )
        return tuple([{key: rule["KEY"]} for rule in one] for one in (before, after))  # type: ignore[return-value]
    return before, after


def at(path: str, value: Any) -> dict[str, Any]:
    """Returns inputs with a value at a path; the value itself for the whole resource."""
    if not path:
        return dict(value)
    if '["' in path:
        first, _, key = path.partition('["')
        return at(first, {key.removesuffix('"]'): value})
    first, _, rest = path.partition(".")
    return {first: at(rest, value) if rest else value}
