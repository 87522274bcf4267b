"""Mistakes in networks and availability zones."""

import json
from typing import Any

from tests.settings.malformed.files import Malformed, but, staging

_EXISTING = {
    "vpcId": "vpc-0a1b2c3d4e5f67890",
    "privateSubnetIds": ["subnet-0a1b2c3d4e5f67890"],
    "publicSubnetIds": ["subnet-0f1e2d3c4b5a69780"],
}


def _cidr(name: str, *expected: str, cidr: str) -> Malformed:
    return staging(name, *expected, network=f"{{cidr: {cidr}, natGateways: 1}}")


def _nat(name: str, *expected: str, gateways: str) -> Malformed:
    return staging(name, *expected, network=f"{{cidr: 10.10.0.0/16, natGateways: {gateways}}}")


def _existing(name: str, *expected: str, **changes: Any) -> Malformed:
    return staging(
        name, *expected, network=None, existingNetwork=json.dumps(but(_EXISTING, **changes))
    )


def _zones(name: str, *expected: str, zones: str) -> Malformed:
    return staging(name, *expected, availabilityZones=zones)


NETWORKS = (
    _cidr(
        "cidr next to a private range",
        'cellscope:network.cidr = "192.169.0.0/16": is not in a private address range',
        cidr="192.169.0.0/16",
    ),
    _cidr(
        "cidr empty",
        'cellscope:network.cidr = "": must be an IPv4 CIDR block in canonical form',
        cidr='""',
    ),
    _cidr(
        "cidr with host bits",
        'cellscope:network.cidr = "10.10.0.1/16": must be an IPv4 CIDR block in canonical form',
        cidr="10.10.0.1/16",
    ),
    _cidr(
        "cidr with a netmask",
        'cellscope:network.cidr = "10.10.0.0/255.255.0.0": must be an IPv4 CIDR block in '
        "canonical form",
        cidr="10.10.0.0/255.255.0.0",
    ),
    _cidr(
        "cidr is a number",
        "cellscope:network.cidr = 168427520: must be an IPv4 CIDR block in canonical form",
        cidr="168427520",
    ),
    _cidr(
        "cidr is a boolean",
        "cellscope:network.cidr = true: must be an IPv4 CIDR block in canonical form",
        cidr="true",
    ),
    _cidr(
        "cidr of IPv6",
        'cellscope:network.cidr = "fd00::/16": must be an IPv4 CIDR block in canonical form',
        cidr="'fd00::/16'",
    ),
    _cidr(
        "cidr public",
        'cellscope:network.cidr = "172.32.0.0/16": is not in a private address range. Write the '
        "VPC's private IPv4 CIDR block (10/8, 172.16/12, 192.168/16), /16 to /20, for example "
        '"10.10.0.0/16".',
        cidr="172.32.0.0/16",
    ),
    _cidr(
        "cidr too large",
        'cellscope:network.cidr = "10.0.0.0/15": must have a prefix length from /16 to /20',
        cidr="10.0.0.0/15",
    ),
    _cidr(
        "cidr too small",
        'cellscope:network.cidr = "10.0.0.0/21": must have a prefix length from /16 to /20',
        cidr="10.0.0.0/21",
    ),
    staging(
        "network given as a string",
        'cellscope:network = "10.10.0.0/16": must be a mapping. Write the VPC to create for the '
        'environment, for example {"cidr": "10.10.0.0/16", "natGateways": 1}.',
        network="10.10.0.0/16",
    ),
    staging(
        "network given as a list",
        'cellscope:network = ["10.10.0.0/16", "10.10.0.0/16"]: must be a mapping',
        network="[10.10.0.0/16, 10.10.0.0/16]",
    ),
    staging(
        "neither network nor existingNetwork",
        "cellscope:network: missing. Write the VPC to create for the environment, for example "
        '{"cidr": "10.10.0.0/16", "natGateways": 1}.',
        network=None,
    ),
    staging(
        "both network and existingNetwork",
        'cellscope:network = {"cidr": "10.10.0.0/16", "natGateways": 1}: conflicts with '
        "existingNetwork; set only one of the two. Write the VPC to create for the environment, "
        'for example {"cidr": "10.10.0.0/16", "natGateways": 1}.',
        existingNetwork=json.dumps(_EXISTING),
    ),
    staging(
        "number of NAT gateways missing",
        "cellscope:network.natGateways: missing. Write the number of NAT gateways, 1 to 3; only "
        "three survive the loss of any zone, for example 1.",
        network="{cidr: 10.10.0.0/16}",
    ),
    _nat(
        "no NAT gateway",
        "cellscope:network.natGateways = 0: is out of range. Write the number of NAT "
        "gateways, 1 to 3; only three survive the loss of any zone, for example 1.",
        gateways="0",
    ),
    _nat(
        "more NAT gateways than zones",
        "cellscope:network.natGateways = 4: is out of range",
        gateways="4",
    ),
    _nat(
        "NAT gateways given as a string",
        'cellscope:network.natGateways = "1": must be an integer',
        gateways='"1"',
    ),
    _nat(
        "NAT gateways given as a boolean",
        "cellscope:network.natGateways = true: must be an integer",
        gateways="true",
    ),
    _nat(
        "NAT gateways given as a fraction",
        "cellscope:network.natGateways = 1.5: must be an integer",
        gateways="1.5",
    ),
    # Existing networks
    _existing(
        "subnet id instead of a VPC id",
        'cellscope:existingNetwork.vpcId = "subnet-0a1b2c3d4e5f67890": has an invalid format. '
        'Write the id of the VPC, for example "vpc-0a1b2c3d4e5f67890".',
        vpcId="subnet-0a1b2c3d4e5f67890",
    ),
    _existing(
        "no private subnet",
        "cellscope:existingNetwork.privateSubnetIds = []: must not be empty. Write the private "
        "subnets for nodes and pods, with a route to a NAT gateway, for example "
        '["subnet-0a1b2c3d4e5f67890"].',
        privateSubnetIds=[],
    ),
    _existing(
        "CIDR instead of a subnet id",
        'cellscope:existingNetwork.privateSubnetIds[0] = "10.0.0.0/24": has an invalid format. '
        'Write the id of a subnet, for example "subnet-0a1b2c3d4e5f67890".',
        privateSubnetIds=["10.0.0.0/24"],
    ),
    _existing(
        "public subnets missing",
        "cellscope:existingNetwork.publicSubnetIds: missing. Write the public subnets for "
        'internet-facing load balancers, for example ["subnet-0f1e2d3c4b5a69780"].',
        publicSubnetIds=None,
    ),
    _existing(
        "subnet twice",
        'cellscope:existingNetwork.publicSubnetIds[1] = "subnet-0f1e2d3c": is a duplicate of '
        "[0]. Remove one of them.",
        publicSubnetIds=["subnet-0f1e2d3c", "subnet-0f1e2d3c"],
    ),
    _existing(
        "key of a VPC in capitals",
        'cellscope:existingNetwork.vpcID: unknown key. Did you mean "vpcId"?',
        vpcId=None,
        vpcID="vpc-0a1b2c3d",
    ),
    staging(
        "existing network by its id",
        'cellscope:existingNetwork = "vpc-0a1b2c3d": must be a mapping. Write the existing VPC '
        'to use instead of a new one, with its subnets, for example {"privateSubnetIds": '
        '["subnet-0a1b2c3d4e5f67890"], "publicSubnetIds": ["subnet-0f1e2d3c4b5a69780"], "vpcId": '
        '"vpc-0a1b2c3d4e5f67890"}.',
        network=None,
        existingNetwork="vpc-0a1b2c3d",
    ),
    # Zones
    _zones(
        "zone of another region",
        'cellscope:availabilityZones[1] = "eu-west-2b": is not an availability zone of '
        'eu-west-1. Write an availability zone of the region, for example "eu-west-1a".',
        zones="[eu-west-1a, eu-west-2b, eu-west-1c]",
    ),
    staging(
        "zones do not match a changed region",
        'cellscope:availabilityZones[0] = "eu-west-1a": is not an availability zone of us-east-1',
        'cellscope:availabilityZones[1] = "eu-west-1b": is not an availability zone of us-east-1',
        'cellscope:availabilityZones[2] = "eu-west-1c": is not an availability zone of us-east-1',
        region="us-east-1",
    ),
    _zones(
        "two zones",
        'cellscope:availabilityZones = ["eu-west-1a", "eu-west-1b"]: does not name 3 zones. '
        'Write the three availability zones of the environment, for example ["eu-west-1a", '
        '"eu-west-1b", "eu-west-1c"].',
        zones="[eu-west-1a, eu-west-1b]",
    ),
    _zones(
        "four zones",
        'cellscope:availabilityZones = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"]: '
        "does not name 3 zones",
        zones="[eu-west-1a, eu-west-1b, eu-west-1c, eu-west-1d]",
    ),
    _zones(
        "zone twice",
        'cellscope:availabilityZones[2] = "eu-west-1a": is a duplicate of [0]. Remove one of them.',
        zones="[eu-west-1a, eu-west-1b, eu-west-1a]",
    ),
    _zones(
        "zone without its letter",
        'cellscope:availabilityZones[2] = "eu-west-1": has an invalid format. Write an '
        'availability zone of the region, for example "eu-west-1a".',
        zones="[eu-west-1a, eu-west-1b, eu-west-1]",
    ),
    _zones(
        "zone letter after f",
        'cellscope:availabilityZones[2] = "eu-west-1g": has an invalid format',
        zones="[eu-west-1a, eu-west-1b, eu-west-1g]",
    ),
    _zones(
        "number instead of a list of zones",
        "cellscope:availabilityZones = 3: must be a list. Write the three availability zones of "
        'the environment, for example ["eu-west-1a", "eu-west-1b", "eu-west-1c"].',
        zones="3",
    ),
)
