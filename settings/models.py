"""What a stack file may say: a model for each kind of stack, and which stack is of which kind.

No key has its default here: defaults stand in Pulumi.yaml, where a person with the CLI sees them,
next to the same descriptions.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, ValidationInfo
from pydantic_core import PydanticCustomError

from settings.account import AccountSettings, EntryRoles
from settings.cluster import (
    A_NODE_GROUP,
    AddonVersions,
    Authentication,
    NodeGroups,
    Releases,
    RetentionDays,
)
from settings.domain import Domain
from settings.network import ExistingNetwork, Network, Zones
from settings.people import Admins, Members, Person, Roles, Users
from settings.sandbox import PREFIX, REMEDY, SandboxSettings, sandbox_id
from settings.secrets import Secrets
from settings.stack import StackSettings
from settings.values import Email, Environment, Origins, SomeCidrs, Url, some


def _somebody(emails: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    on_laptop = info.data.get("environment") is Environment.DEVELOPMENT
    return emails if on_laptop else some(emails)


class DataServicesSettings(StackSettings):
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
    alarm_emails: Annotated[tuple[Email, ...], AfterValidator(_somebody)] = Field(
        description="The e-mail addresses that hear of alarms; none only in development",
        examples=[["alarms@example.org"]],
    )

    @property
    def bucket_suffix(self) -> str:
        """The account id after a dash, where the stack file asks for it."""
        return super().bucket_suffix if self.account_suffix else ""


def _one_network(network: Network | None, info: ValidationInfo) -> Network | None:
    existing = info.data.get("existing_network", ...)
    if network is None and existing is None:
        raise PydanticCustomError("missing", "neither kind of network is given")
    if network is not None and isinstance(existing, ExistingNetwork):
        raise ValueError("stands beside existingNetwork; an environment has one of the two")
    return network


class PlatformSettings(DataServicesSettings, EntryRoles):
    """A whole environment."""

    availability_zones: Zones = Field(
        description="The three availability zones that the environment spreads over",
        examples=[["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
    )
    existing_network: ExistingNetwork | None = Field(
        default=None,
        description="The VPC to use instead of a new one, with its subnets",
        examples=[
            {
                "vpcId": "vpc-0a1b2c3d4e5f67890",
                "privateSubnetIds": ["subnet-0a1b2c3d4e5f67890"],
                "publicSubnetIds": ["subnet-0f1e2d3c4b5a69780"],
            }
        ],
    )
    network: Annotated[Network | None, AfterValidator(_one_network)] = Field(
        default=None,
        validate_default=True,
        description="The network that the environment makes for itself",
        examples=[{"cidr": "10.10.0.0/16", "natGateways": 1}],
    )
    kubernetes_version: str = Field(
        pattern=r"^1\.[0-9]{2}$",
        description="The cluster's Kubernetes version, in quotes",
        examples=["1.35"],
    )
    cluster_authentication: Authentication = Field(
        description="What lets people in, API_AND_CONFIG_MAP or (with no way back) API alone",
        examples=[Authentication.API_AND_CONFIG_MAP],
    )
    public_access_cidrs: SomeCidrs = Field(
        description="The public IPv4 ranges that may reach the cluster's API",
        examples=[["203.0.113.0/24"]],
    )
    log_retention_days: RetentionDays = Field(
        description="The days that logs are kept, one of CloudWatch's periods", examples=[90]
    )
    node_groups: NodeGroups = Field(
        description="The cluster's groups of nodes",
        examples=[[A_NODE_GROUP]],
    )
    addon_versions: AddonVersions = Field(
        description="The versions of the add-ons that EKS runs",
        examples=[
            {
                "vpcCni": "v1.21.1-eksbuild.1",
                "kubeProxy": "v1.35.0-eksbuild.2",
                "coredns": "v1.13.1-eksbuild.1",
                "ebsCsi": "v1.54.0-eksbuild.1",
                "metricsServer": "v0.8.0-eksbuild.6",
                "nodeMonitoring": "v1.5.0-eksbuild.1",
            }
        ],
    )
    releases: Releases = Field(
        description="The versions of what runs besides EKS's own add-ons",
        examples=[
            {
                "loadBalancerController": "1.17.1",
                "clusterAutoscaler": "9.53.0",
                "canaryRuntime": "syn-nodejs-puppeteer-13.1",
                "xrayDaemon": "3.3.14",
            }
        ],
    )
    public_url: Url = Field(
        description="The address of the page that users open first, which is watched",
        examples=["https://scp.biomage.net"],
    )
    domain: Domain | None = Field(
        default=None,
        description="The name of the platform in a zone of Route 53, or nothing",
        examples=[{"zone": "biomage.net", "name": "scp-staging.biomage.net"}],
    )
    cache_node_type: str = Field(
        pattern=r"^cache\.[a-z0-9]+\.[a-z0-9]+$",
        description="The type of the Redis cache's nodes",
        examples=["cache.t3.medium"],
    )
    backup_days: int = Field(
        strict=True,
        ge=7,
        le=3650,
        description="The days that backups are kept, 7 to 3650",
        examples=[35],
    )
    monthly_budget: int = Field(
        strict=True,
        ge=1,
        le=10_000_000,
        description="The US dollars a month from which on alarmEmails hear of the costs",
        examples=[1500],
    )
    admins: Admins = Field(
        description="The people who may do everything in the cluster, at least one",
        examples=[[{"name": "ada.lovelace"}]],
    )
    users: Users = Field(
        description="The people who may look at the cluster, or an empty list",
        examples=[[{"name": "grace.hopper"}]],
    )
    members: Members = Field(
        description="The people with no right in the cluster, or an empty list",
        examples=[[{"name": "rosalind.franklin", "accessGroups": ["bioinformatics-data-ingest"]}]],
    )
    roles: Roles = Field(
        description="The IAM roles that work in the cluster, or an empty list",
        examples=[
            [
                {
                    "name": "state-machine-role-staging",
                    "username": "state-machine-runner",
                    "groups": ["state-machine-runner-group"],
                }
            ]
        ],
    )
    secrets: Secrets = Field(
        description="The secrets of the environment's services, encrypted, by name, or nothing",
        examples=[{"mail-token": "AQICAHj..."}],
    )

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody in the three lists."""
        return (*self.admins, *self.users, *self.members)


STACKS: Mapping[str, tuple[type[StackSettings], Environment]] = MappingProxyType(
    {
        # Once per AWS account. It serves all environments in it, so production's rules hold.
        "account": (AccountSettings, Environment.PRODUCTION),
        "development": (DataServicesSettings, Environment.DEVELOPMENT),
        "staging": (PlatformSettings, Environment.STAGING),
        "production": (PlatformSettings, Environment.PRODUCTION),
    }
)
"""Each committed stack's kind, and the only environment that its file may name."""


def kind_of(stack: str) -> tuple[type[StackSettings], Mapping[str, str]]:
    """A stack's kind, and what its file must say because the stack's name says it already.

    Raises ValueError, with the remedy, for a name that no stack may have.
    """
    if stack.startswith(PREFIX):
        name = stack.removeprefix(PREFIX)
        try:
            return SandboxSettings, {
                "environment": Environment.STAGING,
                "sandbox": sandbox_id(name),
            }
        except ValueError as error:
            raise ValueError(f'the sandbox id "{name}" {error}. {REMEDY}') from None
    if stack not in STACKS:
        raise ValueError(f"unknown stack. Choose one of {', '.join(STACKS)}, or {PREFIX}ID.")
    model, environment = STACKS[stack]
    return model, {"environment": environment}
