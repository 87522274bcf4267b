"""What exists once per AWS account, and the roles that every environment lets in."""

from typing import Annotated

from pydantic import Field

from settings.people import OtherRoleName, RoleName
from settings.stack import StackSettings

_ACCOUNT_ID = r"^[0-9]{12}$"

AccountIds = tuple[
    Annotated[
        str,
        Field(
            pattern=_ACCOUNT_ID,
            description="The twelve digits of an AWS account, in quotes",
            examples=["160782110667"],
        ),
    ],
    ...,
]


class EntryRoles(StackSettings):
    """The roles that get into every cluster, whatever the lists of people say."""

    deploy_role: RoleName = Field(
        description="The IAM role that deploys, after its path if it has one",
        examples=["cellscope-deploy"],
    )
    break_glass_role: OtherRoleName = Field(
        description="The IAM role for emergencies, after its path if it has one",
        examples=["cellscope-break-glass"],
    )


class AccountSettings(EntryRoles):
    """The stack of what exists once per AWS account."""

    github_organization: str = Field(
        # GitHub's form of logins: 39 letters, digits and single dashes inside.
        pattern=r"^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$",
        description="The GitHub organization of the platform's repositories",
        examples=["hms-dbmi-cellenics"],
    )
    infrastructure_repository: str = Field(
        pattern=r"^[A-Za-z0-9._-]{1,100}$",
        description="The GitHub repository of this program",
        examples=["iac"],
    )
    organization_id: str = Field(
        # AWS Organizations API reference, Organization.
        pattern=r"^o-[a-z0-9]{10,32}$",
        description="The id of the AWS organization, whose people may encrypt secrets",
        examples=["o-a1b2c3d4e5"],
    )
    image_pull_accounts: AccountIds = Field(
        description="The other AWS accounts that may pull images, or an empty list",
        examples=[["160782110667"]],
    )
