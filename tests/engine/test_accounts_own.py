"""The deployed account's own resources: groups, roles, repositories, keys, password policy."""

import json
from typing import Any

import pytest

from components.account.account_policies import secret_key_policy
from delivery.bootstrap.bootstrap import bootstrap
from delivery.bootstrap.part import PartState
from estate.account.account_roles import account_roles
from estate.account.runners import RUNNERS
from estate.identity.access_groups import ACCESS_GROUPS
from settings import AccountSettings
from tests.engine.conftest import Platform
from tests.environments import KEEPING, platform_of
from tests.settings.test_settings import committed

ACCOUNT = "242905224710"
BUCKET = f"cellscope-state-{ACCOUNT}"
SETTINGS = committed("account")
assert isinstance(SETTINGS, AccountSettings)
ROLES = {role.name: role for role in account_roles(SETTINGS)}
BOUNDARY = "cellscope-boundary"


@pytest.mark.parametrize("environment", KEEPING)
@pytest.mark.parametrize("group", [group.name.value for group in ACCESS_GROUPS])
def test_group_members_are_the_declared_people(
    deployed: Platform, environment: str, group: str
) -> None:
    answer = deployed.aws("iam").get_group(GroupName=f"{group}-{environment}-access")
    assert {user["UserName"] for user in answer["Users"]} == {
        person.username
        for person in platform_of(environment).people
        if group in person.access_groups
    }


def test_every_created_role_has_a_permissions_boundary(deployed: Platform) -> None:
    iam = deployed.aws("iam")
    pages = iam.get_paginator("list_roles").paginate()
    names = [role["RoleName"] for page in pages for role in page["Roles"]]
    ours = [name for name in names if not name.startswith("AWSServiceRole")]
    assert len(ours) > len(ROLES)
    for name in ours:
        role = iam.get_role(RoleName=name)["Role"]
        bound = role["PermissionsBoundary"]["PermissionsBoundaryArn"]
        of_account = name.startswith("cellscope-")
        ending = [one for one in KEEPING if name.endswith(f"-{one}") and not of_account]
        expected = ROLES[name].boundary if name in ROLES else "-".join((BOUNDARY, *ending))
        assert bound == f"arn:aws:iam::{ACCOUNT}:policy/{expected}", name


def test_github_is_the_only_other_oidc_provider(deployed: Platform) -> None:
    iam = deployed.aws("iam")
    arns = [one["Arn"] for one in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    (github,) = [arn for arn in arns if "oidc.eks" not in arn]
    assert github == f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"
    provider = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=github)
    assert provider["ClientIDList"] == ["sts.amazonaws.com"]


def customer_keys(platform: Platform) -> dict[str, Any]:
    """Descriptions of the keys that are not AWS managed, by id."""
    kms = platform.aws("kms")
    ids = [one["KeyId"] for one in kms.list_keys()["Keys"]]
    found = [kms.describe_key(KeyId=one)["KeyMetadata"] for one in ids]
    return {one["KeyId"]: one for one in found if one["KeyManager"] == "CUSTOMER"}


def test_bootstrap_resources_were_imported_not_duplicated(deployed: Platform) -> None:
    kms = deployed.aws("kms")
    alias = kms.describe_key(KeyId="alias/iac-secret-key")["KeyMetadata"]
    same = [
        key
        for key, one in customer_keys(deployed).items()
        if one["Description"] == alias["Description"]
    ]
    assert same == [alias["KeyId"]]
    assert deployed.outputs("account")["keyArn"] == alias["Arn"]
    policy = json.loads(kms.get_key_policy(KeyId=same[0], PolicyName="default")["Policy"])
    assert policy == json.loads(json.dumps(secret_key_policy(SETTINGS)))
    buckets = [one["Name"] for one in deployed.aws("s3").list_buckets()["Buckets"]]
    assert buckets.count(BUCKET) == 1
    assert deployed.outputs("account")["stateBucket"] == BUCKET


def test_bootstrap_changes_nothing_after_deployment(deployed: Platform) -> None:
    states = {result.state for result in bootstrap(SETTINGS, deployed.aws)}
    assert states == {PartState.UP_TO_DATE}


def test_account_stack_contains_no_secret(deployed: Platform) -> None:
    exported = deployed.pulumi("stack", "export", "-s", "account").stdout
    assert '"ciphertext"' not in exported


def test_each_runner_has_a_project_with_a_webhook_in_a_network_with_one_address(
    deployed: Platform,
) -> None:
    names = [one.project for one in RUNNERS]
    projects = deployed.aws("codebuild").batch_get_projects(names=names)["projects"]
    assert [one["name"] for one in projects] == names
    ec2 = deployed.aws("ec2")
    for one in projects:
        ((event, _),) = one["webhook"]["filterGroups"]
        assert event["pattern"] == "WORKFLOW_JOB_QUEUED"
        assert one["source"]["auth"]["resource"] == SETTINGS.runners.connection
        (group,) = ec2.describe_security_groups(GroupIds=one["vpcConfig"]["securityGroupIds"])[
            "SecurityGroups"
        ]
        assert group["IpPermissions"] == []
    (network,) = {one["vpcConfig"]["vpcId"] for one in projects}
    within = [{"Name": "vpc-id", "Values": [network]}]
    (gateway,) = ec2.describe_nat_gateways(Filter=within)["NatGateways"]
    (address,) = gateway["NatGatewayAddresses"]
    assert address["PublicIp"] == deployed.outputs("account")["runnerAddress"]
