"""The names of node groups, which include a hash of their immutable properties."""

import hashlib
import json
import re

from settings import NodeGroup, PlatformSettings

AMI_TYPE = "AL2023_x86_64_STANDARD"
"""The AMI type of all nodes: Amazon Linux 2023.

https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
"""

_HASH_LENGTH = 8

_ELSEWHERE = {"nat_gateways", "public_subnet_ids"}
"""Settings of the network that do not affect nodes."""


def node_group_name(group: NodeGroup, settings: PlatformSettings) -> str:
    """Returns `<name>-<hash>`; the hash covers all properties that EKS cannot update in place.

    A change to one of them creates a new group beside the old one, which EKS then drains.
    Properties that UpdateNodegroupConfig and UpdateNodegroupVersion can change do not affect the
    name. The disk size is in the launch template, whose change would replace the nodes within the
    group. The hash covers it too, so that new nodes are ready before the old ones are deleted.
    """
    text = json.dumps(_immutable(group, settings), sort_keys=True)
    return f"{group.name}-{hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]}"


def is_named_after(name: str, group: NodeGroup) -> bool:
    """Returns whether a physical name is one that the declared group has or had."""
    return re.fullmatch(f"{re.escape(group.name)}-[0-9a-f]{{{_HASH_LENGTH}}}", name) is not None


def _immutable(group: NodeGroup, settings: PlatformSettings) -> object:
    network = settings.existing_network or settings.network
    return {
        "amiType": AMI_TYPE,
        "capacity": group.capacity,
        "diskSize": group.disk_size,
        "instanceTypes": group.instance_types,
        "network": network.model_dump(mode="json", exclude=_ELSEWHERE) if network else None,
        "zones": sorted(settings.availability_zones),
    }
