"""The AWS resources that the component `eks.Cluster` creates."""

from types import SimpleNamespace
from unittest import mock

from pulumi.runtime import rpc

from tests.mocks.recording import Recording, Registered
from tests.mocks.stand_in import record

_ROLE = SimpleNamespace(arn="arn:aws:iam::242905224710:role/cluster")
"""The role of the control plane, which a recording contains only by its id."""


def children(component: Registered, stack: str) -> Recording:
    """The registrations of the component in a stack."""
    # The component's plugin registers a class for roles, as pulumi_aws does.
    with mock.patch.dict(rpc._RESOURCE_MODULES, clear=True):
        from simulator.plugins.eks.cluster import Cluster
    given = {**component.inputs, "serviceRole": _ROLE}
    return record(lambda: Cluster(component.name, given, None), stack=stack)
