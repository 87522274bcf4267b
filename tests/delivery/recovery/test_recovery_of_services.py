"""Tests of the finders of managed services, also across pages."""

from collections.abc import Mapping
from typing import Any

import pytest

from delivery.aws import Clients
from delivery.recovery import ids_of_services
from delivery.recovery.ids_of_services import SERVICE_FINDERS

MANY = 7
AT_ONCE = 3
"""Page size in these tests, small because moto takes an eighth of a second to create a pool."""


@pytest.fixture(autouse=True)
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids_of_services, "_PAGE_SIZE", AT_ONCE)


def found(type_: str, inputs: Mapping[str, Any], aws: Clients) -> list[str]:
    return SERVICE_FINDERS[type_](inputs, aws)


def test_a_user_pool_is_found_among_many(aws: Clients) -> None:
    cognito = aws("cognito-idp")
    ids = [
        cognito.create_user_pool(PoolName=f"pool-{number}")["UserPool"]["Id"]
        for number in range(MANY)
    ]
    pool = "aws:cognito/userPool:UserPool"
    assert found(pool, {"name": f"pool-{MANY - 1}"}, aws) == ids[-1:]
    assert found(pool, {"name": "pool-"}, aws) == []


def test_a_client_is_found_among_many(aws: Clients) -> None:
    cognito = aws("cognito-idp")
    pool = cognito.create_user_pool(PoolName="users")["UserPool"]["Id"]
    ids = [
        cognito.create_user_pool_client(UserPoolId=pool, ClientName=f"client-{number}")[
            "UserPoolClient"
        ]["ClientId"]
        for number in range(MANY)
    ]
    wanted = {"userPoolId": pool, "name": f"client-{MANY - 1}"}
    assert found("aws:cognito/userPoolClient:UserPoolClient", wanted, aws) == ids[-1:]


def test_a_load_balancer_and_its_security_group_rule_are_found(aws: Clients) -> None:
    ec2 = aws("ec2")
    (subnet,) = ec2.describe_subnets(MaxResults=5)["Subnets"][:1]
    arn = aws("elbv2").create_load_balancer(Name="k8s-staging", Subnets=[subnet["SubnetId"]])[
        "LoadBalancers"
    ][0]["LoadBalancerArn"]
    assert found("aws:lb/loadBalancer:LoadBalancer", {"name": "k8s-staging"}, aws) == [arn]
    group = ec2.create_security_group(GroupName="edge", Description="edge")["GroupId"]
    inputs = {
        "securityGroupId": group,
        "type": "ingress",
        "protocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrBlocks": ["0.0.0.0/0"],
    }
    rule = "aws:ec2/securityGroupRule:SecurityGroupRule"
    assert found(rule, inputs, aws) == []
    ec2.authorize_security_group_ingress(
        GroupId=group, IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0"
    )
    assert found(rule, inputs, aws) == [f"{group}_ingress_tcp_443_443_0.0.0.0/0"]
    without_source = {key: value for key, value in inputs.items() if key != "cidrBlocks"}
    with pytest.raises(KeyError, match="sourceSecurityGroupId"):
        found(rule, without_source, aws)
