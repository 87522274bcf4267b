"""The kinds of text that a stack file holds, each with its rule.

A rule takes the text and returns it, or raises a `ValueError` that goes on where "<key> = <value>:"
stops. It never repeats the value, which may be a secret. The `description` and `examples` of a kind
become the remedy in the message, "Write <description>, for example <example>."
"""

import re
from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

Entry = TypeVar("Entry")

_HOST = r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?"
_NARROW_STAR = r"[^*]*([a-z0-9-]\*|\*[a-z0-9-])[^*.]*(\.[^*.]+){2,}"
_PRIVATE = [IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
"""The address blocks of RFC 1918."""


class Environment(StrEnum):
    """The three copies of the platform; `development` is a data plane on a laptop."""

    DEVELOPMENT = "development"
    STAGING = "staging"
    PRODUCTION = "production"


def _host_only(url: str) -> str:
    if not re.fullmatch(_HOST, url):
        raise ValueError("is not scheme://host or scheme://host:port in lower case, with no path")
    return url


def _encrypted(url: str, info: ValidationInfo) -> str:
    if url.startswith("http://") and info.data.get("environment") is not Environment.DEVELOPMENT:
        raise ValueError("is not https; only development may do without")
    return url


def _narrow(origin: str) -> str:
    if origin == "*":
        raise ValueError("lets any website in")
    _host_only(origin.replace("*", "x"))
    # S3 lets a star match dots too, so two literal names must follow it: "https://bio*.net" would
    # let in "https://bio.evil.net".
    if "*" in origin and not re.fullmatch(_NARROW_STAR, origin):
        raise ValueError("has too wide a *; one may be part of a name below your own domain")
    return origin


def _canonical(cidr: object) -> IPv4Network:
    # IPv4Network also takes integers, net masks and bare addresses; a stack file shall not.
    try:
        network = IPv4Network(str(cidr))
    except ValueError:
        network = None
    if network is None or str(network) != str(cidr):
        raise ValueError("is not an IPv4 network in canonical form")
    return network


def _private(network: IPv4Network) -> IPv4Network:
    if not any(network.subnet_of(block) for block in _PRIVATE):
        raise ValueError("is not private")
    return network


def _roomy(network: IPv4Network) -> IPv4Network:
    # AWS makes a VPC of /16 to /28; below /20 six subnets leave too few addresses for pods.
    if not 16 <= network.prefixlen <= 20:
        raise ValueError("is out of the range /16 to /20")
    return network


def _narrow_range(network: IPv4Network) -> IPv4Network:
    if network.prefixlen < 8:
        raise ValueError("lets a great part of the internet in")
    if any(network.overlaps(block) for block in _PRIVATE):
        raise ValueError("is private; from inside, the private endpoint is reached anyway")
    return network


def some(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Refuse an empty list."""
    # Not `min_length`: pydantic counts the valid entries, and would call a list of bad ones empty.
    if not entries:
        raise ValueError("is empty")
    return entries


Url = Annotated[str, AfterValidator(_host_only), AfterValidator(_encrypted)]

Origin = Annotated[
    str,
    AfterValidator(_narrow),
    AfterValidator(_encrypted),
    Field(description="A browser origin", examples=["https://scp.biomage.net"]),
]

Origins = Annotated[tuple[Origin, ...], AfterValidator(some)]

Email = Annotated[
    str,
    Field(
        pattern=r"^[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
        description="An e-mail address",
        examples=["alarms@example.org"],
    ),
]

PrivateCidr = Annotated[
    IPv4Network, BeforeValidator(_canonical), AfterValidator(_private), AfterValidator(_roomy)
]
"""The range of a VPC."""

PublicCidr = Annotated[
    IPv4Network,
    BeforeValidator(_canonical),
    AfterValidator(_narrow_range),
    Field(description="A public IPv4 range of at most /8", examples=["203.0.113.0/24"]),
]
"""A range of addresses on the internet, such as an office's."""

SomeCidrs = Annotated[tuple[PublicCidr, ...], AfterValidator(some)]
