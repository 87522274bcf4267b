"""Mistakes in networks and availability zones."""

import json

from tests.settings.malformed.cases import duplicate, missing, misspelt, staging, wrong
from tests.settings.malformed.files import example

_CANONICAL = "must be an IPv4 CIDR block in canonical form"
_PRIVATE = (
    "is not in a private address range. Write the VPC's private IPv4 CIDR block (10/8, "
    '172.16/12, 192.168/16), /16 to /20, for example "10.10.0.0/16".'
)

NETWORKS = (
    *wrong("network.cidr", _PRIVATE, "172.32.0.0/16", "192.169.0.0/16"),
    *wrong("network.cidr", _CANONICAL, "", "10.10.0.1/16", "10.10.0.0/255.255.0.0", "fd00::/16"),
    *wrong("network.cidr", _CANONICAL, 168427520, True),
    *wrong(
        "network.cidr",
        "must have a prefix length from /16 to /20",
        *("10.0.0.0/15", "10.0.0.0/21"),
    ),
    *wrong("network", "must be a mapping", "10.10.0.0/16", ["10.10.0.0/16", "10.10.0.0/16"]),
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
        existingNetwork=json.dumps(example("staging", "existingNetwork")),
    ),
    missing("network.natGateways"),
    *wrong("network.natGateways", "is out of range", 0, 4),
    *wrong("network.natGateways", "must be an integer", "1", True, 1.5),
    # Existing networks
    *wrong("existingNetwork.vpcId", "has an invalid format", "subnet-0a1b2c3d4e5f67890"),
    *wrong("existingNetwork.privateSubnetIds", "must not be empty", []),
    *wrong("existingNetwork.privateSubnetIds[0]", "has an invalid format", "10.0.0.0/24"),
    missing("existingNetwork.publicSubnetIds"),
    duplicate("existingNetwork.publicSubnetIds", "subnet-0f1e2d3c"),
    misspelt("existingNetwork.vpcId", "vpcID"),
    *wrong("existingNetwork", "must be a mapping", "vpc-0a1b2c3d"),
    # Zones
    *wrong("availabilityZones[1]", "is not an availability zone of eu-west-1", "eu-west-2b"),
    staging(
        "zones do not match a changed region",
        'cellscope:availabilityZones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]: has no zone of',
        region="us-east-1",
    ),
    *wrong(
        "availabilityZones",
        "does not name 3 zones",
        ["eu-west-1a", "eu-west-1b"],
        ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"],
    ),
    *wrong("availabilityZones[2]", "is a duplicate of [0]", "eu-west-1a"),
    *wrong("availabilityZones[2]", "has an invalid format", "eu-west-1", "eu-west-1g"),
    *wrong("availabilityZones", "must be a list", 3),
)
