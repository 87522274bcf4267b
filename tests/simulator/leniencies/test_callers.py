"""Callers that IAM and STS refuse in AWS, and the account accepts."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.github_tokens import token
from tests.simulator.authorization.conftest import (
    ACCOUNT,
    BY_ACCOUNT,
    Clients,
    World,
    allow,
    deny,
    document,
)

Named = Callable[[str], str]


def test_the_administrator_exists_from_the_start_and_no_signature_is_checked(world: World) -> None:
    administrator = Clients(world.url, "simulated", "another secret")
    assert administrator("sts").get_caller_identity()["Arn"].endswith(":user/moto")
    administrator("iam").list_roles()


def test_a_token_without_a_signature_assumes_a_role(world: World) -> None:
    iam = world("iam")
    url = "https://oidc.example"
    iam.create_open_id_connect_provider(Url=url, ClientIDList=["sts.amazonaws.com"])
    provider = f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.example"
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
    }
    made = world("sts").assume_role_with_web_identity(
        RoleArn=world.role(trust), RoleSessionName="test", WebIdentityToken=token("x", iss=url)
    )
    assert made["Credentials"]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)


def test_any_code_of_any_mfa_device_is_valid(world: World) -> None:
    condition = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    role = world.role({**BY_ACCOUNT, "Condition": condition})
    _, clients = world.user(allow("sts:AssumeRole"))
    device = f"arn:aws:iam::{ACCOUNT}:mfa/missing"
    world.session(clients("sts"), role, SerialNumber=device, TokenCode="000000")


def test_a_session_may_be_longer_than_the_maximum_of_its_role(world: World) -> None:
    role = world.role(BY_ACCOUNT)
    made = world("sts").assume_role(RoleArn=role, RoleSessionName="test", DurationSeconds=43200)
    assert made["Credentials"]["Expiration"] > datetime.now(UTC) + timedelta(hours=11)


@pytest.fixture
def organization(world: World) -> Iterator[Any]:
    """The client of an organization to which the account belongs."""
    client = world("organizations")
    client.create_organization(FeatureSet="ALL")
    yield client
    client.delete_organization()


def test_service_control_policies_have_no_effect(world: World, organization: Any) -> None:
    made = organization.create_policy(
        Content=document(deny("sqs:*")),
        Description="no queues",
        Name="none",
        Type="SERVICE_CONTROL_POLICY",
    )
    root = organization.list_roots()["Roots"][0]["Id"]
    policy = made["Policy"]["PolicySummary"]["Id"]
    organization.attach_policy(PolicyId=policy, TargetId=root)
    _, clients = world.user(allow("sqs:*"))
    clients("sqs").list_queues()
    organization.detach_policy(PolicyId=policy, TargetId=root)


def test_the_boundary_of_a_user_has_no_effect(world: World, named: Named) -> None:
    iam, name = world("iam"), named("user")
    iam.create_user(UserName=name, PermissionsBoundary=world.policy(allow("s3:*")))
    rights = document(allow("sqs:*"))
    iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=rights)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    Clients(world.url, key["AccessKeyId"], key["SecretAccessKey"])("sqs").list_queues()


def test_a_service_linked_role_is_neither_needed_nor_created(
    world: World, subnets: list[str]
) -> None:
    _, clients = world.user(allow("elasticloadbalancing:*"))
    made = clients("elbv2").create_load_balancer(Name="unlinked", Subnets=subnets)
    arn = made["LoadBalancers"][0]["LoadBalancerArn"]
    assert not world("iam").list_roles(PathPrefix="/aws-service-role/")["Roles"]
    world("elbv2").delete_load_balancer(LoadBalancerArn=arn)
