"""The trust policies of the account's roles and the policies of its key and buckets."""

import pytest

from components.account.account_policies import (
    image_pull_policy,
    secret_key_policy,
    state_bucket_policy,
    trust_policy,
)
from components.identity.resource_policies import bucket_policy
from estate.account.account_roles import account_roles
from settings import AccountSettings
from tests.settings.test_settings import committed

SETTINGS = committed("account")
assert isinstance(SETTINGS, AccountSettings)
ROLES = {role.name: role for role in account_roles(SETTINGS)}
GITHUB = "token.actions.githubusercontent.com"
ROOT = "arn:aws:iam::242905224710:root"
PUSHING = [name for name in ROLES if name.startswith("cellscope-push-")]

every_role = pytest.mark.parametrize("name", ROLES)


def ways(name: str) -> dict[str, dict]:
    return {one["Sid"]: one for one in trust_policy(ROLES[name], SETTINGS)["Statement"]}


def subjects(name: str) -> list[str]:
    way = ways(name).get("WorkflowsOfGitHub")
    return way["Condition"]["StringEquals"][f"{GITHUB}:sub"] if way else []


@every_role
def test_trust_in_workflows_requires_audience_and_complete_subject(name: str) -> None:
    way = ways(name).get("WorkflowsOfGitHub")
    if way is None:
        assert name == "cellscope-break-glass"
        return
    assert way["Principal"] == {"Federated": f"arn:aws:iam::242905224710:oidc-provider/{GITHUB}"}
    assert way["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert way["Condition"].keys() == {"StringEquals"}
    assert way["Condition"]["StringEquals"][f"{GITHUB}:aud"] == "sts.amazonaws.com"
    assert not any("*" in subject or "?" in subject for subject in subjects(name))


def test_each_role_is_for_the_workflows_of_one_repository() -> None:
    organization = "repo:hms-dbmi-cellenics"
    assert subjects("cellscope-preview") == [f"{organization}/iac:pull_request"]
    assert subjects("cellscope-deploy") == [
        f"{organization}/iac:environment:staging",
        f"{organization}/iac:environment:production",
    ]
    for name in PUSHING:
        repository = name.removeprefix("cellscope-push-")
        assert subjects(name) == [
            f"{organization}/{repository}:ref:refs/heads/master",
            f"{organization}/{repository}:environment:release",
        ]
    assert len(PUSHING) == 4


@every_role
def test_people_assume_roles_for_people_with_mfa(name: str) -> None:
    way = ways(name).get("PeopleWithMfaWhomIamLets")
    assert (way is not None) == (name in ("cellscope-deploy", "cellscope-break-glass"))
    if way:
        assert way["Principal"] == {"AWS": ROOT}
        assert way["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@every_role
def test_only_the_deploy_role_may_assume_itself(name: str) -> None:
    way = ways(name).get("ItselfByName")
    assert (way is not None) == (name == "cellscope-deploy")
    if way:
        own = "arn:aws:iam::242905224710:role/cellscope-deploy"
        assert way["Condition"] == {"ArnEquals": {"aws:PrincipalArn": own}}


def test_a_repository_pushes_only_to_its_own_ecr_repository() -> None:
    for name in PUSHING:
        login, push = ROLES[name].rights
        assert login.actions == ("ecr:GetAuthorizationToken",)
        repository = name.removeprefix("cellscope-push-")
        arn = f"arn:aws:ecr:eu-west-1:242905224710:repository/{repository}"
        assert push.resources(SETTINGS) == (arn,)


def test_the_preview_role_reads_states_without_secrets_and_no_data() -> None:
    role = ROLES["cellscope-preview"]
    state = "arn:aws:s3:::cellscope-state-242905224710"
    reached = {arn for right in role.rights for arn in right.resources(SETTINGS)}
    assert reached == {state, f"{state}/published/*"}
    names = {arn.rpartition("/")[2] for arn in role.managed_policies}
    assert names == {"SecurityAudit", "ViewOnlyAccess"}


def statements_that_allow(action: str) -> list[dict]:
    return [
        one
        for one in secret_key_policy(SETTINGS)["Statement"]
        if action in one["Action"] or any(each.endswith("*") for each in one["Action"])
    ]


def test_only_principals_of_the_organization_may_encrypt() -> None:
    (statement,) = statements_that_allow("kms:Encrypt")
    assert statement["Principal"] == "*"
    wanted = {"StringEquals": {"aws:PrincipalOrgID": SETTINGS.organization_id}}
    assert statement["Condition"] == wanted


def test_only_principals_of_the_account_may_encrypt_without_an_organization() -> None:
    policy = secret_key_policy(SETTINGS.model_copy(update={"organization_id": None}))
    (statement,) = (one for one in policy["Statement"] if "kms:Encrypt" in one["Action"])
    assert statement["Principal"] == "*"
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": SETTINGS.account_id}}


def test_only_the_deploy_role_decrypts_secrets() -> None:
    deployer, account = statements_that_allow("kms:Decrypt")
    own = "arn:aws:iam::242905224710:role/cellscope-deploy"
    assert deployer["Condition"] == {"ArnEquals": {"aws:PrincipalArn": own}}
    assert account["Condition"] == {"StringEquals": {"kms:EncryptionContext:stack": "account"}}
    assert {one["Principal"]["AWS"] for one in (deployer, account)} == {ROOT}


def test_the_secret_keys_policy_allows_no_data_keys_and_no_grants() -> None:
    for action in ("kms:GenerateDataKey", "kms:CreateGrant", "kms:ReEncryptFrom", "kms:*"):
        assert statements_that_allow(action) == []


def test_state_cannot_be_erased_or_read_without_tls() -> None:
    arn = "arn:aws:s3:::cellscope-state-242905224710"
    *usual, erase = state_bucket_policy(arn)["Statement"]
    assert usual == bucket_policy(arn)["Statement"]
    assert (erase["Effect"], erase["Principal"]) == ("Deny", "*")
    assert set(erase["Action"]) == {"s3:DeleteBucket", "s3:DeleteObjectVersion"}
    assert "Condition" not in erase


def test_pulling_accounts_cannot_change_images() -> None:
    (statement,) = image_pull_policy(["160782110667"])["Statement"]
    changing = ("Put", "Delete", "Upload", "Complete", "Initiate", "Set", "*")
    assert not any(word in action for action in statement["Action"] for word in changing)
