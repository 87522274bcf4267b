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
from estate.account.repositories import REPOSITORIES
from settings import AccountSettings, GitHubIds
from tests.settings.test_settings import committed

SETTINGS = committed("account")
assert isinstance(SETTINGS, AccountSettings)
ROLES = {role.name: role for role in account_roles(SETTINGS)}
GITHUB = "token.actions.githubusercontent.com"
ROOT = "arn:aws:iam::242905224710:root"
DEPLOYERS = ("staging", "production", "sandbox")
FOR_PEOPLE = {"cellscope-break-glass", "cellscope-read"} | {
    f"cellscope-deploy-{owner}" for owner in DEPLOYERS
}
PUSHING = [name for name in ROLES if name.startswith("cellscope-push-")]

every_role = pytest.mark.parametrize("name", ROLES)


def ways(name: str) -> dict[str, dict]:
    return {one["Sid"]: one for one in trust_policy(ROLES[name], SETTINGS)["Statement"]}


def subjects(name: str) -> list[str]:
    way = ways(name).get("GitHubWorkflows")
    return way["Condition"]["StringEquals"][f"{GITHUB}:sub"] if way else []


@every_role
def test_trust_in_workflows_requires_audience_and_complete_subject(name: str) -> None:
    way = ways(name).get("GitHubWorkflows")
    if way is None:
        assert name == "cellscope-break-glass"
        return
    assert way["Principal"] == {"Federated": f"arn:aws:iam::242905224710:oidc-provider/{GITHUB}"}
    assert way["Action"] == "sts:AssumeRoleWithWebIdentity"
    claims = {"StringEqualsIfExists"} if ROLES[name].workflows else set()
    assert way["Condition"].keys() == {"StringEquals"} | claims
    assert way["Condition"]["StringEquals"][f"{GITHUB}:aud"] == "sts.amazonaws.com"
    assert not any("*" in subject or "?" in subject for subject in subjects(name))


def test_deploying_and_reading_are_for_named_workflows_of_the_main_branch() -> None:
    folder = "hms-dbmi-cellenics/iac/.github/workflows"
    files = {"sandbox": "sandbox.yaml"}
    for owner in DEPLOYERS:
        file = files.get(owner, "deploy-stack.yaml")
        claims = ways(f"cellscope-deploy-{owner}")["GitHubWorkflows"]["Condition"]
        assert claims["StringEqualsIfExists"] == {
            f"{GITHUB}:ref": "refs/heads/main",
            f"{GITHUB}:job_workflow_ref": [f"{folder}/{file}@refs/heads/main"],
        }


def test_each_role_is_for_the_workflows_of_one_repository() -> None:
    organization = "repo:hms-dbmi-cellenics"
    assert subjects("cellscope-preview") == [f"{organization}/iac:pull_request"]
    assert subjects("cellscope-read") == [f"{organization}/iac:ref:refs/heads/main"]
    for owner in DEPLOYERS:
        subject = f"{organization}/iac:environment:{owner}"
        assert subjects(f"cellscope-deploy-{owner}") == [subject]
    for name in PUSHING:
        repository = name.removeprefix("cellscope-push-")
        assert subjects(name) == [
            f"{organization}/{repository}:ref:refs/heads/master",
            f"{organization}/{repository}:environment:release",
        ]
    assert [f"cellscope-push-{one.name}" for one in REPOSITORIES] == PUSHING


@every_role
def test_people_assume_roles_for_people_with_mfa(name: str) -> None:
    way = ways(name).get("PeopleWithMfa")
    assert (way is not None) == (name in FOR_PEOPLE)
    if way:
        assert way["Principal"] == {"AWS": ROOT}
        assert way["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@every_role
def test_sessions_of_deploy_roles_last_four_hours_and_others_one(name: str) -> None:
    seconds = 14_400 if name.startswith("cellscope-deploy-") else 3_600
    assert ROLES[name].session_seconds == seconds


def test_repositories_with_ids_in_their_tokens_are_trusted_by_these_alone() -> None:
    ids = GitHubIds(organization="11", repositories={"iac": "22"})
    roles = account_roles(SETTINGS.model_copy(update={"github_ids": ids}))
    found = {role.name: role.subjects for role in roles}
    owner = "repo:hms-dbmi-cellenics"
    assert found["cellscope-preview"] == (f"{owner}@11/iac@22:pull_request",)
    assert found["cellscope-deploy-sandbox"] == (f"{owner}@11/iac@22:environment:sandbox",)
    assert found["cellscope-push-api"][0] == f"{owner}/api:ref:refs/heads/master"


def test_a_repository_pushes_only_to_its_own_ecr_repository() -> None:
    for name in PUSHING:
        login, push = ROLES[name].rights
        assert login.actions == ("ecr:GetAuthorizationToken",)
        repository = name.removeprefix("cellscope-push-")
        arn = f"arn:aws:ecr:eu-west-1:242905224710:repository/{repository}"
        assert push.resources(SETTINGS) == (arn,)


@pytest.mark.parametrize("name", ["cellscope-preview", "cellscope-read"])
def test_reading_roles_read_states_without_secrets_and_no_data(name: str) -> None:
    role = ROLES[name]
    state = "arn:aws:s3:::cellscope-state-242905224710"
    reached = {arn for right in role.rights for arn in right.resources(SETTINGS)}
    assert {arn for arn in reached if ":s3:" in arn} == {state, f"{state}/published/*"}
    verbs = ("Describe", "Get", "List", "View")
    actions = [action.partition(":")[2] for right in role.rights for action in right.actions]
    assert all(action.startswith(verbs) for action in actions)
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


@pytest.mark.parametrize("owner", DEPLOYERS)
def test_a_deploy_role_decrypts_only_with_the_context_of_its_stacks(owner: str) -> None:
    own = f"arn:aws:iam::242905224710:role/cellscope-deploy-{owner}"
    contexts = [
        one["Condition"]
        for one in statements_that_allow("kms:Decrypt")
        if one["Condition"].get("ArnEquals") == {"aws:PrincipalArn": own}
    ]
    stacks = ["sandbox-*", "staging"] if owner == "sandbox" else [owner]
    assert contexts[0]["StringLike"] == {"kms:EncryptionContext:stack": stacks}
    secrets = [{"kms:EncryptionContext:environment": owner}] if owner != "sandbox" else []
    assert [one["StringEquals"] for one in contexts[1:]] == secrets


def test_all_others_decrypt_only_the_stack_of_the_account() -> None:
    *deployers, account = statements_that_allow("kms:Decrypt")
    assert len(deployers) == 5
    role = "arn:aws:iam::242905224710:role"
    assert account["Condition"] == {
        "StringEquals": {"kms:EncryptionContext:stack": "account"},
        "ArnNotLike": {
            "aws:PrincipalArn": [f"{role}/*-staging", f"{role}/*-production", f"{role}/*-sandbox"]
        },
    }
    assert {one["Principal"]["AWS"] for one in (*deployers, account)} == {ROOT}


def test_no_role_of_a_deployment_administers_the_key() -> None:
    (statement,) = statements_that_allow("kms:PutKeyPolicy")
    role = "arn:aws:iam::242905224710:role"
    expected = [f"{role}/*-staging", f"{role}/*-production", f"{role}/*-sandbox"]
    assert statement["Condition"] == {"ArnNotLike": {"aws:PrincipalArn": expected}}


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
