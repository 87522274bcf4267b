"""The IAM roles that exist once per AWS account: for GitHub workflows, deployments and emergencies.

No role needs long-lived keys: workflows use GitHub's OIDC tokens, people their IAM user with MFA.
"""

from dataclasses import dataclass

from estate.account.account import BOUNDARY, DEPLOY_BOUNDARY, PUBLISHED, state_bucket_name
from estate.account.repositories import REPOSITORIES, Repository
from estate.arns import Arns, all_resources, regional
from estate.identity.deploy_rights import DEPLOY_RIGHTS
from estate.identity.rights import PolicyStatement
from settings import AccountSettings

_AWS = "arn:aws:iam::aws:policy"


@dataclass(frozen=True)
class AccountRole:
    """An IAM role with its rights; `name` includes the path.

    `subjects` are complete `sub` claims of GitHub's OIDC tokens. `for_people` trusts IAM users with
    MFA whose policies allow them to assume the role. `for_itself` lets the role assume itself.
    """

    name: str
    description: str
    rights: tuple[PolicyStatement, ...]
    subjects: tuple[str, ...] = ()
    managed_policies: tuple[str, ...] = ()
    for_people: bool = False
    for_itself: bool = False
    boundary: str = BOUNDARY


def account_roles(settings: AccountSettings) -> tuple[AccountRole, ...]:
    """Returns the IAM roles of the account."""
    program = f"repo:{settings.github_organization}/{settings.infrastructure_repository}"
    return (
        AccountRole(
            "cellscope-preview",
            "Previews pull requests; reads configuration, but no data",
            _READS_STATE,
            subjects=(f"{program}:pull_request",),
            managed_policies=(f"{_AWS}/SecurityAudit", f"{_AWS}/job-function/ViewOnlyAccess"),
        ),
        AccountRole(
            settings.deploy_role,
            "Deploys merged changes, from protected GitHub environments or by an admin",
            DEPLOY_RIGHTS,
            subjects=(f"{program}:environment:staging", f"{program}:environment:production"),
            managed_policies=(f"{_AWS}/PowerUserAccess",),
            for_people=True,
            # The kubeconfig names the role, so kubectl assumes it again within a session of it.
            for_itself=True,
            boundary=DEPLOY_BOUNDARY,
        ),
        AccountRole(
            settings.break_glass_role,
            "Restores access to the clusters when deployments fail",
            _RESCUES_CLUSTERS,
            for_people=True,
        ),
        *(_push_role(repository, settings) for repository in REPOSITORIES),
    )


def _push_role(repository: Repository, settings: AccountSettings) -> AccountRole:
    """Returns the role with which a repository's workflows push to its ECR repository only."""
    whole = f"repo:{settings.github_organization}/{repository.name}"
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
        subjects=tuple(f"{whole}:{subject}" for subject in repository.pushes_from),
    )


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
    # The other objects contain encrypted secrets, which this role cannot decrypt anyway.
    PolicyStatement("ReadsStateWithoutSecrets", ("s3:GetObject",), _state(f"/{PUBLISHED}*")),
)

_RESCUES_CLUSTERS = (
    PolicyStatement(
        "FindsClusters", ("eks:ListClusters",), all_resources("Amazon Elastic Kubernetes Service")
    ),
    PolicyStatement(
        "LetsPeopleInAgain",
        (
            "eks:CreateAccessEntry",
            "eks:DescribeCluster",
            "eks:ListAccessEntries",
        ),
        regional("eks", "cluster/biomage-*"),
    ),
    PolicyStatement(
        "MendsAccessEntries",
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
