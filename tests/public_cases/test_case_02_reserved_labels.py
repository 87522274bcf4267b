"""Labels with which nodes do not join the cluster.

https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3346
https://github.com/kubernetes/cloud-provider-aws/issues/242
"""

import pytest

from tests.settings.malformed import stack_file
from tests.settings.malformed.files import NODE_GROUP, but, listed
from tests.settings.test_settings import flat, platform, refusal


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("node-role.kubernetes.io/worker", "with which a kubelet does not start"),
        ("eks.amazonaws.com/nodegroup", "whose labels EKS sets itself"),
    ],
)
def test_a_label_that_nodes_cannot_have_is_refused(key: str, problem: str) -> None:
    groups = listed(but(NODE_GROUP, labels={key: "true"}))
    (line,) = refusal("staging", flat(stack_file("staging", nodeGroups=groups)))
    assert line.startswith(f"cellscope:nodeGroups[0].labels.{key}: has the ")
    assert problem in line


def test_the_remedy_of_the_report_an_own_prefix_is_accepted() -> None:
    groups = listed(but(NODE_GROUP, labels={"example.org/worker": "true"}))
    (group,) = platform(nodeGroups=groups).node_groups
    assert group.labels == {"example.org/worker": "true"}
