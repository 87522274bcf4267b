"""The IAM roles that exist once per AWS account: for GitHub workflows, deployments and emergencies.

No role needs long-lived keys: workflows use GitHub's OIDC tokens, people their IAM user with MFA.
"""

from dataclasses import dataclass

from estate.account.account import (
    BOUNDARY,
    DEPLOY_BOUNDARY,
    DEPLOYED_ENVIRONMENTS,
    PUBLISHED,
    state_bucket_name,
)
from estate.account.repositories import REPOSITORIES, Repository
from estate.arns import Arns, all_resources, global_arn, regional
from estate.identity.deploy_rights import deploy_rights
from estate.identity.rights import PolicyStatement
from estate.identity.sandbox_rights import SANDBOX_RIGHTS
from settings import READ_ROLE, SANDBOX, AccountSettings, Environment

_AWS = "arn:aws:iam::aws:policy"

_HOUR = 3600
"""The maximum session duration in seconds: IAM's minimum."""

DEPLOY_SECONDS = 4 * _HOUR
"""The maximum session duration of deploy roles, longer than the deployment of a cluster."""


@dataclass(frozen=True)
class AccountRole:
    """An IAM role with its rights; `name` includes the path.

    `subjects` are complete `sub` claims of GitHub's OIDC tokens; `workflows` are the files of the
    workflows on the main branch whose jobs may assume the role, all if there are none.
    `for_people` trusts IAM users with MFA whose policies allow them to assume the role.
    `session_seconds` limits its sessions.
    """

    name: str
    description: str
    rights: tuple[PolicyStatement, ...]
    subjects: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    managed_policies: tuple[str, ...] = ()
    for_people: bool = False
    boundary: str = BOUNDARY
    session_seconds: int = _HOUR


def account_roles(settings: AccountSettings) -> tuple[AccountRole, ...]:
    """Returns the IAM roles of the account."""
    program = settings.infrastructure_repository
    return (
        AccountRole(
            "cellscope-preview",
            "Previews pull requests; reads configuration, but no data",
            _READS_STATE,
            subjects=(subject(settings, program, "pull_request"),),
            managed_policies=_READING,
        ),
        AccountRole(
            READ_ROLE,
            "Compares states with AWS and checks health; reads configuration, but no data",
            (*_READS_STATE, *_CHECKS_ACCOUNT),
            subjects=(subject(settings, program, "ref:refs/heads/main"),),
            workflows=("deploy-infra.yaml", "deploy-stack.yaml", "deploy.yaml", "drift.yaml"),
            managed_policies=_READING,
            for_people=True,
        ),
        *(_deploy_role(environment, settings) for environment in DEPLOYED_ENVIRONMENTS),
        AccountRole(
            settings.deploy_role_of(SANDBOX),
            "Deploys sandboxes next to staging",
            SANDBOX_RIGHTS,
            subjects=(subject(settings, program, f"environment:{SANDBOX}"),),
            workflows=("sandbox.yaml",),
            managed_policies=(f"{_AWS}/PowerUserAccess",),
            for_people=True,
            boundary=f"{DEPLOY_BOUNDARY}-{SANDBOX}",
            session_seconds=DEPLOY_SECONDS,
        ),
        AccountRole(
            settings.break_glass_role,
            "Restores access to the clusters when deployments fail",
            _RESCUES_CLUSTERS,
            for_people=True,
        ),
        *(_push_role(repository, settings) for repository in REPOSITORIES),
    )


def subject(settings: AccountSettings, repository: str, rest: str) -> str:
    """Returns the `sub` claim of the OIDC tokens of a repository's workflows.

    It contains the ids of organization and repository if the settings have the repository's.
    https://docs.github.com/en/actions/reference/security/oidc
    """
    owner, ids = settings.github_organization, settings.github_ids
    if ids and (number := ids.repositories.get(repository)):
        return f"repo:{owner}@{ids.organization}/{repository}@{number}:{rest}"
    return f"repo:{owner}/{repository}:{rest}"


def _deploy_role(environment: Environment, settings: AccountSettings) -> AccountRole:
    return AccountRole(
        settings.deploy_role_of(environment),
        f"Deploys {environment}, from its protected GitHub environment or by an admin",
        deploy_rights(environment),
        subjects=(
            subject(settings, settings.infrastructure_repository, f"environment:{environment}"),
        ),
        workflows=("deploy-stack.yaml",),
        managed_policies=(f"{_AWS}/PowerUserAccess",),
        for_people=True,
        boundary=f"{DEPLOY_BOUNDARY}-{environment}",
        session_seconds=DEPLOY_SECONDS,
    )


def _push_role(repository: Repository, settings: AccountSettings) -> AccountRole:
    """Returns the role with which a repository's workflows push to its ECR repository only."""
    return AccountRole(
        f"cellscope-push-{repository.name}",
        f"Pushes the images of {repository.name}",
        (
            PolicyStatement(
                "LogsInToEcr",
                ("ecr:GetAuthorizationToken",),
                all_resources("Amazon Elastic Container Registry"),
            ),
            PolicyStatement(
                "PushesItsImages", _PUSHING, regional("ecr", f"repository/{repository.name}")
            ),
        ),
        subjects=tuple(subject(settings, repository.name, one) for one in repository.pushes_from),
    )


_READING = (f"{_AWS}/SecurityAudit", f"{_AWS}/job-function/ViewOnlyAccess")

_PUSHING = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:DescribeImages",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
"""Actions to push images and to reuse pushed layers.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
"""


def _state(rest: str = "") -> Arns:
    return lambda settings: (f"arn:aws:s3:::{state_bucket_name(settings)}{rest}",)


_READS_STATE = (
    PolicyStatement("FindsState", ("s3:ListBucket", "s3:GetBucketLocation"), _state()),
    # The other objects contain encrypted secrets, which these roles cannot decrypt anyway.
    PolicyStatement("ReadsStateWithoutSecrets", ("s3:GetObject",), _state(f"/{PUBLISHED}*")),
)

_CHECKS_ACCOUNT = (
    PolicyStatement(
        "FindsClusters", ("eks:DescribeCluster",), regional("eks", "cluster/biomage-*")
    ),
    PolicyStatement(
        "FindsOrganization",
        ("organizations:DescribeOrganization",),
        all_resources("AWS Organizations"),
    ),
    PolicyStatement(
        "ReadsUserPools",
        ("cognito-idp:GetUserPoolMfaConfig",),
        regional("cognito-idp", "userpool/*"),
    ),
    PolicyStatement(
        "ReadsBudgets",
        ("budgets:ListTagsForResource",),
        global_arn("budgets", "budget/cellscope-*"),
    ),
    PolicyStatement("ListsBudgets", ("budgets:ViewBudget",), global_arn("budgets", "budget/*")),
    PolicyStatement(
        "ReadsCostsOfResources",
        ("ce:GetCostAndUsageWithResources",),
        global_arn("billing", "billingview/primary"),
    ),
)
"""What comparisons with AWS and the list of unmanaged resources read; `_READING` lacks it."""

_RESCUES_CLUSTERS = (
    PolicyStatement(
        "FindsClusters", ("eks:ListClusters",), all_resources("Amazon Elastic Kubernetes Service")
    ),
    PolicyStatement(
        "RestoresAccess",
        (
            "eks:CreateAccessEntry",
            "eks:DescribeCluster",
            "eks:ListAccessEntries",
        ),
        regional("eks", "cluster/biomage-*"),
    ),
    PolicyStatement(
        "RepairsAccessEntries",
        (
            "eks:AssociateAccessPolicy",
            "eks:DeleteAccessEntry",
            "eks:DescribeAccessEntry",
            "eks:DisassociateAccessPolicy",
            "eks:ListAssociatedAccessPolicies",
            "eks:UpdateAccessEntry",
        ),
        regional("eks", "access-entry/biomage-*/*/*/*/*"),
    ),
)
