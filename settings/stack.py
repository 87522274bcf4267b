"""The settings that every stack has."""

from typing import Annotated

from pydantic import Field, StrictBool

from settings.base import Model
from settings.values import Environment


class StackSettings(Model):
    """The settings that every stack has: environment, AWS account and region."""

    environment: Environment = Field(
        description="The stack's environment: development, staging or production",
        examples=[Environment.STAGING],
    )
    account_id: str = Field(
        pattern=r"^[0-9]{12}$",
        description="The twelve-digit id of the stack's AWS account, in quotes",
        examples=["242905224710"],
    )
    region: str = Field(
        pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$",
        description="The AWS region of the stack's resources",
        examples=["eu-west-1"],
    )

    @property
    def keeps_data(self) -> bool:
        """Whether data stores have deletion protection and are retained on removal."""
        return self.environment is not Environment.DEVELOPMENT

    @property
    def bucket_suffix(self) -> str:
        """The suffix of bucket names, which must be unique across all AWS accounts."""
        return f"-{self.account_id}"


AccountSuffix = Annotated[
    StrictBool,
    Field(
        description="True to append the account id to the bucket names of environments, else false",
        examples=[False],
    ),
]


class EnvironmentSettings(StackSettings):
    """The settings with which resources of an environment are named."""

    account_suffix: AccountSuffix

    @property
    def bucket_suffix(self) -> str:
        """The suffix of bucket names, `-<account id>`; empty without `accountSuffix`."""
        return super().bucket_suffix if self.account_suffix else ""
