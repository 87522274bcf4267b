"""Which of a network's addresses each availability zone has.

A zone's part follows from its letter alone: neither another zone nor the order of a list moves it,
so no subnet is ever replaced because of its neighbours.
"""

from ipaddress import IPv4Network
from itertools import islice

_PARTS = 8
"""Six parts for private subnets, one for each letter of a zone; one for all public subnets."""

_PUBLIC_PART = 6


def private_cidr(network: IPv4Network, zone: str) -> IPv4Network:
    """The range of a zone's private subnet: an eighth of the network, for nodes and pods."""
    return _part(network, _letter(zone))


def public_cidr(network: IPv4Network, zone: str) -> IPv4Network:
    """The range of a zone's public subnet: a sixty-fourth, for load balancers and NAT."""
    return _part(_part(network, _PUBLIC_PART), _letter(zone))


def _part(network: IPv4Network, number: int) -> IPv4Network:
    bits = (_PARTS - 1).bit_length()
    return next(islice(network.subnets(prefixlen_diff=bits), number, None))


def _letter(zone: str) -> int:
    return ord(zone[-1]) - ord("a")
