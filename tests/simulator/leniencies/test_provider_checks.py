"""Inputs that the official AWS provider refuses in a preview, and the simulated one accepts."""

from typing import Any

import pytest

from simulator.plugins.aws.servicer import AwsProvider
from tests.simulator.plugins.life import Life

ROLE = "arn:aws:iam::242905224710:role/cluster"
KEY = {"name": "id", "type": "S"}
TABLE = {"name": "it", "hashKey": "id", "billingMode": "PAY_PER_REQUEST"}
CLUSTER = {"name": "it", "roleArn": ROLE, "vpcConfig": {"subnetIds": ["subnet-1", "subnet-2"]}}
NODES = {
    "clusterName": "it",
    "nodeRoleArn": ROLE,
    "subnetIds": ["subnet-1"],
    "scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 1},
}
TAINTS = [{"key": f"taint-{number}", "effect": "NO_SCHEDULE"} for number in range(51)]
BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:242905224710:loadbalancer/app/it/1"


def accepts(token: str, inputs: dict[str, Any]) -> bool:
    """Whether the provider checks the inputs without a failure, and previews them."""
    life = Life(AwsProvider("0.0.0"), token)
    return not life.check(inputs).failures and bool(life.preview(inputs))


PLANNED = {
    "a FIFO queue with another name": ("aws:sqs/queue:Queue", {"name": "it", "fifoQueue": True}),
    "an attribute without an index": (
        "aws:dynamodb/table:Table",
        TABLE | {"attributes": [KEY, {"name": "other", "type": "S"}]},
    ),
    "a part of the auto mode": (
        "aws:eks/cluster:Cluster",
        CLUSTER | {"computeConfig": {"enabled": True}},
    ),
    "a failover to no other node": (
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {"description": "it", "automaticFailoverEnabled": True, "numCacheClusters": 1},
    ),
    "a listener that forwards nowhere": (
        "aws:lb/listener:Listener",
        {"loadBalancerArn": BALANCER, "port": 80, "defaultActions": [{"type": "forward"}]},
    ),
}


@pytest.mark.parametrize(("token", "inputs"), PLANNED.values(), ids=PLANNED)
def test_what_the_provider_refuses_in_its_plan_is_accepted(
    token: str, inputs: dict[str, Any]
) -> None:
    assert accepts(token, inputs)


def test_a_list_may_have_more_items_and_a_map_longer_keys() -> None:
    assert accepts("aws:eks/nodeGroup:NodeGroup", NODES | {"taints": TAINTS})
    logins = {"supportedLoginProviders": {"k" * 129: "it"}}
    assert accepts("aws:cognito/identityPool:IdentityPool", {"identityPoolName": "it"} | logins)


def test_properties_of_different_blocks_may_exclude_each_other() -> None:
    message = "Your code is {####}."
    both = {
        "emailVerificationMessage": message,
        "verificationMessageTemplate": {"emailMessage": message},
    }
    assert accepts("aws:cognito/userPool:UserPool", {"name": "it"} | both)


def test_a_document_that_is_no_json_is_accepted() -> None:
    assert accepts("aws:iam/policy:Policy", {"name": "it", "policy": "{"})


def test_a_default_that_no_row_has_is_not_filled_in() -> None:
    subnet = {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}
    checked = Life(AwsProvider("0.0.0"), "aws:ec2/subnet:Subnet").check(subnet).inputs
    assert "enableDns64" not in checked


def test_an_identity_pool_accepts_a_role_that_does_not_exist(
    provider: AwsProvider,
) -> None:
    pool = Life(provider, "aws:cognito/identityPool:IdentityPool")
    pool.create({"identityPoolName": "it", "allowUnauthenticatedIdentities": False})
    roles = Life(provider, "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment")
    missing = {"authenticated": "arn:aws:iam::242905224710:role/missing"}
    roles.create({"identityPoolId": pool.id, "roles": missing})
    roles.delete()
    pool.delete()
