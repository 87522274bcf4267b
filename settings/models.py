"""What a stack file may say: a model for each kind of stack, and which stack is of which kind.

No field has a default here. Defaults stand in Pulumi.yaml, where a person with the CLI sees them,
next to the same descriptions.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, StrictBool
from pydantic.alias_generators import to_camel

from settings.values import Cidr, Email, Environment, Origins, Url


class _Model(BaseModel):
    """Frozen; camelCase in stack files, snake_case in Python; unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=True,
    )


class Network(_Model):
    """The VPC that an environment makes for itself."""

    cidr: Cidr = Field(
        description="The network's private IPv4 range (10/8, 172.16/12 or 192.168/16), /16 to /20",
        examples=["10.10.0.0/16"],
    )


class AccountSettings(_Model):
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


class DataPlaneSettings(AccountSettings):
    """A stack with buckets, tables, queues and topics."""

    api_url: Url = Field(
        description="The address of the platform's api, to which topics deliver",
        examples=["https://api.scp.biomage.net"],
    )
    ui_origins: Origins = Field(
        description="The browser origins that may reach the buckets (CORS)",
        examples=[["https://scp.biomage.net"]],
    )
    account_suffix: StrictBool = Field(
        description="True if bucket names end with the account id, else false",
        examples=[False],
    )
    alarm_emails: tuple[Email, ...] = Field(
        description="The e-mail addresses that hear of alarms, or an empty list",
        examples=[["alarms@example.org"]],
    )


class PlatformSettings(DataPlaneSettings):
    """A whole environment."""

    network: Network = Field(
        description="The network that the environment makes for itself",
        examples=[{"cidr": "10.10.0.0/16"}],
    )


STACKS: Mapping[str, tuple[type[AccountSettings], Environment]] = MappingProxyType(
    {
        # Once per AWS account. It serves all environments in it, so production's rules hold.
        "account": (AccountSettings, Environment.PRODUCTION),
        "development": (DataPlaneSettings, Environment.DEVELOPMENT),
        "staging": (PlatformSettings, Environment.STAGING),
        "production": (PlatformSettings, Environment.PRODUCTION),
    }
)
"""Each stack's kind, and the only environment that its file may name."""
