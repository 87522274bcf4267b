"""What makes a node group the one it is, and so its name."""

import hashlib
import json

from settings import NodeGroup, PlatformSettings

AMI_TYPE = "AL2023_x86_64_STANDARD"
"""The operating system of all nodes: EKS's own Amazon Linux 2023 (EKS API, Nodegroup)."""

_HASH_LENGTH = 8

_ELSEWHERE = {"nat_gateways", "public_subnet_ids"}
"""Parts of a network without nodes."""


def node_group_name(group: NodeGroup, settings: PlatformSettings) -> str:
    """`<name>-<hash>`, where the hash follows from all that EKS cannot change in a node group.

    So a change of any of it makes a group of another name beside the old one, which EKS then
    drains; whatever may change in place leaves the name alone (EKS API, UpdateNodegroupConfig and
    UpdateNodegroupVersion). A disk lies in the launch template, whose change would replace all
    nodes within the group; it counts as fixed too, so that new nodes are there before old ones go.
    """
    text = json.dumps(_immutable(group, settings), sort_keys=True)
    return f"{group.name}-{hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]}"


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
