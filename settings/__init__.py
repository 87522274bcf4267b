"""The validated config of a stack, as frozen Python values without Pulumi outputs.

The program calls `load()`; `parse()` does the same without the Pulumi engine. `models` defines the
keys of a stack file, `values` the formats of their values.
"""

from settings.account import AccountSettings, EntryRoles, GitHubIds
from settings.cluster import Authentication, Capacity, NodeGroup
from settings.domain import Domain
from settings.hardening import Hardening, postponed
from settings.models import STACKS, DataServicesSettings, PlatformSettings, kind_of
from settings.network import ExistingNetwork, Network
from settings.parsing import check_across, load, load_file, parse
from settings.people import (
    READ_ROLE,
    SANDBOX,
    AccessGroupName,
    KubernetesGroup,
    Member,
    Person,
    RoleMapping,
)
from settings.problems import SettingsError
from settings.retirement import Data, Kind, is_destroyed, is_removed, retirement_of
from settings.sandbox import SandboxSettings
from settings.stack import EnvironmentSettings, StackSettings
from settings.values import Environment
from settings.versions import AddonVersions, Releases

__all__ = [
    "READ_ROLE",
    "SANDBOX",
    "STACKS",
    "AccessGroupName",
    "AccountSettings",
    "AddonVersions",
    "Authentication",
    "Capacity",
    "Data",
    "DataServicesSettings",
    "Domain",
    "EntryRoles",
    "Environment",
    "EnvironmentSettings",
    "ExistingNetwork",
    "GitHubIds",
    "Hardening",
    "Kind",
    "KubernetesGroup",
    "Member",
    "Network",
    "NodeGroup",
    "Person",
    "PlatformSettings",
    "Releases",
    "RoleMapping",
    "SandboxSettings",
    "SettingsError",
    "StackSettings",
    "check_across",
    "is_destroyed",
    "is_removed",
    "kind_of",
    "load",
    "load_file",
    "parse",
    "postponed",
    "retirement_of",
]
