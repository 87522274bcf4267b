"""Questions about the rendered roles and groups, answered by the evaluator."""

import json

import pytest

from iam.callers import Caller
from iam.decisions import Layer
from tests.iam.rendered import ACCOUNT, IAM, asked_by_engineer, asked_by_role, assumed, roles
from tests.iam.scenes import policy

OTHER = {"staging": "production", "production": "staging"}
ENVIRONMENT = pytest.mark.parametrize("environment", [*OTHER])
REGIONAL = f"eu-west-1:{ACCOUNT}"


@ENVIRONMENT
def test_the_api_reads_files_of_its_environment_only(environment: str) -> None:
    role = f"api-role-{environment}"
    own, other = (
        f"arn:aws:s3:::biomage-source-{one}/a" for one in (environment, OTHER[environment])
    )
    decision = asked_by_role(environment, role, "s3:GetObject", own)
    assert decision.reason == "allowed by statement HandsOutFiles of the identity-based policy api"
    denied = asked_by_role(environment, role, "s3:GetObject", other)
    assert (denied.allowed, denied.layer) == (False, Layer.IDENTITY)
    assert not asked_by_role(environment, role, "s3:PutObject", own).allowed


POWERFUL = (
    ("iam:CreateUser", f"{IAM}:user/eve"),
    ("iam:CreateAccessKey", f"{IAM}:user/ada"),
    ("iam:PutRolePolicy", f"{IAM}:role/api-role-staging"),
    ("iam:CreatePolicyVersion", f"{IAM}:policy/cellscope-boundary"),
    ("organizations:LeaveOrganization", "*"),
)


@ENVIRONMENT
def test_no_role_of_an_environment_administers_identities_or_reads_the_other_environment(
    environment: str,
) -> None:
    other = OTHER[environment]
    foreign = (
        ("s3:PutObject", f"arn:aws:s3:::biomage-originals-{other}/a"),
        ("dynamodb:PutItem", f"arn:aws:dynamodb:{REGIONAL}:table/samples-{other}"),
        ("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{REGIONAL}:secret:a-{other}-x"),
    )
    assert len(roles(environment)) > 15
    for name in roles(environment):
        # AWS Backup restores into any bucket and table of the account.
        questions = POWERFUL if name.startswith("backups") else POWERFUL + foreign
        allowed = [one for one in questions if asked_by_role(environment, name, *one).allowed]
        assert not allowed, name


DEPLOY = f"{IAM}:role/cellscope-deploy"
BOUNDARIES = [f"{IAM}:policy/cellscope-boundary", f"{IAM}:policy/cellscope-deploy-boundary"]


@pytest.mark.parametrize(
    ("action", "resource", "boundary"),
    [
        ("iam:DeleteRolePermissionsBoundary", DEPLOY, BOUNDARIES[1]),
        ("iam:PutRolePermissionsBoundary", DEPLOY, f"{IAM}:policy/another"),
        ("iam:PutRolePolicy", DEPLOY, BOUNDARIES[1]),
        ("iam:CreatePolicyVersion", BOUNDARIES[0], ""),
        ("iam:CreatePolicyVersion", BOUNDARIES[1], ""),
        ("iam:CreateAccessKey", f"{IAM}:user/ada", ""),
    ],
)
def test_the_deploy_role_cannot_widen_itself(action: str, resource: str, boundary: str) -> None:
    keys = {"iam:PermissionsBoundary": boundary} if boundary else {}
    assert not asked_by_role("account", "cellscope-deploy", action, resource, **keys).allowed


def test_the_deploy_role_gives_rights_to_roles_with_the_boundary_only() -> None:
    asked = ("account", "cellscope-deploy", "iam:PutRolePolicy", f"{IAM}:role/api-role-staging")
    assert asked_by_role(*asked, **{"iam:PermissionsBoundary": BOUNDARIES[0]}).allowed
    assert not asked_by_role(*asked).allowed
    assert not asked_by_role(*asked, **{"iam:PermissionsBoundary": f"{IAM}:policy/a"}).allowed


@ENVIRONMENT
def test_an_engineer_reads_no_secret_and_nothing_of_the_other_environment(environment: str) -> None:
    mfa = {"aws:MultiFactorAuthPresent": True}
    for one in OTHER:
        secret = f"arn:aws:secretsmanager:{REGIONAL}:secret:/biomage/{one}/cache-a1b2c3"
        decision = asked_by_engineer(environment, "secretsmanager:GetSecretValue", secret, **mfa)
        assert not decision.allowed
    own, other = (f"arn:aws:s3:::cell-sets-{one}/a" for one in (environment, OTHER[environment]))
    assert asked_by_engineer(environment, "s3:GetObject", own, **mfa).allowed
    assert not asked_by_engineer(environment, "s3:GetObject", other, **mfa).allowed


def test_an_engineer_changes_only_her_own_password() -> None:
    mfa = {"aws:MultiFactorAuthPresent": True}
    for user, expected in (("ada", True), ("bob", False)):
        action, arn = "iam:ChangePassword", f"{IAM}:user/{user}"
        assert asked_by_engineer("staging", action, arn, **mfa).allowed == expected


GITHUB = "token.actions.githubusercontent.com"
WORKFLOW = Caller.web_identity(f"{IAM}:oidc-provider/{GITHUB}")


@pytest.mark.parametrize(
    ("subject", "deploys"),
    [("environment:staging", True), ("environment:production", True), ("pull_request", False)],
)
def test_only_workflows_of_protected_environments_deploy(subject: str, deploys: bool) -> None:
    sub = f"repo:hms-dbmi-cellenics/iac:{subject}"
    claims = {f"{GITHUB}:sub": sub, f"{GITHUB}:aud": "sts.amazonaws.com"}
    for role, expected in (("cellscope-deploy", deploys), ("cellscope-preview", not deploys)):
        assert assumed("account", role, WORKFLOW, **claims).allowed == expected
    assert not assumed("account", "cellscope-deploy", WORKFLOW, **{f"{GITHUB}:sub": sub}).allowed


@pytest.mark.parametrize("role", ["cellscope-deploy", "cellscope-break-glass"])
def test_people_assume_a_role_with_mfa_and_if_their_policies_allow_it(role: str) -> None:
    ada = Caller.user(f"{IAM}:user/ada")
    may = policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": f"{IAM}:role/{role}"})
    with_mfa = {"aws:MultiFactorAuthPresent": True}
    assert assumed("account", role, ada, may, **with_mfa).allowed
    assert assumed("account", role, ada, **with_mfa).layer is Layer.IDENTITY
    assert assumed("account", role, ada, may).layer is Layer.TRUST


def test_only_the_deploy_role_assumes_itself_without_mfa() -> None:
    may = policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"})
    for name, expected in (("cellscope-deploy", True), ("cellscope-preview", False)):
        session = Caller.session(f"{IAM}:role/{name}", "run")
        assert assumed("account", "cellscope-deploy", session, may).allowed == expected


def test_signed_in_users_upload_under_their_own_id_only() -> None:
    (role,) = (name for name in roles("staging") if "auth-user-role" in name)
    sub = {"cognito-identity.amazonaws.com:sub": "eu-west-1:me"}
    for owner, expected in (("eu-west-1:me", True), ("eu-west-1:you", False)):
        arn = f"arn:aws:s3:::biomage-originals-staging/{owner}/file"
        assert asked_by_role("staging", role, "s3:PutObject", arn, **sub).allowed == expected
        assert not asked_by_role("staging", role, "s3:PutObject", arn).allowed


@ENVIRONMENT
def test_pods_assume_the_role_of_their_own_service_account_only(environment: str) -> None:
    document = json.loads(roles(environment)[f"api-role-{environment}"].inputs["assumeRolePolicy"])
    provider = document["Statement"][0]["Principal"]["Federated"]
    host = provider.partition("oidc-provider/")[2]
    for account, expected in (("api-a:deployment-runner", True), ("ui-a:deployment-runner", False)):
        subject = f"system:serviceaccount:{account}"
        claims = {f"{host}:aud": "sts.amazonaws.com", f"{host}:sub": subject}
        role, caller = f"api-role-{environment}", Caller.web_identity(provider)
        assert assumed(environment, role, caller, **claims).allowed == expected
