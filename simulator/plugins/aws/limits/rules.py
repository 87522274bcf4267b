"""The kinds of rules in `limits.json`."""

import ipaddress
import json
import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from math import nan
from typing import Any

Rule = tuple[str, Any, str]
"""A kind, its argument, and the provider's message."""

_ARN = (
    r"arn:aws(-[a-z]+)*:[^:]*:([a-z]{2}(-[a-z]+)+-\d{1,2})?"
    r":(aws|aws-managed|third-party|aws-marketplace|partner-managed|\d{12}|cw.{10})?:.+"
)
"""https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/verify/arn.go"""


def follows(kind: str, argument: Any, value: Any) -> bool:
    """Whether a value follows a rule."""
    return _KINDS[kind](argument, value)


def broken_rules(rules: Sequence[Rule], value: Any) -> list[Rule]:
    """The rules that a value breaks.

    `empty` accepts the empty value, `any` a value that follows one of the others.
    """
    kinds = {kind for kind, _, _ in rules}
    judged = [rule for rule in rules if rule[0] not in ("any", "empty")]
    broken = [rule for rule in judged if not follows(rule[0], rule[1], value)]
    if ("empty" in kinds and value == "") or ("any" in kinds and len(broken) < len(judged)):
        return []
    return broken


def _within(limits: list[float | None], number: float) -> bool:
    least, most = limits
    return (least is None or number >= least) and (most is None or number <= most)


def _is_formatted(name: str, value: Any) -> bool:
    try:
        return _FORMATS[name](str(value)) is not False
    except ValueError:
        return False


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL | re.ASCII)


def _text(value: Any) -> str:
    """A value as text; a whole number has no decimals."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _prefix(value: str) -> float:
    """The length of a network's prefix; not a number for another value."""
    try:
        return ipaddress.ip_network(value, strict=False).prefixlen if "/" in value else nan
    except ValueError:
        return nan


def _is_within(networks: list[str], value: str) -> bool:
    try:
        inner = ipaddress.IPv4Network(value, strict=False)
    except ValueError:
        return False
    return any(inner.subnet_of(ipaddress.IPv4Network(outer)) for outer in networks)


_KINDS: dict[str, Callable[[Any, Any], bool]] = {
    "above": lambda limit, value: value > limit,
    "bytes": lambda limits, value: _within(limits, len(str(value).encode())),
    "characters": lambda limits, value: _within(limits, len(str(value))),
    "contains": lambda pattern, value: bool(_compiled(pattern).search(str(value))),
    "format": _is_formatted,
    "multiple": lambda divisor, value: value % divisor == 0,
    "pattern": lambda pattern, value: bool(_compiled(pattern).fullmatch(str(value))),
    "prefix": lambda limits, value: _within(limits, _prefix(value)),
    "range": _within,
    "values": lambda values, value: _text(value) in map(_text, values),
    "within": lambda networks, value: _is_within(networks, value),
}
"""Each takes the rule's argument and the value.

`bytes`, `characters` and `range` have a minimum and a maximum, which may be null; a pattern must
match the whole value.
"""


def _network(value: str, version: int = 0, *, strict: bool = True) -> bool:
    """A CIDR block, by default one without host bits; of any version if it is 0."""
    network = ipaddress.ip_network(value, strict)
    return "/" in value and version in (0, network.version)


_FORMATS: dict[str, Callable[[str], Any]] = {
    "arn": lambda value: bool(_compiled(_ARN).fullmatch(value)),
    "arn syntax": lambda value: value.startswith("arn:") and value.count(":") >= 5,
    "base64": lambda value: b64decode(value.replace("\n", ""), validate=True),
    "cidr": _network,
    "cidr with host bits": lambda value: _network(value, strict=False),
    "date": lambda value: len(value) == len("2026-12-31") and datetime.fromisoformat(value),
    "date and time": lambda value: "T" in value and datetime.fromisoformat(value),
    "ip": ipaddress.ip_address,
    "ipv4 cidr": lambda value: _network(value, 4),
    "ipv6 cidr": lambda value: _network(value, 6),
    "ipv4": ipaddress.IPv4Address,
    "ipv6": ipaddress.IPv6Address,
    "json": json.loads,
    "json object": lambda value: isinstance(json.loads(value), dict),
    "no arn": lambda value: not _compiled(_ARN).fullmatch(value),
    "time": datetime.fromisoformat,
}
"""Each raises ValueError or returns False for another format."""
