"""The permissions boundaries, evaluated as limits of a role whose policy allows everything."""

import pytest

from components.identity.boundaries import boundary, deploy_boundary, environment_boundary
from components.identity.resource_policies import Document
from estate.account.account_roles import account_roles
from iam.callers import Caller
from iam.evaluation import decide
from iam.policy_sets import Policies, Policy
from iam.requests import Request
from settings import AccountSettings, Environment
from tests.settings.test_settings import committed

SETTINGS = committed("account")
assert isinstance(SETTINGS, AccountSettings)
ACCOUNT = "242905224710"
IAM = f"arn:aws:iam::{ACCOUNT}"
HERE = f"eu-west-1:{ACCOUNT}"
STATE = f"arn:aws:s3:::cellscope-state-{ACCOUNT}"
STACKS = f"{STATE}/.pulumi/stacks/cellscope"
OWNERS = ("staging", "production", "sandbox")
DEPLOY = {owner: deploy_boundary(owner, SETTINGS) for owner in OWNERS}
CREATED = {one: environment_boundary(one, SETTINGS) for one in Environment if one in OWNERS}
BOUND = {"iam:PermissionsBoundary": f"{IAM}:policy/cellscope-boundary-staging"}

EVERYTHING = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
ADMINISTRATOR = Policy.read("administrator", EVERYTHING)

ROLE = f"{IAM}:role/api-role-staging"
NAMES = "route53:ChangeResourceRecordSetsNormalizedRecordNames"


def within(document: Document, action: str, resource: str, **keys: object) -> bool:
    """Returns whether the boundary lets an administrator take the action."""
    policies = Policies((ADMINISTRATOR,), Policy.read("boundary", document))
    caller = Caller.session(f"{IAM}:role/any-staging", "test")
    return decide(Request(action, resource, keys), caller, policies).allowed


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("eks:CreateCluster", "*"),
        ("ec2:DescribeLaunchTemplateVersions", "*"),
        ("dynamodb:UpdateTable", f"arn:aws:dynamodb:{HERE}:table/samples-staging"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::cell-sets-staging"),
        ("s3:GetObject", f"{STACKS}/staging.json"),
        ("s3:PutObject", f"{STATE}/.pulumi/locks/organization/cellscope/staging/1.json"),
        ("s3:GetObjectVersion", "arn:aws:s3:::aws-synthetics-library-eu-west-1/one.zip"),
        ("kms:Decrypt", "*"),
        ("iam:CreateRole", ROLE),
        ("iam:UpdateRoleDescription", ROLE),
        ("iam:PassRole", f"{IAM}:role/nodes-staging"),
        ("iam:AddUserToGroup", f"{IAM}:group/engineer-staging-access"),
        ("iam:ListUsers", "*"),
    ],
)
def test_a_deploy_role_may_manage_its_environment(action: str, resource: str) -> None:
    assert within(DEPLOY["staging"], action, resource, **BOUND)


OF_PRODUCTION = [
    ("s3:GetObject", f"{STACKS}/production.json"),
    ("s3:GetObjectVersion", f"{STACKS}/production.json"),
    ("s3:GetObject", f"{STATE}/.pulumi/history/cellscope/production/1.json"),
    ("s3:PutObject", f"{STATE}/published/production.json"),
    ("s3:PutObject", f"{STACKS}/account.json"),
    ("s3:GetObject", "arn:aws:s3:::biomage-originals-production/a"),
    ("s3:DeleteBucket", f"arn:aws:s3:::biomage-originals-production-{ACCOUNT}"),
    ("sqs:GetQueueUrl", f"arn:aws:sqs:{HERE}:queue-job-default-production.fifo"),
    ("sns:Publish", f"arn:aws:sns:{HERE}:work-results-production-default"),
    ("dynamodb:DeleteTable", f"arn:aws:dynamodb:{HERE}:table/samples-production"),
    ("eks:DescribeCluster", f"arn:aws:eks:{HERE}:cluster/biomage-production"),
    ("eks:CreateAccessEntry", f"arn:aws:eks:{HERE}:cluster/biomage-production"),
    ("eks:UpdateNodegroupConfig", f"arn:aws:eks:{HERE}:nodegroup/biomage-production/x/y"),
    ("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{HERE}:secret:a-production-x"),
    (
        "elasticache:DeleteReplicationGroup",
        f"arn:aws:elasticache:{HERE}:replicationgroup:r-production",
    ),
    ("iam:PassRole", f"{IAM}:role/api-role-production"),
    ("iam:UpdateAssumeRolePolicy", f"{IAM}:role/api-role-production"),
    ("iam:AddUserToGroup", f"{IAM}:group/engineer-production-access"),
]  # fmt: skip


@pytest.mark.parametrize(("action", "resource"), OF_PRODUCTION)
@pytest.mark.parametrize("document", [DEPLOY["staging"], DEPLOY["sandbox"], CREATED["staging"]])
def test_no_role_of_staging_reaches_production_by_name(
    document: Document, action: str, resource: str
) -> None:
    assert not within(document, action, resource, **BOUND)


@pytest.mark.parametrize("document", [DEPLOY["staging"], DEPLOY["sandbox"], CREATED["staging"]])
@pytest.mark.parametrize("environment", ["production", "account"])
def test_no_role_of_staging_changes_what_has_another_environments_tag(
    document: Document, environment: str
) -> None:
    tag = {"aws:ResourceTag/Environment": environment}
    for action, resource in (
        ("ec2:DeleteSubnet", f"arn:aws:ec2:{HERE}:subnet/subnet-1"),
        ("kms:PutKeyPolicy", f"arn:aws:kms:{HERE}:key/1"),
        ("kms:CreateGrant", f"arn:aws:kms:{HERE}:key/1"),
        ("ec2:DeleteTags", f"arn:aws:ec2:{HERE}:vpc/vpc-1"),
    ):
        assert not within(document, action, resource, **tag)
        assert within(document, action, resource, **{"aws:ResourceTag/Environment": "staging"})


@pytest.mark.parametrize("document", [DEPLOY["staging"], DEPLOY["sandbox"], CREATED["staging"]])
@pytest.mark.parametrize("environment", ["production", "account"])
def test_no_role_of_staging_creates_what_another_environment_would_adopt(
    document: Document, environment: str
) -> None:
    # The names of user pools, identity pools and keys need not contain the environment.
    for action in ("cognito-idp:CreateUserPool", "cognito-idp:TagResource", "kms:TagResource"):
        assert not within(document, action, "*", **{"aws:RequestTag/Environment": environment})
        assert within(document, action, "*", **{"aws:RequestTag/Environment": "staging"})


def test_secrets_of_stacks_are_decrypted_with_the_key_of_the_account() -> None:
    key = f"arn:aws:kms:{HERE}:key/1"
    for document in DEPLOY.values():
        assert within(document, "kms:Decrypt", key, **{"aws:ResourceTag/Environment": "account"})
        assert not within(document, "kms:UpdateAlias", f"arn:aws:kms:{HERE}:alias/iac-secret-key")


def test_production_does_not_reach_staging() -> None:
    assert not within(DEPLOY["production"], "s3:GetObject", f"{STACKS}/staging.json")
    queue = f"arn:aws:sqs:{HERE}:queue-job-default-staging.fifo"
    assert not within(DEPLOY["production"], "sqs:DeleteQueue", queue)


def test_sandboxes_read_stagings_state_and_change_only_their_own() -> None:
    assert within(DEPLOY["sandbox"], "s3:GetObject", f"{STACKS}/staging.json")
    assert not within(DEPLOY["sandbox"], "s3:PutObject", f"{STACKS}/staging.json")
    assert within(DEPLOY["sandbox"], "s3:PutObject", f"{STACKS}/sandbox-ada-1.json")
    assert not within(DEPLOY["staging"], "s3:GetObject", f"{STACKS}/sandbox-ada-1.json")


def test_staging_changes_only_dns_names_with_its_name() -> None:
    asked = ("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1")
    for names, allowed in (
        (["api.scp-staging.biomage.net"], True),
        (["api.scp-staging.biomage.net", "scp.biomage.net"], False),
    ):
        for owner, expected in (("staging", allowed), ("sandbox", allowed), ("production", True)):
            assert within(DEPLOY[owner], *asked, **{NAMES: names}) == expected


@pytest.mark.parametrize("role", [one.name for one in account_roles(SETTINGS)])
@pytest.mark.parametrize("owner", OWNERS)
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
        "iam:TagRole",
        "iam:UpdateAssumeRolePolicy",
        "sts:AssumeRole",
    ],
)
def test_a_deploy_role_cannot_change_pass_or_assume_account_roles(
    owner: str, action: str, role: str
) -> None:
    assert not within(DEPLOY[owner], action, f"{IAM}:role/{role}", **BOUND)


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:CreatePolicyVersion", f"{IAM}:policy/cellscope-boundary"),
        ("iam:SetDefaultPolicyVersion", f"{IAM}:policy/cellscope-deploy-boundary-staging"),
        ("iam:DeletePolicy", f"{IAM}:policy/cellscope-boundary-staging"),
        ("iam:CreatePolicyVersion", f"{IAM}:policy/engineer-data-staging"),
        ("iam:CreatePolicy", f"{IAM}:policy/any-staging"),
        (
            "iam:UpdateOpenIDConnectProviderThumbprint",
            f"{IAM}:oidc-provider/token.actions.githubusercontent.com",
        ),
        ("iam:CreateUser", f"{IAM}:user/eve-staging"),
        ("iam:CreateAccessKey", f"{IAM}:user/ada.lovelace"),
        ("iam:CreateLoginProfile", f"{IAM}:user/ada.lovelace"),
        ("iam:AttachUserPolicy", f"{IAM}:user/eve"),
        ("iam:CreateRole", f"{IAM}:role/admin"),
        ("iam:DeleteRolePermissionsBoundary", ROLE),
        ("organizations:LeaveOrganization", "*"),
        ("account:CloseAccount", "*"),
        ("sso:CreateAccountAssignment", "*"),
        ("rolesanywhere:CreateProfile", "*"),
        ("s3:PutBucketPolicy", STATE),
    ],
)
def test_a_deploy_role_cannot_bypass_its_boundary(owner: str, action: str, resource: str) -> None:
    assert not within(DEPLOY[owner], action, resource, **BOUND)


@pytest.mark.parametrize(
    "action", ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePolicy",
               "iam:PutRolePermissionsBoundary"]
)  # fmt: skip
def test_roles_get_rights_only_with_the_boundary_of_their_environment(action: str) -> None:
    document = DEPLOY["staging"]
    assert within(document, action, ROLE, **BOUND)
    assert not within(document, action, ROLE)
    for other in ("cellscope-boundary", "cellscope-boundary-production", "another"):
        keys = {"iam:PermissionsBoundary": f"{IAM}:policy/{other}"}
        assert not within(document, action, ROLE, **keys)


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:GetObject", "arn:aws:s3:::biomage-originals-staging/sample"),
        ("s3:GetObjectVersion", "arn:aws:s3:::cell-sets-staging/one"),
        ("dynamodb:Scan", f"arn:aws:dynamodb:{HERE}:table/experiments-staging"),
        ("dynamodb:Query", f"arn:aws:dynamodb:{HERE}:table/samples-staging/index/any"),
        ("sqs:ReceiveMessage", f"arn:aws:sqs:{HERE}:queue-job-default-staging.fifo"),
    ],
)
def test_a_deploy_role_cannot_read_data(action: str, resource: str) -> None:
    assert not within(DEPLOY["staging"], action, resource)


@pytest.mark.parametrize("document", [*DEPLOY.values(), *CREATED.values()])
@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("cloudtrail:StopLogging", f"arn:aws:cloudtrail:{HERE}:trail/cellscope-audit"),
        ("cloudtrail:DeleteTrail", f"arn:aws:cloudtrail:{HERE}:trail/cellscope-audit"),
        ("s3:BypassGovernanceRetention", f"arn:aws:s3:::cellscope-audit-{ACCOUNT}/AWSLogs/one"),
        ("s3:PutBucketPolicy", f"arn:aws:s3:::cellscope-audit-{ACCOUNT}"),
        ("s3:PutBucketObjectLockConfiguration", f"arn:aws:s3:::cellscope-audit-{ACCOUNT}"),
        ("s3:PutEncryptionConfiguration", f"arn:aws:s3:::cellscope-audit-{ACCOUNT}"),
    ],
)
def test_no_role_of_an_environment_changes_the_audit_trail(
    document: Document, action: str, resource: str
) -> None:
    assert not within(document, action, resource)


@pytest.mark.parametrize(
    ("action", "resource", "let"),
    [
        ("s3:GetObject", "arn:aws:s3:::cell-sets-staging/one", True),
        ("iam:PassRole", f"{IAM}:role/state-machine-role-staging", True),
        ("iam:GetRole", ROLE, True),
        ("iam:CreateServiceLinkedRole", "*", True),
        ("iam:CreateRole", f"{IAM}:role/eve-staging", False),
        ("iam:PassRole", f"{IAM}:role/api-role-production", False),
        ("sts:AssumeRole", f"{IAM}:role/cellscope-deploy-staging", False),
        ("s3:GetObject", f"{STACKS}/staging.json", False),
        ("iam:PutRolePolicy", ROLE, False),
        ("iam:CreateAccessKey", f"{IAM}:user/eve", False),
        ("organizations:LeaveOrganization", "*", False),
    ],
)
def test_roles_that_a_deployment_creates_cannot_change_rights(
    action: str, resource: str, let: bool
) -> None:
    keys = {**BOUND, "iam:PassedToService": "states.amazonaws.com"}
    assert within(CREATED["staging"], action, resource, **keys) == let


@pytest.mark.parametrize("document", [DEPLOY["staging"], DEPLOY["sandbox"], CREATED["staging"]])
@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("cloudformation:UpdateStack", f"arn:aws:cloudformation:{HERE}:stack/other/1"),
        ("codebuild:StartBuild", f"arn:aws:codebuild:{HERE}:project/other"),
        ("lambda:UpdateFunctionCode", f"arn:aws:lambda:{HERE}:function:other"),
        ("lambda:CreateEventSourceMapping", "*"),
        ("states:StartExecution", f"arn:aws:states:{HERE}:stateMachine:other"),
        ("eks:CreateAccessEntry", f"arn:aws:eks:{HERE}:cluster/other"),
        ("ssm:SendCommand", f"arn:aws:ec2:{HERE}:instance/i-1"),
        ("ec2:ModifyInstanceAttribute", f"arn:aws:ec2:{HERE}:instance/i-1"),
        ("ec2:CreateLaunchTemplateVersion", f"arn:aws:ec2:{HERE}:launch-template/lt-1"),
        ("ec2:DisableEbsEncryptionByDefault", "*"),
        ("ec2:ModifyInstanceMetadataDefaults", "*"),
        ("ecr:PutRegistryPolicy", "*"),
        ("s3:PutAccountPublicAccessBlock", "*"),
        ("s3:CreateAccessPoint", f"arn:aws:s3:{HERE}:accesspoint/any"),
        ("s3:PutReplicationConfiguration", STATE),
    ],
)
def test_no_role_of_an_environment_runs_code_of_others_or_changes_settings_of_the_account(
    document: Document, action: str, resource: str
) -> None:
    assert not within(document, action, resource)


@pytest.mark.parametrize("document", [DEPLOY["staging"], DEPLOY["sandbox"], CREATED["staging"]])
def test_a_role_does_not_change_what_eks_created_for_another_cluster(document: Document) -> None:
    group = f"arn:aws:ec2:{HERE}:security-group/sg-1"
    for cluster, let in (("biomage-production", False), ("biomage-staging", True)):
        keys = {f"aws:ResourceTag/kubernetes.io/cluster/{cluster}": "owned"}
        assert within(document, "ec2:AuthorizeSecurityGroupIngress", group, **keys) == let


def test_created_roles_pass_only_the_role_of_state_machines_to_step_functions() -> None:
    machines = f"{IAM}:role/state-machine-role-staging"
    for role, service, let in (
        (machines, "states", True),
        (machines, "lambda", False),
        (f"{IAM}:role/other-staging", "states", False),
    ):
        keys = {"iam:PassedToService": f"{service}.amazonaws.com"}
        assert within(CREATED["staging"], "iam:PassRole", role, **keys) == let


def test_other_roles_of_the_account_pass_and_assume_no_role() -> None:
    for action in ("iam:PassRole", "iam:CreateRole", "sts:AssumeRole"):
        assert not within(boundary(), action, ROLE)
    assert within(boundary(), "iam:GetRole", ROLE)
