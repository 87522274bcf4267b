"""The declared access of a cluster, as a state has it, and what drift finds."""

from collections.abc import Iterator
from typing import Any

from delivery.drift.access_entries import access_problems
from delivery.plan.access_problem import AccessProblem
from tests.simulator.plugins.eks.calls import ASSOCIATION, AWS, CLUSTER, ENTRY, made, read

ACCOUNT = "arn:aws:iam::242905224710"
ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def declare(principal: str) -> list[dict[str, Any]]:
    """Deploys an access entry with an access policy; returns its resources in the state."""
    of = {"clusterName": "one", "principalArn": principal}
    policy = {"policyArn": ADMIN, "accessScope": {"type": "cluster"}}
    inputs = {ENTRY: {**of, "type": "STANDARD"}, ASSOCIATION: {**of, **policy}}
    return [
        {"type": token, "outputs": read(token, made(token, of_type))}
        for token, of_type in inputs.items()
    ]


def found(*declared: dict[str, Any]) -> Iterator[AccessProblem]:
    """The problems with the access of the cluster `one`, if a state has these resources."""
    of_cluster = {"type": CLUSTER, "outputs": {"name": "one"}}
    state = {"deployment": {"resources": [of_cluster, *declared]}}
    return access_problems("staging", state, AWS)
