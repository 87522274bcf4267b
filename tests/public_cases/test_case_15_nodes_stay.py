"""Public case 15: an ignored desired size rotates nodes.

https://github.com/pulumi/pulumi-eks/issues/1770

tests/engine/cluster/test_cluster_changes.py deploys the same change without a refresh.
"""

import pytest

from components.cluster.node_scaling import Scaling, declared_scaling
from settings import NodeGroup
from tests.environments import platform_of


@pytest.mark.parametrize(("maximum", "nodes"), [(8, 4), (4, 4), (3, 3)])
def test_four_nodes_stay_when_the_maximum_changes(maximum: int, nodes: int) -> None:
    group = changed(platform_of("staging").node_groups[0], maximum)
    running = {"nodes-abc": Scaling(minimum=1, maximum=6, desired=4)}
    found = declared_scaling(group, "nodes-abc", running)
    assert (found.maximum, found.desired) == (maximum, nodes)


def changed(group: NodeGroup, maximum: int) -> NodeGroup:
    return group.model_copy(update={"min_size": 1, "max_size": maximum})
