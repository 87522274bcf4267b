"""Questions about the rendered roles and groups, answered by the evaluator."""

import json

import pytest

from iam.callers import Caller
from iam.decisions import Layer
from tests.iam.rendered import (
    ACCOUNT,
    IAM,
    asked_by_engineer,
    asked_by_role,
    assumed,
    roles,
    without_boundary,
)
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
    assert asked_by_role(environment, role, "s3:GetObject", other).layer is Layer.BOUNDARY
    by_itself = without_boundary(environment, role, "s3:GetObject", other)
    assert (by_itself.allowed, by_itself.layer) == (False, Layer.IDENTITY)
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


_OWNERS = (*OTHER, "sandbox")
DEPLOYERS = pytest.mark.parametrize("owner", _OWNERS)


def environment_of(owner: str) -> str:
    """Returns the environment in which a deploy role deploys; sandboxes are in staging."""
    return "staging" if owner == "sandbox" else owner


@DEPLOYERS
def test_a_deploy_role_cannot_widen_itself(owner: str) -> None:
    role, boundary = (
        f"cellscope-deploy-{owner}",
        f"{IAM}:policy/cellscope-deploy-boundary-{owner}",
    )
    of_roles = f"{IAM}:policy/cellscope-boundary-{environment_of(owner)}"
    bound = {"iam:PermissionsBoundary": boundary}
    asked: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("iam:DeleteRolePermissionsBoundary", f"{IAM}:role/{role}", bound),
        (
            "iam:PutRolePermissionsBoundary",
            f"{IAM}:role/{role}",
            {"iam:PermissionsBoundary": of_roles},
        ),
        ("iam:PutRolePolicy", f"{IAM}:role/{role}", bound),
        ("iam:UpdateAssumeRolePolicy", f"{IAM}:role/{role}", {}),
        ("iam:CreatePolicyVersion", of_roles, {}),
        ("iam:CreatePolicyVersion", boundary, {}),
        ("iam:CreateAccessKey", f"{IAM}:user/ada", {}),
        (
            "iam:PutGroupPolicy",
            f"{IAM}:group/engineer-{environment_of(owner)}-access",
            {},
        ),
    )
    allowed = [one for one in asked if asked_by_role("account", role, *one[:2], **one[2]).allowed]
    assert not allowed


@DEPLOYERS
def test_a_deploy_role_gives_rights_to_roles_with_its_environments_boundary_only(
    owner: str,
) -> None:
    environment = environment_of(owner)
    name = f"ui-auth-user-role-a-{environment}" if owner == "sandbox" else f"nodes-{environment}"
    asked = ("account", f"cellscope-deploy-{owner}", "iam:PutRolePolicy", f"{IAM}:role/{name}")
    for boundary, expected in (
        (f"cellscope-boundary-{environment}", True),
        (f"cellscope-boundary-{OTHER[environment]}", False),
        ("cellscope-boundary", False),
        ("a", False),
    ):
        keys = {"iam:PermissionsBoundary": f"{IAM}:policy/{boundary}"}
        assert asked_by_role(*asked, **keys).allowed == expected
    assert not asked_by_role(*asked).allowed


@ENVIRONMENT
def test_a_deploy_role_reaches_only_its_own_environment(environment: str) -> None:
    for one, expected in ((environment, True), (OTHER[environment], False)):
        tag = {"aws:ResourceTag/Environment": one}
        key = f"arn:aws:kms:{REGIONAL}:key/0"
        asked: tuple[tuple[str, str, dict[str, str]], ...] = (
            ("kms:DescribeKey", key, tag),
            ("ec2:TerminateInstances", f"arn:aws:ec2:{REGIONAL}:instance/i-0", tag),
            ("sqs:GetQueueUrl", f"arn:aws:sqs:{REGIONAL}:queue-{one}", {}),
            ("eks:DescribeCluster", f"arn:aws:eks:{REGIONAL}:cluster/biomage-{one}", {}),
            ("s3:GetObject", f"{STATES}/cellscope/{one}.json", {}),
            ("s3:PutBucketPolicy", f"arn:aws:s3:::cell-sets-{one}", {}),
            ("iam:DeleteRole", f"{IAM}:role/api-role-{one}", {}),
        )
        role = f"cellscope-deploy-{environment}"
        answers = {
            action: asked_by_role("account", role, action, arn, **keys).allowed
            for action, arn, keys in asked
        }
        assert answers == dict.fromkeys(answers, expected)


STATES = f"arn:aws:s3:::cellscope-state-{ACCOUNT}/.pulumi/stacks"


def test_the_deploy_role_of_sandboxes_reads_stagings_state_but_does_not_write_it() -> None:
    for stack, reads, writes in (
        ("sandbox-ada", True, True),
        ("staging", True, False),
        ("production", False, False),
        ("account", False, False),
    ):
        for action, expected in (("s3:GetObject", reads), ("s3:PutObject", writes)):
            arn = f"{STATES}/cellscope/{stack}.json"
            answer = asked_by_role("account", "cellscope-deploy-sandbox", action, arn)
            assert answer.allowed == expected, (stack, action)


def test_the_read_role_changes_nothing() -> None:
    for action, resource in (
        ("s3:PutObject", f"{STATES}/cellscope/staging.json"),
        ("s3:GetObject", f"{STATES}/cellscope/staging.json"),
        ("sqs:SetQueueAttributes", f"arn:aws:sqs:{REGIONAL}:queue-staging"),
        ("sqs:ReceiveMessage", f"arn:aws:sqs:{REGIONAL}:queue-staging"),
        ("dynamodb:Scan", f"arn:aws:dynamodb:{REGIONAL}:table/experiments-staging"),
        ("kms:Decrypt", f"arn:aws:kms:{REGIONAL}:key/0"),
        ("eks:UpdateClusterConfig", f"arn:aws:eks:{REGIONAL}:cluster/biomage-staging"),
        ("iam:PutRolePolicy", f"{IAM}:role/cellscope-read"),
        ("sts:AssumeRole", f"{IAM}:role/cellscope-deploy-staging"),
    ):
        assert not asked_by_role("account", "cellscope-read", action, resource).allowed, action
    published = f"arn:aws:s3:::cellscope-state-{ACCOUNT}/published/staging.json"
    assert asked_by_role("account", "cellscope-read", "s3:GetObject", published).allowed


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
SUBJECTS = {
    "pull_request": "cellscope-preview",
    "ref:refs/heads/main": "cellscope-read",
    **{f"environment:{one}": f"cellscope-deploy-{one}" for one in _OWNERS},
}
"""The roles of workflows, by the end of the subject of their tokens."""

WORKFLOW = Caller.web_identity(f"{IAM}:oidc-provider/{GITHUB}")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_workflows_assume_the_role_of_their_github_environment_only(subject: str) -> None:
    sub = f"repo:hms-dbmi-cellenics/iac:{subject}"
    claims = {f"{GITHUB}:sub": sub, f"{GITHUB}:aud": "sts.amazonaws.com"}
    for of, role in SUBJECTS.items():
        assert assumed("account", role, WORKFLOW, **claims).allowed == (of == subject)
    without_audience = {f"{GITHUB}:sub": sub}
    assert not assumed("account", SUBJECTS[subject], WORKFLOW, **without_audience).allowed


def test_workflows_of_other_branches_assume_no_role() -> None:
    sub = "repo:hms-dbmi-cellenics/iac:ref:refs/heads/change"
    claims = {f"{GITHUB}:sub": sub, f"{GITHUB}:aud": "sts.amazonaws.com"}
    assert not any(
        assumed("account", role, WORKFLOW, **claims).allowed for role in roles("account")
    )


@pytest.mark.parametrize(
    "role",
    ["cellscope-break-glass", "cellscope-read", *(f"cellscope-deploy-{one}" for one in _OWNERS)],
)
def test_people_assume_a_role_with_mfa_and_if_their_policies_allow_it(role: str) -> None:
    ada = Caller.user(f"{IAM}:user/ada")
    may = policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": f"{IAM}:role/{role}"})
    with_mfa = {"aws:MultiFactorAuthPresent": True}
    assert assumed("account", role, ada, may, **with_mfa).allowed
    assert assumed("account", role, ada, **with_mfa).layer is Layer.IDENTITY
    assert assumed("account", role, ada, may).layer is Layer.TRUST


@DEPLOYERS
def test_no_role_assumes_a_deploy_role(owner: str) -> None:
    may = policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"})
    for name in roles("account"):
        session = Caller.session(f"{IAM}:role/{name}", "run")
        assert not assumed("account", f"cellscope-deploy-{owner}", session, may).allowed


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
