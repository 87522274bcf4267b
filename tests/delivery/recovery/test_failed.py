"""Recovery deletes resources whose creation failed in AWS; the engine creates them again."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from delivery.aws import Clients
from delivery.recovery import readiness, recover
from delivery.recovery.failed import _DELETIONS, FailedResourceError, delete_failed
from tests.delivery.recovery.test_readiness import ANSWERS, CACHE, filled
from tests.delivery.recovery.test_recovery import (
    FakeCli,
    State,
    cli,
    never_confirm,
    resource,
    state,
)

__all__ = ["cli"]

TABLE = "aws:dynamodb/table:Table"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
STATES = {
    CACHE: "create-failed",
    "aws:acm/certificate:Certificate": "VALIDATION_TIMED_OUT",
    "aws:ec2/natGateway:NatGateway": "failed",
    "aws:eks/cluster:Cluster": "FAILED",
    "aws:lb/loadBalancer:LoadBalancer": "failed",
}
"""The state of a failed creation, where it is not CREATE_FAILED."""

DELETIONS = {
    "aws:acm/certificate:Certificate": ("DeleteCertificate", {"CertificateArn": "one:own"}),
    "aws:ec2/natGateway:NatGateway": ("DeleteNatGateway", {"NatGatewayId": "one:own"}),
    "aws:eks/addon:Addon": ("DeleteAddon", {"clusterName": "one", "addonName": "own"}),
    "aws:eks/cluster:Cluster": ("DeleteCluster", {"name": "one:own"}),
    "aws:eks/fargateProfile:FargateProfile": (
        "DeleteFargateProfile",
        {"clusterName": "one", "fargateProfileName": "own"},
    ),
    NODE_GROUP: ("DeleteNodegroup", {"clusterName": "one", "nodegroupName": "own"}),
    CACHE: ("DeleteReplicationGroup", {"ReplicationGroupId": "one:own"}),
    "aws:lb/loadBalancer:LoadBalancer": ("DeleteLoadBalancer", {"LoadBalancerArn": "one:own"}),
    "aws:synthetics/canary:Canary": ("DeleteCanary", {"Name": "one:own"}),
}


class Aws:
    """An account with one resource, which is gone two questions after its deletion."""

    def __init__(self, token: str, status: str, refusal: str = "") -> None:
        self._answer, self._refusal = ANSWERS[token][1], refusal
        self.states = [status, status]
        self.deleted: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, service: str) -> "Aws":
        return self

    def __getattr__(self, call: str) -> Callable[..., Any]:
        def delete(**given: Any) -> None:
            operation = "".join(word.title() for word in call.split("_"))
            if self._refusal:
                raise ClientError({"Error": {"Code": self._refusal}}, operation)
            self.deleted.append((operation, given))
            self.states = ["DELETING", "DELETING", ""]

        def describe(**given: Any) -> Any:
            status = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            if not status:
                raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, call)
            return filled(self._answer, status)

        return delete if call.startswith("delete_") else describe


def one(token: str) -> State:
    return resource(token, "it", {}, id="one:own")


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_POLL_SECONDS", 0)


def test_all_types_whose_creation_can_fail_are_deleted() -> None:
    assert _DELETIONS.keys() == DELETIONS.keys() == ANSWERS.keys() - {TABLE}


@pytest.mark.parametrize("token", DELETIONS)
def test_a_resource_of_each_type_that_failed_is_deleted(token: str) -> None:
    status = STATES.get(token, "CREATE_FAILED")
    aws = Aws(token, status)
    (line,) = delete_failed([one(token)], aws)
    kind = token.rpartition(":")[2]
    assert line == f"deleting {kind} it, which failed in AWS ({status}), to create it again"
    assert aws.deleted == [DELETIONS[token]]


@pytest.mark.parametrize("token", [*DELETIONS, TABLE])
@pytest.mark.parametrize("status", ["ACTIVE", "available", "UPDATE_FAILED", "DELETE_FAILED"])
def test_a_resource_that_was_once_complete_is_never_deleted(token: str, status: str) -> None:
    aws = Aws(token, status)
    assert not list(delete_failed([one(token)], aws))
    assert not aws.deleted


def test_a_refused_deletion_is_an_error_with_the_remedy() -> None:
    aws = Aws("aws:eks/cluster:Cluster", "FAILED", refusal="InvalidRequestException")
    with pytest.raises(FailedResourceError, match=r"Cluster it \(one:own\) failed .*then deploy"):
        list(delete_failed([one("aws:eks/cluster:Cluster")], aws))


@pytest.mark.parametrize("marked", [True, False])
def test_a_failed_resource_is_gone_from_aws_and_the_state(
    marked: bool, cli: Callable[..., FakeCli]
) -> None:
    """The engine was killed while it created the node group, or it saw the failure itself."""
    inputs = {"clusterName": "one", "nodeGroupName": "own"}
    group = resource(NODE_GROUP, "it", inputs)
    whole = {**group, "id": "one:own", "initErrors": ["unexpected state 'CREATE_FAILED'"]}
    killed = cli(state(whole) if marked else state(creating=group))
    aws = Aws(NODE_GROUP, "CREATE_FAILED")
    assert list(recover("staging", killed, aws, never_confirm)) == [
        "staging: deleting NodeGroup it, which failed in AWS (CREATE_FAILED), to create it again",
        "staging: waiting for NodeGroup it, which is DELETING",
        "staging: NodeGroup it does not exist in AWS",
    ]
    assert len(aws.deleted) == 1
    assert killed.names() == []


def test_a_node_group_whose_nodes_cannot_join_is_deleted(
    aws: Clients, cli: Callable[..., FakeCli], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nodes' role lacks its policy; the account's clock is fast."""
    monkeypatch.setattr(readiness, "_POLL_SECONDS", 0.05)
    eks, iam = aws("eks"), aws("iam")
    arns = [
        iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        for name in ("cluster", "nodes")
    ]
    policy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
    iam.attach_role_policy(RoleName="cluster", PolicyArn=policy)
    time.sleep(0.06)  # a minute of the account, after which EKS sees the roles
    subnets = [one["SubnetId"] for one in aws("ec2").describe_subnets()["Subnets"]]
    network = {"subnetIds": subnets}
    eks.create_cluster(name="one", roleArn=arns[0], resourcesVpcConfig=network)
    while eks.describe_cluster(name="one")["cluster"]["status"] != "ACTIVE":
        time.sleep(0.05)
    eks.create_nodegroup(clusterName="one", nodegroupName="own", subnets=subnets, nodeRole=arns[1])
    inputs = {"clusterName": "one", "nodeGroupName": "own"}
    killed = cli(state(creating=resource(NODE_GROUP, "it", inputs)))
    lines = list(recover("staging", killed, aws, never_confirm))
    failed = "deleting NodeGroup it, which failed in AWS (CREATE_FAILED), to create it again"
    assert f"staging: {failed}" in lines
    assert eks.list_nodegroups(clusterName="one")["nodegroups"] == []
