"""A changed `bootstrap_self_managed_addons`, for which the AWS provider replaces a cluster.

https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3576

The official `eks.Cluster` ignores the change: EKS uses the value at the creation only. A cluster
that the program would declare itself is protected, so that the engine refuses the replacement
(tests/components/cluster/test_cluster_entry.py shows that our clusters are protected).
"""

from collections.abc import Callable

from tests.engine.cluster.test_eks_component import PROGRAM
from tests.engine.conftest import Platform, account, program

__all__ = ["account", "program"]

_PLAIN = """
import pulumi

aws.eks.Cluster(
    "plain",
    name="plain",
    role_arn=roles["service"].arn,
    vpc_config={"subnet_ids": [subnet.id for subnet in subnets]},
    opts=pulumi.ResourceOptions(protect=True),
)
"""


def test_flipping_the_bootstrap_of_add_ons_recreates_no_cluster(
    program: Callable[[str], Platform],
) -> None:
    small = program(PROGRAM + _PLAIN)
    small.up("dev")
    eks = small.aws("eks")
    before = {name: eks.describe_cluster(name=name)["cluster"] for name in ("it", "plain")}

    program(_flipped(PROGRAM, "it") + _PLAIN)
    assert {step[:3] for step in small.planned("dev")} == {("update", "eks:index:Cluster", "it")}

    program(PROGRAM + _flipped(_PLAIN, "plain"))
    refused = small.pulumi("up", "-s", "dev", "--yes", "--skip-preview").stdout
    assert "unable to replace resource" in refused
    assert "marked for protection" in refused
    for name, found in before.items():
        assert eks.describe_cluster(name=name)["cluster"] == found


def _flipped(text: str, name: str) -> str:
    line = f'    name="{name}",\n'
    assert line in text
    return text.replace(line, f"{line}    bootstrap_self_managed_addons=False,\n")
