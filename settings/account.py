"""Settings of the stack `account`, and the IAM roles with access to every cluster."""

from typing import Annotated

from pydantic import Field

from settings.people import OtherRoleName, RoleName
from settings.runners import Runners
from settings.stack import StackSettings

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


class EntryRoles(StackSettings):
    """The IAM roles that have admin rights in every cluster."""

    deploy_role: RoleName = Field(
        description="The name of the IAM role that deploys, with its path if it has one",
        examples=["cellscope-deploy"],
    )
    break_glass_role: OtherRoleName = Field(
        description="The name of the IAM role for emergencies, with its path if it has one",
        examples=["cellscope-break-glass"],
    )


class AccountSettings(EntryRoles):
    """Settings of the stack `account`, whose resources exist once per AWS account."""

    github_organization: str = Field(
        # GitHub logins: at most 39 letters, digits and single inner hyphens.
        pattern=r"^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$",
        description="The GitHub organization that owns the platform's repositories",
        examples=["hms-dbmi-cellenics"],
    )
    infrastructure_repository: str = Field(
        pattern=r"^[A-Za-z0-9._-]{1,100}$",
        description="The name of this program's GitHub repository",
        examples=["iac"],
    )
    organization_id: str = Field(
        # https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
        pattern=r"^o-[a-z0-9]{10,32}$",
        description="The id of the AWS organization whose principals may encrypt secrets",
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
