"""The permissions boundaries, evaluated by moto's policy evaluator."""

import json
from fnmatch import fnmatchcase

import pytest
from moto.iam.access_control import IAMPolicy, PermissionResult

from components.identity.boundaries import boundary, deploy_boundary
from components.identity.resource_policies import Document
from estate.account.account_roles import account_roles
from settings import AccountSettings
from tests.settings.test_settings import committed

SETTINGS = committed("account")
assert isinstance(SETTINGS, AccountSettings)
ACCOUNT = "242905224710"
IAM = f"arn:aws:iam::{ACCOUNT}"
DEPLOY = deploy_boundary(SETTINGS)
STATE = "arn:aws:s3:::cellscope-state-242905224710/.pulumi/stacks/staging.json"
LIBRARY = "arn:aws:s3:::aws-synthetics-library-eu-west-1/one.zip"


def within(document: Document, action: str, resource: str) -> bool:
    """Returns whether the boundary allows the action; conditions count as met."""
    # moto's evaluator does not know NotResource.
    spelt = [_with_resource(one, resource) for one in document["Statement"]]
    whole = json.dumps({**document, "Statement": [one for one in spelt if one]})
    answer = IAMPolicy(whole).is_action_permitted(action, resource)
    return answer is PermissionResult.PERMITTED


def _with_resource(statement: dict, resource: str) -> dict | None:
    if "NotResource" not in statement:
        return statement
    if any(fnmatchcase(resource, pattern) for pattern in statement["NotResource"]):
        return None
    rest = {key: value for key, value in statement.items() if key != "NotResource"}
    return rest | {"Resource": "*"}


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("eks:CreateCluster", "*"),
        ("dynamodb:UpdateTable", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/samples-staging"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::cell-sets-staging"),
        ("s3:GetObject", STATE),
        ("s3:GetObjectVersion", LIBRARY),
        ("kms:Decrypt", "*"),
        ("sts:AssumeRole", f"{IAM}:role/cellscope-deploy"),
        ("iam:CreateRole", f"{IAM}:role/api-role-staging"),
        ("iam:UpdateRoleDescription", f"{IAM}:role/api-role-staging"),
        ("iam:PassRole", f"{IAM}:role/nodes-staging"),
        ("iam:AddUserToGroup", f"{IAM}:group/engineer-staging-access"),
        ("iam:CreatePolicy", f"{IAM}:policy/engineer-data-staging"),
    ],
)
def test_the_deploy_role_may_manage_the_programs_resources(action: str, resource: str) -> None:
    assert within(DEPLOY, action, resource)


@pytest.mark.parametrize("role", [one.name for one in account_roles(SETTINGS)])
@pytest.mark.parametrize(
    "action",
    [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:PassRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
    ],
)
def test_the_deploy_role_cannot_change_or_pass_account_roles(action: str, role: str) -> None:
    assert not within(DEPLOY, action, f"{IAM}:role/{role}")


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:CreatePolicyVersion", f"{IAM}:policy/cellscope-boundary"),
        ("iam:SetDefaultPolicyVersion", f"{IAM}:policy/cellscope-deploy-boundary"),
        ("iam:DeletePolicy", f"{IAM}:policy/cellscope-boundary"),
        (
            "iam:UpdateOpenIDConnectProviderThumbprint",
            f"{IAM}:oidc-provider/token.actions.githubusercontent.com",
        ),
        ("iam:CreateUser", f"{IAM}:user/eve"),
        ("iam:CreateAccessKey", f"{IAM}:user/ada.lovelace"),
        ("iam:CreateLoginProfile", f"{IAM}:user/ada.lovelace"),
        ("iam:AttachUserPolicy", f"{IAM}:user/eve"),
        ("iam:DeleteRolePermissionsBoundary", f"{IAM}:role/api-role-staging"),
        ("organizations:LeaveOrganization", "*"),
        ("account:CloseAccount", "*"),
    ],
)
def test_the_deploy_role_cannot_bypass_the_boundary(action: str, resource: str) -> None:
    assert not within(DEPLOY, action, resource)


def test_roles_get_rights_only_with_the_boundary() -> None:
    rights = {"iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePolicy"}
    giving = [one for one in DEPLOY["Statement"] if rights & {*one.get("Action", [])}]
    (statement,) = [one for one in giving if one["Effect"] == "Allow"]
    assert statement["Condition"] == {
        "StringEquals": {"iam:PermissionsBoundary": f"{IAM}:policy/cellscope-boundary"}
    }


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:GetObject", "arn:aws:s3:::biomage-originals-production/sample"),
        ("s3:GetObjectVersion", "arn:aws:s3:::cell-sets-staging/one"),
        ("dynamodb:Scan", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/experiments-production"),
        ("dynamodb:Query", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/samples-staging/index/any"),
        ("sqs:ReceiveMessage", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:queue-job-default-staging.fifo"),
    ],
)
def test_the_deploy_role_cannot_read_data(action: str, resource: str) -> None:
    assert not within(DEPLOY, action, resource)


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("cloudtrail:StopLogging", f"arn:aws:cloudtrail:eu-west-1:{ACCOUNT}:trail/cellscope-audit"),
        ("cloudtrail:DeleteTrail", f"arn:aws:cloudtrail:eu-west-1:{ACCOUNT}:trail/cellscope-audit"),
        ("s3:BypassGovernanceRetention", f"arn:aws:s3:::cellscope-audit-{ACCOUNT}/AWSLogs/one"),
        ("s3:PutBucketPolicy", f"arn:aws:s3:::cellscope-audit-{ACCOUNT}"),
        ("s3:PutBucketObjectLockConfiguration", f"arn:aws:s3:::cellscope-audit-{ACCOUNT}"),
        ("s3:PutEncryptionConfiguration", f"arn:aws:s3:::cellscope-audit-{ACCOUNT}"),
    ],
)
def test_the_deploy_role_cannot_change_the_audit_trail(action: str, resource: str) -> None:
    assert not within(DEPLOY, action, resource)


@pytest.mark.parametrize(
    ("action", "resource", "let"),
    [
        ("s3:GetObject", "arn:aws:s3:::cell-sets-staging/one", True),
        ("iam:PassRole", f"{IAM}:role/state-machine-role-staging", True),
        ("iam:GetRole", f"{IAM}:role/api-role-staging", True),
        ("iam:CreateServiceLinkedRole", "*", True),
        ("iam:CreateRole", f"{IAM}:role/eve", False),
        ("iam:PutRolePolicy", f"{IAM}:role/api-role-staging", False),
        ("iam:CreateAccessKey", f"{IAM}:user/eve", False),
        ("organizations:LeaveOrganization", "*", False),
    ],
)
def test_other_roles_cannot_change_rights(action: str, resource: str, let: bool) -> None:
    assert within(boundary(), action, resource) == let
