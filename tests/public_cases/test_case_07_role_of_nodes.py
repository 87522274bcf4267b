"""A second entry for the role of nodes, which then leave the cluster.

https://github.com/kubernetes-sigs/aws-iam-authenticator/issues/271
"""

import pytest

from tests.mocks.runs import whole_program
from tests.settings.malformed import stack_file
from tests.settings.malformed.files import ROLE, but, listed
from tests.settings.test_settings import flat, refusal


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_the_roles_that_nodes_and_fargate_pods_have_are_refused(environment: str) -> None:
    roles = whole_program(environment).of("iam/role:Role").values()
    services = {"ec2.amazonaws.com", "eks-fargate-pods.amazonaws.com"}
    own = [
        one.inputs["name"]
        for one in roles
        if any(service in one.inputs["assumeRolePolicy"] for service in services)
    ]
    assert len(own) == len(services)
    for name in own:
        yaml = stack_file("staging", roles=listed(but(ROLE, name=name)))
        (line,) = refusal("staging", flat(yaml))
        assert line.startswith("cellscope:roles[0] = ")
        assert "is the role of nodes or Fargate pods, which would leave the cluster" in line
