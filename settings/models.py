"""The keys of a stack file: a model for each kind of stack, and the kind of each stack.

Defaults are in Pulumi.yaml, where the Pulumi CLI shows them next to the same descriptions.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from settings.account import AccountSettings, EntryRoles
from settings.adopted import AdoptingSettings
from settings.aws import cache_node_types
from settings.cluster import (
    A_NODE_GROUP,
    Authentication,
    NodeGroups,
    RetentionDays,
)
from settings.domain import Domain
from settings.hardening import HardeningSettings
from settings.network import AN_EXISTING_NETWORK, ExistingNetwork, Network, Zones
from settings.people import Admins, Members, Person, Roles, Users
from settings.retirement import RetiringSettings
from settings.sandbox import PREFIX, REMEDY, SandboxSettings, sandbox_id
from settings.secrets import Secrets
from settings.stack import EnvironmentSettings
from settings.values import Email, Environment, Origins, SomeCidrs, Url, some
from settings.versions import PROXY_SKEW, AddonVersions, Releases, minor


def _some_unless_development(emails: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    in_development = info.data.get("environment") is Environment.DEVELOPMENT
    return emails if in_development else some(emails)


class DataServicesSettings(EnvironmentSettings, AdoptingSettings):
    """Settings of a stack with buckets, tables, queues and topics."""

    api_url: Url = Field(
        description="The URL of the platform's API, to which SNS topics deliver",
        examples=["https://api.scp.biomage.net"],
    )
    ui_origins: Origins = Field(
        description="The browser origins that the buckets' CORS rules allow",
        examples=[["https://scp.biomage.net"]],
    )
    alarm_emails: Annotated[tuple[Email, ...], AfterValidator(_some_unless_development)] = Field(
        description="The e-mail addresses that receive alarms, at least one outside development",
        examples=[["alarms@example.org"]],
    )


def _one_network(network: Network | None, info: ValidationInfo) -> Network | None:
    existing = info.data.get("existing_network", ...)
    if network is None and existing is None:
        raise PydanticCustomError("missing", "neither network nor existingNetwork is set")
    if network is not None and isinstance(existing, ExistingNetwork):
        raise ValueError("conflicts with existingNetwork; set only one of the two")
    return network


def _node_type(name: str) -> str:
    if name not in cache_node_types():
        raise ValueError("is no ElastiCache node type that this program knows (settings/aws)")
    return name


def _in_step(versions: AddonVersions, info: ValidationInfo) -> AddonVersions:
    kubernetes = info.data.get("kubernetes_version")
    if kubernetes and not 0 <= minor(kubernetes) - minor(versions.kube_proxy) <= PROXY_SKEW:
        raise ValueError(
            f"has a kubeProxy that does not fit kubernetesVersion {kubernetes}: it must not be"
            f" newer, nor more than {PROXY_SKEW} minor versions older"
        )
    return versions


class PlatformSettings(DataServicesSettings, EntryRoles, HardeningSettings, RetiringSettings):
    """Settings of an environment with cluster, network and data services."""

    availability_zones: Zones = Field(
        description="The three availability zones of the environment",
        examples=[["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
    )
    existing_network: ExistingNetwork | None = Field(
        default=None,
        description="The existing VPC to use instead of a new one, with its subnets",
        examples=[AN_EXISTING_NETWORK],
    )
    network: Annotated[Network | None, AfterValidator(_one_network)] = Field(
        default=None,
        validate_default=True,
        description="The VPC to create for the environment",
        examples=[{"cidr": "10.10.0.0/16", "natGateways": 1}],
    )
    kubernetes_version: str = Field(
        pattern=r"^1\.[0-9]{2}$",
        description="The cluster's Kubernetes version, in quotes",
        examples=["1.35"],
    )
    cluster_authentication: Authentication = Field(
        description="The EKS authentication mode: API_AND_CONFIG_MAP, or (irreversible) API",
        examples=[Authentication.API_AND_CONFIG_MAP],
    )
    public_access_cidrs: SomeCidrs = Field(
        description="The public IPv4 CIDR blocks that may reach the cluster's API endpoint",
        examples=[["203.0.113.0/24"]],
    )
    log_retention_days: RetentionDays = Field(
        description="The number of days to keep logs, a retention period of CloudWatch Logs",
        examples=[90],
    )
    node_groups: NodeGroups = Field(
        description="The cluster's managed node groups",
        examples=[[A_NODE_GROUP]],
    )
    addon_versions: Annotated[AddonVersions, AfterValidator(_in_step)] = Field(
        description="The versions of the EKS add-ons",
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
        description="The versions of the Helm charts, the canary runtime and the X-Ray image",
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
        description="The URL of the platform's start page, which the canary checks",
        examples=["https://scp.biomage.net"],
    )
    domain: Domain | None = Field(
        default=None,
        description="The platform's DNS name and its Route 53 hosted zone; optional",
        examples=[{"zone": "biomage.net", "name": "scp-staging.biomage.net"}],
    )
    cache_node_type: Annotated[str, AfterValidator(_node_type)] = Field(
        description="The node type of the Redis cache",
        examples=["cache.t3.medium"],
    )
    backup_days: int = Field(
        strict=True,
        ge=7,
        le=3650,
        description="The number of days to keep backups, 7 to 3650",
        examples=[35],
    )
    monthly_budget: int = Field(
        strict=True,
        ge=1,
        le=10_000_000,
        description="The monthly budget in US dollars; alarmEmails receive its notifications",
        examples=[1500],
    )
    admins: Admins = Field(
        description="The IAM users with admin rights in the cluster, at least one",
        examples=[[{"name": "ada.lovelace"}]],
    )
    users: Users = Field(
        description="The IAM users with read-only rights in the cluster, or an empty list",
        examples=[[{"name": "grace.hopper"}]],
    )
    members: Members = Field(
        description="The IAM users without rights in the cluster, or an empty list",
        examples=[[{"name": "rosalind.franklin", "accessGroups": ["bioinformatics-data-ingest"]}]],
    )
    roles: Roles = Field(
        description="The IAM roles with access to the cluster, or an empty list",
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
        description="The encrypted secrets of the environment's services, by name; optional",
        examples=[{"mail-token": "AQICAHj..."}],
    )

    @property
    def people(self) -> tuple[Person, ...]:
        """Returns the people of all three lists: admins, users and members."""
        return (*self.admins, *self.users, *self.members)


AnySettings = AccountSettings | DataServicesSettings | SandboxSettings
"""The settings of one of the stacks; `PlatformSettings` are `DataServicesSettings`."""

STACKS: Mapping[str, tuple[type[AnySettings], Environment]] = MappingProxyType(
    {
        # Its resources serve all environments of the AWS account, so the production rules apply.
        "account": (AccountSettings, Environment.PRODUCTION),
        "development": (DataServicesSettings, Environment.DEVELOPMENT),
        "staging": (PlatformSettings, Environment.STAGING),
        "production": (PlatformSettings, Environment.PRODUCTION),
    }
)
"""The model of each committed stack, and the environment that its file must name."""


def kind_of(stack: str) -> tuple[type[AnySettings], Mapping[str, str]]:
    """Returns a stack's model, and the values that its file must have to match the stack's name.

    Raises ValueError, with the remedy, if no stack may have the name.
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
