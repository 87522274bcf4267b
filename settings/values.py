"""The types of values in a stack file, each with its validators.

A validator returns the value or raises a `ValueError`, whose message follows "<key> = <value>:".
The message must not contain the value, which may be a secret. The `description` and `examples` of
a type become the remedy in the message, "Write <description>, for example <example>."
"""

import re
from collections.abc import Callable
from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

Entry = TypeVar("Entry")

_HOST_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"https?://{_HOST_LABEL}(\.{_HOST_LABEL})*(:(?P<port>[0-9]+))?"
_NARROW_STAR = r"[^*]*([a-z0-9-]\*|\*[a-z0-9-])[^*.]*(\.[^*.]+){2,}"
_PRIVATE = [IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
"""The address blocks of RFC 1918."""

_NOT_PUBLIC = [
    IPv4Network(block)
    for block in (
        *("0.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8"),
        *("169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
"""Other address blocks from which nothing on the internet sends packets.

https://www.iana.org/assignments/iana-ipv4-special-registry/
"""

_HIGHEST_PORT = 65535

_MOST_CIDRS = 39
"""One less than the public access CIDR blocks that EKS allows for a cluster.

https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
"""


class Environment(StrEnum):
    """The environments; `development` has only data services, for a developer's machine."""

    DEVELOPMENT = "development"
    STAGING = "staging"
    PRODUCTION = "production"


def _host_only(url: str) -> str:
    match = re.fullmatch(_HOST, url)
    if match is None:
        raise ValueError("must be scheme://host or scheme://host:port, in lower case, with no path")
    port = match["port"]
    if port and not (re.fullmatch(r"[1-9][0-9]{0,4}", port) and int(port) <= _HIGHEST_PORT):
        raise ValueError(f"has a port that is out of range, 1 to {_HIGHEST_PORT}")
    return url


def _encrypted(url: str, info: ValidationInfo) -> str:
    if url.startswith("http://") and info.data.get("environment") is not Environment.DEVELOPMENT:
        raise ValueError("must use https; only development may use http")
    return url


def _narrow(origin: str) -> str:
    if origin == "*":
        raise ValueError("allows every website")
    _host_only(origin.replace("*", "x"))
    # In S3, * also matches dots, so two literal labels must follow: "https://bio*.net" would allow
    # "https://bio.evil.net".
    if "*" in origin and not re.fullmatch(_NARROW_STAR, origin):
        raise ValueError("has a wildcard that is too broad; use one * within a subdomain's name")
    return origin


def _canonical(cidr: object) -> IPv4Network:
    # IPv4Network also accepts integers, netmasks and bare addresses; a stack file must not.
    try:
        network = IPv4Network(str(cidr))
    except ValueError:
        network = None
    if network is None or str(network) != str(cidr):
        raise ValueError("must be an IPv4 CIDR block in canonical form")
    return network


def _private(network: IPv4Network) -> IPv4Network:
    if not any(network.subnet_of(block) for block in _PRIVATE):
        raise ValueError("is not in a private address range")
    return network


def _vpc_sized(network: IPv4Network) -> IPv4Network:
    # AWS allows /16 to /28; with less than /20, six subnets have too few addresses for pods.
    if not 16 <= network.prefixlen <= 20:
        raise ValueError("must have a prefix length from /16 to /20")
    return network


def _narrow_range(network: IPv4Network) -> IPv4Network:
    if network.prefixlen < 8:
        raise ValueError("is too broad; it admits too much of the internet")
    if any(network.overlaps(block) for block in _PRIVATE):
        raise ValueError("overlaps a private range; clients in the VPC use the private endpoint")
    if any(network.overlaps(block) for block in _NOT_PUBLIC):
        raise ValueError("overlaps a range that is not of the internet")
    return network


def _within_quota(networks: tuple[IPv4Network, ...]) -> tuple[IPv4Network, ...]:
    if len(networks) > _MOST_CIDRS:
        raise ValueError(
            f"has more than {_MOST_CIDRS} blocks; EKS allows one more, for the runners' address"
        )
    return networks


def some(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Returns the entries; raises ValueError if there are none."""
    # Not `min_length`: pydantic counts valid entries only, so a list of invalid ones is "empty".
    if not entries:
        raise ValueError("must not be empty")
    return entries


def at_most(limit: int, what: str) -> Callable[[tuple[Entry, ...]], tuple[Entry, ...]]:
    """Returns a validator that raises ValueError for more entries than EKS allows."""

    def check(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        if len(entries) > limit:
            raise ValueError(f"has {len(entries)} entries; EKS allows {limit} {what}")
        return entries

    return check


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
    IPv4Network, BeforeValidator(_canonical), AfterValidator(_private), AfterValidator(_vpc_sized)
]
"""The CIDR block of a VPC."""

PublicCidr = Annotated[
    IPv4Network,
    BeforeValidator(_canonical),
    AfterValidator(_narrow_range),
    Field(description="A public IPv4 CIDR block of /8 or narrower", examples=["203.0.113.0/24"]),
]
"""A public CIDR block, such as that of an office network."""

SomeCidrs = Annotated[tuple[PublicCidr, ...], AfterValidator(some), AfterValidator(_within_quota)]
"""The CIDR blocks that may reach a cluster, without the address of the runners."""
