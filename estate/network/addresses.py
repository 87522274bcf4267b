"""The address ranges of the subnets in each availability zone.

A zone's range depends only on its letter, not on other zones or the order of a list. A subnet is
therefore never replaced because of a change to another.
"""

from ipaddress import IPv4Network
from itertools import islice

_PARTS = 8
"""The parts of a VPC: six for private subnets, one for all public subnets, one unused."""

_PUBLIC_PART = 6


def private_cidr(network: IPv4Network, zone: str) -> IPv4Network:
    """Returns the CIDR block of a zone's private subnet, an eighth of the VPC."""
    return _part(network, _letter(zone))


def public_cidr(network: IPv4Network, zone: str) -> IPv4Network:
    """Returns the CIDR block of a zone's public subnet, a 64th of the VPC."""
    return _part(_part(network, _PUBLIC_PART), _letter(zone))


def _part(network: IPv4Network, number: int) -> IPv4Network:
    bits = (_PARTS - 1).bit_length()
    return next(islice(network.subnets(prefixlen_diff=bits), number, None))


def _letter(zone: str) -> int:
    return ord(zone[-1]) - ord("a")
