"""Rules for Kubernetes clusters and their groups of nodes."""

import re
from collections.abc import Iterator

from pydantic import Field

from .data_retention import KeepingConfig, keeps_data
from .network import is_wide
from .resource import Resource
from .rule import Context, Rule, RuleConfig

CLUSTER = "aws:eks/cluster:Cluster"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"

_GUIDE = "Amazon EKS User Guide"

_EVERYBODY = ("0.0.0.0/0",)
"""Whom EKS lets reach a public endpoint where nobody says (EKS API, VpcConfigRequest)."""

_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""All that a control plane logs (EKS guide, "Send control plane logs to CloudWatch Logs")."""

_HASHED = re.compile(r".+-[0-9a-f]{7,}")
"""A name that ends in a hash, or in the random digits that Pulumi appends to names of its own."""


class LogsConfig(RuleConfig):
    """Which logs a control plane has to write."""

    types: tuple[str, ...] = Field(_LOGS, description="the logs that every cluster writes")


class VersionConfig(RuleConfig):
    """Which versions of Kubernetes may run."""

    supported: tuple[str, ...] = Field(
        ("1.34", "1.35"), description="the Kubernetes versions in EKS's standard support"
    )


def _endpoint(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("vpcConfig.endpointPublicAccess") is False:
        return
    for cidr in filter(is_wide, one.get("vpcConfig.publicAccessCidrs") or _EVERYBODY):
        yield f"its API can be reached from {cidr}."


def _logs(one: Resource, context: Context[LogsConfig]) -> Iterator[str]:
    found = {*one.items("enabledClusterLogTypes")}
    if missing := [each for each in context.config.types if each not in found]:
        yield f"its control plane does not log {', '.join(missing)}."


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    # A key that is made with the cluster is not known yet, but it is a key.
    has_key = "keyArn" in {*one.part("encryptionConfig.provider")}
    if not has_key or "secrets" not in {*one.items("encryptionConfig.resources")}:
        yield "its secrets are encrypted with no key of ours."


def _refuses_deletion(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    if keeps_data(context) and not one.get("deletionProtection"):
        yield "anybody with the right to delete it can do so by mistake."


def _supported(one: Resource, context: Context[VersionConfig]) -> Iterator[str]:
    found, supported = one.get("version"), context.config.supported
    if not found:
        yield "its Kubernetes version is not set, so nobody sees it grow old."
    elif found not in supported:
        yield f"its Kubernetes version is {found}; supported are {', '.join(supported)}."


def _no_hidden_admin(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("accessConfig.bootstrapClusterCreatorAdminPermissions") is not False:
        yield "whoever creates it is its admin, and stands in no list."


def _named_by_hash(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    name = one.get("nodeGroupName")
    if name and not _HASHED.fullmatch(name):
        yield f"its name {name} stays the same when it is replaced: the old nodes would go first."


CLUSTER_ENDPOINTS_NAME_NETWORKS = Rule(
    "cluster-endpoint-cidrs",
    description="A cluster's API is reached from its own network and from named ranges only.",
    reason="An API that everybody reaches is one stolen token or one flaw away from everybody.",
    remedy=(
        "Set vpcConfig.publicAccessCidrs to the ranges of your office and runners, or"
        " vpcConfig.endpointPublicAccess to false."
    ),
    source=f"{_GUIDE}, Cluster API server endpoint",
    example="vpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [0.0.0.0/0]}",
    judges={CLUSTER: ("vpcConfig.endpointPublicAccess", "vpcConfig.publicAccessCidrs")},
    check=_endpoint,
    config=RuleConfig,
)

CLUSTERS_LOG_EVERYTHING = Rule(
    "cluster-control-plane-logs",
    description="A cluster's control plane writes all of its logs.",
    reason="Who did what in the cluster, and why it failed, stands nowhere else.",
    remedy="Name the logs in enabledClusterLogTypes.",
    source=f"{_GUIDE}, Send control plane logs to CloudWatch Logs",
    example="enabledClusterLogTypes: [api]",
    judges={CLUSTER: ("enabledClusterLogTypes",)},
    check=_logs,
    config=LogsConfig,
)

CLUSTERS_ENCRYPT_SECRETS = Rule(
    "cluster-secrets-encryption",
    description="A cluster's Kubernetes secrets are encrypted with a key of the account's own.",
    reason="Who may decrypt is then the key's policy to say, and each use of it is recorded.",
    remedy="Set encryptionConfig.provider.keyArn, and encryptionConfig.resources to [secrets].",
    source=f"{_GUIDE}, Default envelope encryption for all Kubernetes API Data",
    example="encryptionConfig: (missing)",
    judges={CLUSTER: ("encryptionConfig.provider.keyArn", "encryptionConfig.resources")},
    check=_encrypted,
    config=RuleConfig,
)

CLUSTERS_REFUSE_DELETION = Rule(
    "cluster-deletion-protection",
    description="A cluster refuses to be deleted until somebody says that it may.",
    reason="With a cluster go all that runs in it and all volumes that it made.",
    remedy="Set deletionProtection to true.",
    source=f"{_GUIDE}, Protect EKS clusters from accidental deletion",
    example="deletionProtection: false",
    judges={CLUSTER: ("deletionProtection",)},
    check=_refuses_deletion,
    config=KeepingConfig,
)

KUBERNETES_VERSION_IS_SUPPORTED = Rule(
    "kubernetes-version-supported",
    description="Clusters and nodes run a named Kubernetes version that is in standard support.",
    reason="After it EKS takes six times the price, and at last updates at a time of its own.",
    remedy="Set version to a supported one; see supported in the rule's configuration.",
    source=f"{_GUIDE}, Understand the Kubernetes version lifecycle on EKS",
    example='version: "1.29"',
    judges={CLUSTER: ("version",), NODE_GROUP: ("version",)},
    check=_supported,
    config=VersionConfig,
)

CLUSTERS_KEEP_NO_HIDDEN_ADMIN = Rule(
    "no-cluster-creator-admin",
    description="Creating a cluster makes nobody its admin.",
    reason="All who may enter a cluster stand in its access entries, where a reviewer sees them.",
    remedy="Set accessConfig.bootstrapClusterCreatorAdminPermissions to false.",
    source=f"{_GUIDE}, Grant IAM users access to Kubernetes with EKS access entries",
    example="accessConfig: {bootstrapClusterCreatorAdminPermissions: true}",
    judges={CLUSTER: ("accessConfig.bootstrapClusterCreatorAdminPermissions",)},
    check=_no_hidden_admin,
    config=RuleConfig,
)

NODE_GROUPS_ARE_NAMED_BY_WHAT_THEY_ARE = Rule(
    "node-group-name-suffix",
    description="A node group's name ends in a hash, so its successor has another name.",
    reason=(
        "EKS has one group of a name at a time; under another name the new nodes are ready before"
        " the old ones are drained."
    ),
    remedy=(
        "End nodeGroupName with - and a hash of at least 7 hexadecimal digits of what EKS cannot"
        " change in a group, or give a nodeGroupNamePrefix instead."
    ),
    source="the team's paradigms; Amazon EKS API Reference, UpdateNodegroupConfig",
    example="nodeGroupName: workers",
    judges={NODE_GROUP: ("nodeGroupName",)},
    check=_named_by_hash,
    config=RuleConfig,
)

RULES = (
    CLUSTER_ENDPOINTS_NAME_NETWORKS,
    CLUSTERS_LOG_EVERYTHING,
    CLUSTERS_ENCRYPT_SECRETS,
    CLUSTERS_REFUSE_DELETION,
    KUBERNETES_VERSION_IS_SUPPORTED,
    CLUSTERS_KEEP_NO_HIDDEN_ADMIN,
    NODE_GROUPS_ARE_NAMED_BY_WHAT_THEY_ARE,
)
