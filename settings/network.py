"""The network that an environment makes for itself, or finds."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from settings.base import Model
from settings.values import PrivateCidr, some

ZONES = 3
"""Over how many availability zones an environment spreads: the loss of one leaves a majority."""


def _in_region(zone: str, info: ValidationInfo) -> str:
    region = info.data.get("region")
    if region and zone[:-1] != region:
        raise ValueError(f"is not a zone of {region}")
    return zone


def _three(zones: tuple[str, ...]) -> tuple[str, ...]:
    if len(zones) != ZONES:
        raise ValueError(f"does not name {ZONES} zones")
    return zones


def _in_order(subnets: tuple[str, ...]) -> tuple[str, ...]:
    # Their order means nothing to AWS; so that it changes nothing here either.
    return tuple(sorted(subnets))


Zone = Annotated[
    str,
    # Six letters are all that any region has; the network's addresses are divided by them.
    Field(
        pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}[a-f]$",
        description="An availability zone of the region",
        examples=["eu-west-1a"],
    ),
    AfterValidator(_in_region),
]

Zones = Annotated[tuple[Zone, ...], AfterValidator(_three)]

SubnetId = Annotated[
    str,
    Field(
        pattern=r"^subnet-[0-9a-f]{8,17}$",
        description="The id of a subnet",
        examples=["subnet-0a1b2c3d4e5f67890"],
    ),
]

SubnetIds = Annotated[tuple[SubnetId, ...], AfterValidator(some), AfterValidator(_in_order)]


class Network(Model):
    """The VPC that an environment makes for itself."""

    cidr: PrivateCidr = Field(
        description="The network's private IPv4 range (10/8, 172.16/12 or 192.168/16), /16 to /20",
        examples=["10.10.0.0/16"],
    )
    nat_gateways: int = Field(
        strict=True,
        ge=1,
        le=ZONES,
        description="The number of NAT gateways, 1 to 3: one is cheap, three survive a zone's loss",
        examples=[1],
    )


class ExistingNetwork(Model):
    """A VPC that was there before, with its subnets."""

    vpc_id: str = Field(
        pattern=r"^vpc-[0-9a-f]{8,17}$",
        description="The id of the VPC",
        examples=["vpc-0a1b2c3d4e5f67890"],
    )
    private_subnet_ids: SubnetIds = Field(
        description="The subnets for nodes and pods, with a way out through NAT",
        examples=[["subnet-0a1b2c3d4e5f67890"]],
    )
    public_subnet_ids: SubnetIds = Field(
        description="The subnets for load balancers that the internet reaches",
        examples=[["subnet-0f1e2d3c4b5a69780"]],
    )
