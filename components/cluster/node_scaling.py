"""The numbers of nodes of a node group, of which the Cluster Autoscaler controls one.

If a deployment changes the minimum or maximum, EKS also gets a desired number. It is the one that
EKS has, because the state has the one of the last refresh.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from estate.cluster.node_groups import is_named_after
from settings import NodeGroup


@dataclass(frozen=True)
class Scaling:
    """Numbers of nodes: the limits, and the desired one that the Cluster Autoscaler sets."""

    minimum: int
    maximum: int
    desired: int

    @classmethod
    def of_config(cls, config: Mapping[str, int]) -> Self:
        """Returns the numbers of an `aws.eks.NodeGroup`'s `scalingConfig`."""
        return cls(*(int(config[f"{key}Size"]) for key in ("min", "max", "desired")))

    @classmethod
    def nearest(cls, minimum: int, maximum: int, nodes: int) -> Self:
        """Returns limits with the desired number that is nearest to a number of nodes."""
        return cls(minimum, maximum, min(max(nodes, minimum), maximum))

    def has_limits_of(self, other: "Scaling") -> bool:
        """Returns whether minimum and maximum are equal."""
        return (self.minimum, self.maximum) == (other.minimum, other.maximum)


def declared_scaling(group: NodeGroup, name: str, present: Mapping[str, Scaling]) -> Scaling:
    """Returns the numbers for a declared node group with a physical name.

    `present` are the numbers of the cluster's node groups by physical name. A new group starts with
    the minimum, and a replacement with the number of nodes that it replaces.
    """
    replaced = (found for other, found in present.items() if is_named_after(other, group))
    now = present.get(name) or max(replaced, key=lambda found: found.desired, default=None)
    nodes = now.desired if now else group.min_size
    return Scaling.nearest(group.min_size, group.max_size, nodes)
