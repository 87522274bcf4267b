"""The roles that exist once per AWS account: for GitHub's workflows, for deploying, for rescue.

Nobody has long-lived keys: workflows get in by GitHub's tokens, people by their own user and MFA.
"""

from dataclasses import dataclass

from estate.account import BOUNDARY, DEPLOY_BOUNDARY, PUBLISHED, state_bucket_name
from estate.arns import Arns, all_resources, regional
from estate.deploy_rights import DEPLOY_RIGHTS
from estate.repositories import REPOSITORIES, Repository
from estate.rights import PolicyStatement
from settings import AccountSettings

_AWS = "arn:aws:iam::aws:policy"


@dataclass(frozen=True)
class AccountRole:
    """An IAM role by its whole name after its path, with what may be done in it.

    `subjects` are whole subjects of GitHub's tokens. `for_people` lets those in who have MFA and
    whose own policies name the role; `for_itself` lets its sessions take it anew by name.
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
    """The roles of the account with these settings."""
    program = f"repo:{settings.github_organization}/{settings.infrastructure_repository}"
    return (
        AccountRole(
            "cellscope-preview",
            "Previews pull requests; reads how things are set up, and nobody's data",
            _READS_STATE,
            subjects=(f"{program}:pull_request",),
            managed_policies=(f"{_AWS}/SecurityAudit", f"{_AWS}/job-function/ViewOnlyAccess"),
        ),
        AccountRole(
            settings.deploy_role,
            "Deploys what was merged, from GitHub's protected environments or by an admin's hand",
            DEPLOY_RIGHTS,
            subjects=(f"{program}:environment:staging", f"{program}:environment:production"),
            managed_policies=(f"{_AWS}/PowerUserAccess",),
            for_people=True,
            # The kubeconfig names it, so that kubectl takes it once more within its own session.
            for_itself=True,
            boundary=DEPLOY_BOUNDARY,
        ),
        AccountRole(
            settings.break_glass_role,
            "Gets people back into the clusters when deploying fails",
            _RESCUES_CLUSTERS,
            for_people=True,
        ),
        *(_push_role(repository, settings) for repository in REPOSITORIES),
    )


def _push_role(repository: Repository, settings: AccountSettings) -> AccountRole:
    """The role by which a repository's workflows push images, to its own ECR repository alone."""
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
"""To push, and to build on layers pushed before (ECR guide, "IAM permissions for pushing")."""


def _state(rest: str = "") -> Arns:
    return lambda settings: (f"arn:aws:s3:::{state_bucket_name(settings)}{rest}",)


_READS_STATE = (
    PolicyStatement("FindsState", ("s3:ListBucket", "s3:GetBucketLocation"), _state()),
    # The rest of the bucket has secrets in it, which this role could not decrypt either.
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
