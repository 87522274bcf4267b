"""What every kind of stack says."""

from pydantic import Field

from settings.base import Model
from settings.values import Environment


class StackSettings(Model):
    """What every stack says: whom it serves, and where."""

    environment: Environment = Field(
        description="The environment that the stack serves: development, staging or production",
        examples=[Environment.STAGING],
    )
    account_id: str = Field(
        pattern=r"^[0-9]{12}$",
        description="The twelve digits of the stack's AWS account, in quotes",
        examples=["242905224710"],
    )
    region: str = Field(
        pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$",
        description="The AWS region of the stack's resources",
        examples=["eu-west-1"],
    )

    @property
    def keeps_data(self) -> bool:
        """Whether data stores are protected, and outlive the program's wish to delete them."""
        return self.environment is not Environment.DEVELOPMENT

    @property
    def bucket_suffix(self) -> str:
        """What ends the names of buckets, for which all AWS accounts share one space."""
        return f"-{self.account_id}"
