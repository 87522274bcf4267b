"""The AWS resources that the component `eks.Cluster` creates."""

from unittest import mock

from pulumi import ComponentResource, Output
from pulumi.runtime import rpc

from tests.mocks.recording import Recording, Registered
from tests.mocks.stand_in import record


class _Role(ComponentResource):
    """The role of the control plane, which a recording contains only by its id."""

    def __init__(self) -> None:
        super().__init__("conformance:index:Role", "role")
        self.arn = Output.from_input("arn:aws:iam::242905224710:role/cluster")


def children(component: Registered, stack: str) -> Recording:
    """The registrations of the component in a stack."""
    # The component's plugin registers a class for roles, as pulumi_aws does.
    with mock.patch.dict(rpc._RESOURCE_MODULES, clear=True):
        from simulator.plugins.eks.cluster import Cluster
    return record(
        lambda: Cluster(component.name, {**component.inputs, "serviceRole": _Role()}, None),
        stack=stack,
    )
