"""The whole config of a stack, validated at once: plain frozen values, no Pulumi output inside.

`load()` is what the program calls; `parse()` is the same without an engine. What may be written in
a stack file stands in `models`, what each kind of text must look like in `values`.
"""

from settings.account import AccountSettings, EntryRoles
from settings.cluster import AddonVersions, Authentication, Capacity, NodeGroup, Releases
from settings.domain import Domain
from settings.models import STACKS, DataServicesSettings, PlatformSettings, kind_of
from settings.network import ExistingNetwork, Network
from settings.parsing import load, parse
from settings.people import AccessGroupName, KubernetesGroup, Member, Person, RoleMapping
from settings.problems import SettingsError
from settings.sandbox import SandboxSettings
from settings.stack import StackSettings
from settings.values import Environment

__all__ = [
    "STACKS",
    "AccessGroupName",
    "AccountSettings",
    "AddonVersions",
    "Authentication",
    "Capacity",
    "DataServicesSettings",
    "Domain",
    "EntryRoles",
    "Environment",
    "ExistingNetwork",
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
    "kind_of",
    "load",
    "parse",
]
