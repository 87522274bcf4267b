"""Networks and zones."""

import json
from typing import Any

from tests.malformed.files import Malformed, but, staging

_EXISTING = {
    "vpcId": "vpc-0a1b2c3d4e5f67890",
    "privateSubnetIds": ["subnet-0a1b2c3d4e5f67890"],
    "publicSubnetIds": ["subnet-0f1e2d3c4b5a69780"],
}


def _cidr(name: str, *tells: str, cidr: str) -> Malformed:
    return staging(name, *tells, network=f"{{cidr: {cidr}, natGateways: 1}}")


def _nat(name: str, *tells: str, gateways: str) -> Malformed:
    return staging(name, *tells, network=f"{{cidr: 10.10.0.0/16, natGateways: {gateways}}}")


def _existing(name: str, *tells: str, **changes: Any) -> Malformed:
    return staging(
        name, *tells, network=None, existingNetwork=json.dumps(but(_EXISTING, **changes))
    )


def _zones(name: str, *tells: str, zones: str) -> Malformed:
    return staging(name, *tells, availabilityZones=zones)


NETWORKS = (
    _cidr(
        "cidr next to a private block",
        'cellscope:network.cidr = "192.169.0.0/16": is not private',
        cidr="192.169.0.0/16",
    ),
    _cidr(
        "cidr empty",
        'cellscope:network.cidr = "": is not an IPv4 network in canonical form',
        cidr='""',
    ),
    _cidr(
        "cidr of a host",
        'cellscope:network.cidr = "10.10.0.1/16": is not an IPv4 network in canonical form',
        cidr="10.10.0.1/16",
    ),
    _cidr(
        "cidr with a net mask",
        'cellscope:network.cidr = "10.10.0.0/255.255.0.0": is not an IPv4 network in canonical '
        "form",
        cidr="10.10.0.0/255.255.0.0",
    ),
    _cidr(
        "cidr is a number",
        "cellscope:network.cidr = 168427520: is not an IPv4 network in canonical form",
        cidr="168427520",
    ),
    _cidr(
        "cidr is a boolean",
        "cellscope:network.cidr = true: is not an IPv4 network in canonical form",
        cidr="true",
    ),
    _cidr(
        "cidr of IPv6",
        'cellscope:network.cidr = "fd00::/16": is not an IPv4 network in canonical form',
        cidr="'fd00::/16'",
    ),
    _cidr(
        "cidr public",
        'cellscope:network.cidr = "172.32.0.0/16": is not private. Write the network\'s private '
        'IPv4 range (10/8, 172.16/12 or 192.168/16), /16 to /20, for example "10.10.0.0/16".',
        cidr="172.32.0.0/16",
    ),
    _cidr(
        "cidr too large",
        'cellscope:network.cidr = "10.0.0.0/15": is out of the range /16 to /20',
        cidr="10.0.0.0/15",
    ),
    _cidr(
        "cidr too small",
        'cellscope:network.cidr = "10.0.0.0/21": is out of the range /16 to /20',
        cidr="10.0.0.0/21",
    ),
    staging(
        "network given as a text",
        'cellscope:network = "10.10.0.0/16": is not a mapping. Write the network that the '
        'environment makes for itself, for example {"cidr": "10.10.0.0/16", "natGateways": 1}.',
        network="10.10.0.0/16",
    ),
    staging(
        "network given as a list",
        'cellscope:network = ["10.10.0.0/16", "10.10.0.0/16"]: is not a mapping',
        network="[10.10.0.0/16, 10.10.0.0/16]",
    ),
    staging(
        "neither kind of network",
        "cellscope:network: missing. Write the network that the environment makes for itself, for "
        'example {"cidr": "10.10.0.0/16", "natGateways": 1}.',
        network=None,
    ),
    staging(
        "both kinds of network",
        'cellscope:network = {"cidr": "10.10.0.0/16", "natGateways": 1}: stands beside '
        "existingNetwork; an environment has one of the two. Write the network that the "
        'environment makes for itself, for example {"cidr": "10.10.0.0/16", "natGateways": 1}.',
        existingNetwork=json.dumps(_EXISTING),
    ),
    staging(
        "number of NAT gateways missing",
        "cellscope:network.natGateways: missing. Write the number of NAT gateways, 1 to 3: one is "
        "cheap, three survive a zone's loss, for example 1.",
        network="{cidr: 10.10.0.0/16}",
    ),
    _nat(
        "no NAT gateway",
        "cellscope:network.natGateways = 0: has the wrong form. Write the number of NAT gateways, "
        "1 to 3: one is cheap, three survive a zone's loss, for example 1.",
        gateways="0",
    ),
    _nat(
        "more NAT gateways than zones",
        "cellscope:network.natGateways = 4: has the wrong form",
        gateways="4",
    ),
    _nat(
        "NAT gateways given as a text",
        'cellscope:network.natGateways = "1": is not a whole number',
        gateways='"1"',
    ),
    _nat(
        "NAT gateways given as a boolean",
        "cellscope:network.natGateways = true: is not a whole number",
        gateways="true",
    ),
    _nat(
        "NAT gateways in parts",
        "cellscope:network.natGateways = 1.5: is not a whole number",
        gateways="1.5",
    ),
    # Those that were there before
    _existing(
        "a subnet instead of a VPC",
        'cellscope:existingNetwork.vpcId = "subnet-0a1b2c3d4e5f67890": has the wrong form. Write '
        'the id of the VPC, for example "vpc-0a1b2c3d4e5f67890".',
        vpcId="subnet-0a1b2c3d4e5f67890",
    ),
    _existing(
        "no private subnet",
        "cellscope:existingNetwork.privateSubnetIds = []: is empty. Write the subnets for nodes "
        'and pods, with a way out through NAT, for example ["subnet-0a1b2c3d4e5f67890"].',
        privateSubnetIds=[],
    ),
    _existing(
        "a range instead of a subnet",
        'cellscope:existingNetwork.privateSubnetIds[0] = "10.0.0.0/24": has the wrong form. Write '
        'the id of a subnet, for example "subnet-0a1b2c3d4e5f67890".',
        privateSubnetIds=["10.0.0.0/24"],
    ),
    _existing(
        "public subnets missing",
        "cellscope:existingNetwork.publicSubnetIds: missing. Write the subnets for load balancers "
        'that the internet reaches, for example ["subnet-0f1e2d3c4b5a69780"].',
        publicSubnetIds=None,
    ),
    _existing(
        "subnet twice",
        'cellscope:existingNetwork.publicSubnetIds[1] = "subnet-0f1e2d3c": repeats [0]. Write it '
        "once.",
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
        'cellscope:existingNetwork = "vpc-0a1b2c3d": is not a mapping. Write the VPC to use '
        'instead of a new one, with its subnets, for example {"privateSubnetIds": '
        '["subnet-0a1b2c3d4e5f67890"], "publicSubnetIds": ["subnet-0f1e2d3c4b5a69780"], "vpcId": '
        '"vpc-0a1b2c3d4e5f67890"}.',
        network=None,
        existingNetwork="vpc-0a1b2c3d",
    ),
    # Zones
    _zones(
        "zone of another region",
        'cellscope:availabilityZones[1] = "eu-west-2b": is not a zone of eu-west-1. Write an '
        'availability zone of the region, for example "eu-west-1a".',
        zones="[eu-west-1a, eu-west-2b, eu-west-1c]",
    ),
    staging(
        "zones left behind in another region",
        'cellscope:availabilityZones[0] = "eu-west-1a": is not a zone of us-east-1',
        'cellscope:availabilityZones[1] = "eu-west-1b": is not a zone of us-east-1',
        'cellscope:availabilityZones[2] = "eu-west-1c": is not a zone of us-east-1',
        region="us-east-1",
    ),
    _zones(
        "two zones",
        'cellscope:availabilityZones = ["eu-west-1a", "eu-west-1b"]: does not name 3 zones. Write '
        "the three availability zones that the environment spreads over, for example "
        '["eu-west-1a", "eu-west-1b", "eu-west-1c"].',
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
        'cellscope:availabilityZones[2] = "eu-west-1a": repeats [0]. Write it once.',
        zones="[eu-west-1a, eu-west-1b, eu-west-1a]",
    ),
    _zones(
        "zone without its letter",
        'cellscope:availabilityZones[2] = "eu-west-1": has the wrong form. Write an availability '
        'zone of the region, for example "eu-west-1a".',
        zones="[eu-west-1a, eu-west-1b, eu-west-1]",
    ),
    _zones(
        "zone beyond those that addresses are divided by",
        'cellscope:availabilityZones[2] = "eu-west-1g": has the wrong form',
        zones="[eu-west-1a, eu-west-1b, eu-west-1g]",
    ),
    _zones(
        "number of zones",
        "cellscope:availabilityZones = 3: is not a list. Write the three availability zones that "
        'the environment spreads over, for example ["eu-west-1a", "eu-west-1b", "eu-west-1c"].',
        zones="3",
    ),
)
