"""Settings of the stack `account`, and the IAM roles with access to every cluster."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from settings.adopted import AdoptingSettings
from settings.base import Model
from settings.people import OtherRoleName, RoleName
from settings.retirement import AccountRetirements, RetiringSettings
from settings.runners import Runners
from settings.stack import AccountSuffix, StackSettings

_ACCOUNT_ID = r"^[0-9]{12}$"

AccountIds = tuple[
    Annotated[
        str,
        Field(
            pattern=_ACCOUNT_ID,
            description="A twelve-digit AWS account id, in quotes",
            examples=["160782110667"],
        ),
    ],
    ...,
]


Id = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{1,20}$",
        description="A numeric id of GitHub, in quotes",
        examples=["1234567"],
    ),
]


def _repository(name: str) -> str:
    # GitHub refuses the names of the folders `.` and `..`, and the suffix of the URLs of clones.
    valid = re.fullmatch(r"[A-Za-z0-9._-]{1,100}", name) and name not in (".", "..")
    if not valid or name.lower().endswith(".git"):
        raise ValueError("is not a name of a GitHub repository")
    return name


RepositoryName = Annotated[str, AfterValidator(_repository)]


class GitHubIds(Model):
    """The ids of the GitHub organization and of those repositories whose tokens contain them.

    Repositories created or renamed since 2026-07-15 have them in the subject of their OIDC tokens.
    https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
    """

    organization: Id = Field(description="The id of the organization", examples=["1234567"])
    repositories: dict[RepositoryName, Id] = Field(
        description="The ids of the repositories, by name", examples=[{"iac": "7654321"}]
    )


class EntryRoles(StackSettings):
    """The IAM roles that have admin rights in every cluster."""

    deploy_role: RoleName = Field(
        description="The name, with its path, of the IAM roles that deploy, without their suffix"
        " `-<environment>`",
        examples=["cellscope-deploy"],
    )
    break_glass_role: OtherRoleName = Field(
        description="The name of the IAM role for emergencies, with its path if it has one",
        examples=["cellscope-break-glass"],
    )

    def deploy_role_of(self, environment: str) -> str:
        """Returns the name of the deploy role of an environment, or of `sandbox`."""
        return f"{self.deploy_role}-{environment}"


class AccountSettings(EntryRoles, RetiringSettings, AdoptingSettings):
    """Settings of the stack `account`, whose resources exist once per AWS account."""

    github_organization: str = Field(
        # GitHub logins: at most 39 letters, digits and single inner hyphens.
        pattern=r"^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$",
        description="The GitHub organization that owns the platform's repositories",
        examples=["hms-dbmi-cellenics"],
    )
    infrastructure_repository: RepositoryName = Field(
        description="The name of this program's GitHub repository",
        examples=["iac"],
    )
    account_suffix: AccountSuffix
    github_ids: GitHubIds | None = Field(
        default=None,
        description="The ids of the GitHub organization and of its repositories, if their tokens"
        " contain them",
        examples=[{"organization": "1234567", "repositories": {"iac": "7654321"}}],
    )
    organization_id: str | None = Field(
        default=None,
        # https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
        pattern=r"^o-[a-z0-9]{10,32}$",
        description="The id of the AWS organization whose principals may encrypt secrets; without"
        " it only principals of the account may",
        examples=["o-a1b2c3d4e5"],
    )
    runners: Runners = Field(
        description="The runners of workflows that need a cluster: a connection, or a label",
        examples=[{"label": "cellscope-runners"}],
    )
    image_pull_accounts: AccountIds = Field(
        description="The other AWS accounts that may pull images, or an empty list",
        examples=[["160782110667"]],
    )
    retired: AccountRetirements = Field(
        description="The protected resources that the stack gives up, or an empty list",
        examples=[[{"kind": "repository", "name": "worker", "data": "kept"}]],
    )
