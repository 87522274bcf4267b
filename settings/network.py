"""The network of an environment: a new VPC or an existing one."""

import re
from ipaddress import IPv4Network
from typing import Annotated, cast

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from settings.base import Model
from settings.values import PrivateCidr, some

_ZONE = r"[a-z]{2}(-[a-z]+)+-[0-9]{1,2}[a-f]"
"""No region has more than six zones; each zone letter has a fixed part of the VPC's range."""

ZONES = 3
"""The number of availability zones of an environment; without one, a majority remains."""

RUNNERS_CIDR = IPv4Network("10.255.0.0/24")
"""The range of the runners' network; no environment may have it."""


def _in_region(zone: str, info: ValidationInfo) -> str:
    region = info.data.get("region")
    if region and zone[:-1] != region:
        raise ValueError(f"is not an availability zone of {region}")
    return zone


def _one_in_region(zones: object, info: ValidationInfo) -> object:
    # One message if the region is the mistake, instead of one for each zone.
    region, listed = info.data.get("region"), cast(list[object], zones)
    if region and isinstance(zones, list) and len(listed) > 1:
        names = [zone for zone in listed if isinstance(zone, str) and re.fullmatch(_ZONE, zone)]
        if names == listed and all(name[:-1] != region for name in names):
            raise ValueError(f"has no zone of the region {region}")
    return cast(object, zones)


def _three(zones: tuple[str, ...]) -> tuple[str, ...]:
    if len(zones) != ZONES:
        raise ValueError(f"does not name {ZONES} zones")
    return zones


def _in_order(subnets: tuple[str, ...]) -> tuple[str, ...]:
    # AWS ignores the order of subnets, so a different order must not show as a change.
    return tuple(sorted(subnets))


def _two_or_more(subnets: tuple[str, ...]) -> tuple[str, ...]:
    # https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
    if len(subnets) == 1:
        raise ValueError("has one subnet; EKS and load balancers need two availability zones")
    return subnets


def _not_private(subnet: str, info: ValidationInfo) -> str:
    if subnet in info.data.get("private_subnet_ids", ()):
        raise ValueError("is also in privateSubnetIds; a subnet is private or public")
    return subnet


def _without_runners(cidr: IPv4Network) -> IPv4Network:
    if cidr.overlaps(RUNNERS_CIDR):
        raise ValueError(f"overlaps {RUNNERS_CIDR}, the network of the workflows' runners")
    return cidr


Zone = Annotated[
    str,
    Field(
        pattern=f"^{_ZONE}$",
        description="An availability zone of the region",
        examples=["eu-west-1a"],
    ),
    AfterValidator(_in_region),
]

Zones = Annotated[tuple[Zone, ...], BeforeValidator(_one_in_region), AfterValidator(_three)]

_ID = r"([0-9a-f]{8}|[0-9a-f]{17})"
"""https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html"""

SubnetId = Annotated[
    str,
    Field(
        pattern=rf"^subnet-{_ID}$",
        description="The id of a subnet",
        examples=["subnet-0a1b2c3d4e5f67890"],
    ),
]

PrivateSubnetIds = Annotated[
    tuple[SubnetId, ...],
    AfterValidator(some),
    AfterValidator(_two_or_more),
    AfterValidator(_in_order),
]

PublicSubnetIds = Annotated[
    tuple[Annotated[SubnetId, AfterValidator(_not_private)], ...],
    AfterValidator(some),
    AfterValidator(_two_or_more),
    AfterValidator(_in_order),
]


class Network(Model):
    """A VPC to create for the environment."""

    cidr: Annotated[PrivateCidr, AfterValidator(_without_runners)] = Field(
        description="The VPC's private IPv4 CIDR block (10/8, 172.16/12, 192.168/16), /16 to /20",
        examples=["10.10.0.0/16"],
    )
    nat_gateways: int = Field(
        strict=True,
        ge=1,
        le=ZONES,
        description="The number of NAT gateways, 1 to 3; only three survive the loss of any zone",
        examples=[1],
    )


AN_EXISTING_NETWORK = {
    "vpcId": "vpc-0a1b2c3d4e5f67890",
    "privateSubnetIds": ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67891"],
    "publicSubnetIds": ["subnet-0f1e2d3c4b5a69780", "subnet-0e1d2c3b4a5f69781"],
}


class ExistingNetwork(Model):
    """An existing VPC with its subnets."""

    vpc_id: str = Field(
        pattern=rf"^vpc-{_ID}$",
        description="The id of the VPC",
        examples=["vpc-0a1b2c3d4e5f67890"],
    )
    private_subnet_ids: PrivateSubnetIds = Field(
        description="The private subnets for nodes and pods, with a route to a NAT gateway, in at"
        " least two availability zones",
        examples=[AN_EXISTING_NETWORK["privateSubnetIds"]],
    )
    public_subnet_ids: PublicSubnetIds = Field(
        description="The public subnets for internet-facing load balancers, in at least two"
        " availability zones",
        examples=[AN_EXISTING_NETWORK["publicSubnetIds"]],
    )
