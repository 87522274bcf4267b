"""Rules for EKS clusters and node groups."""

import re
from collections.abc import Iterator

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.data.data_retention import KeepingConfig, requires_until_retired
from policies.rules.network.network import is_wide

CLUSTER = "aws:eks/cluster:Cluster"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"

_GUIDE = "Amazon EKS User Guide"

_ANY_ADDRESS = ("0.0.0.0/0",)
"""The default of publicAccessCidrs.

https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html
"""

_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""All log types of a control plane.

https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
"""

_HASHED = re.compile(r".+-[0-9a-f]{7,}")
"""A name that ends in a hash, or in the random suffix of Pulumi's auto-naming."""


class LogsConfig(RuleConfig):
    """The configuration of cluster-control-plane-logs."""

    types: tuple[str, ...] = Field(
        _LOGS, description="the log types that every cluster must enable"
    )


def _endpoint(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("vpcConfig.endpointPublicAccess") is False:
        return
    for cidr in filter(is_wide, one.get("vpcConfig.publicAccessCidrs") or _ANY_ADDRESS):
        yield f"its API endpoint is reachable from {cidr}."


def _logs(one: Resource, context: Context[LogsConfig]) -> Iterator[str]:
    found = {*one.items("enabledClusterLogTypes")}
    if missing := [each for each in context.config.types if each not in found]:
        yield f"its control plane does not log {', '.join(missing)}."


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    # The key may be created with the cluster, so its ARN may be unknown.
    has_key = "keyArn" in {*one.part("encryptionConfig.provider")}
    if not has_key or "secrets" not in {*one.items("encryptionConfig.resources")}:
        yield "its Kubernetes secrets are not encrypted with a customer managed KMS key."


def _no_hidden_admin(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("accessConfig.bootstrapClusterCreatorAdminPermissions") is not False:
        yield "its creator becomes cluster admin without an access entry in the program."


def _named_by_hash(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    name = one.get("nodeGroupName")
    if name and not _HASHED.fullmatch(name):
        yield (
            f"its name {name} does not change with its configuration, so EKS must delete the old"
            " nodes before it creates the new ones."
        )


RULES = (
    Rule(
        "cluster-endpoint-cidrs",
        description="A cluster's API endpoint accepts only its VPC and listed CIDR ranges.",
        reason="An API that is open to the internet needs only a stolen token or a vulnerability to"
        " be attacked.",
        remedy=(
            "Set vpcConfig.publicAccessCidrs to the ranges of your offices and CI runners, or"
            " vpcConfig.endpointPublicAccess to false."
        ),
        source=f"{_GUIDE}, Cluster API server endpoint",
        example="vpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [0.0.0.0/0]}",
        judges={CLUSTER: ("vpcConfig.endpointPublicAccess", "vpcConfig.publicAccessCidrs")},
        check=_endpoint,
        config=RuleConfig,
    ),
    Rule(
        "cluster-control-plane-logs",
        description="A cluster's control plane logs all log types.",
        reason="These logs are the only record of who did what in the cluster, and of why it"
        " failed.",
        remedy="Add the missing log types to enabledClusterLogTypes.",
        source=f"{_GUIDE}, Send control plane logs to CloudWatch Logs",
        example="enabledClusterLogTypes: [api]",
        judges={CLUSTER: ("enabledClusterLogTypes",)},
        check=_logs,
        config=LogsConfig,
    ),
    Rule(
        "cluster-secrets-encryption",
        description="A cluster's Kubernetes secrets are encrypted with a customer managed KMS key.",
        reason="The key's policy controls decryption, and CloudTrail records each use of the key.",
        remedy="Set encryptionConfig.provider.keyArn, and encryptionConfig.resources to [secrets].",
        source=f"{_GUIDE}, Default envelope encryption for all Kubernetes API Data",
        example="encryptionConfig: (missing)",
        judges={CLUSTER: ("encryptionConfig.provider.keyArn", "encryptionConfig.resources")},
        check=_encrypted,
        config=RuleConfig,
    ),
    Rule(
        "cluster-deletion-protection",
        description="A cluster has deletion protection.",
        reason="Deleting a cluster deletes all workloads in it and the volumes they created.",
        remedy="Set deletionProtection to true.",
        source=f"{_GUIDE}, Protect EKS clusters from accidental deletion",
        example="deletionProtection: false",
        judges={CLUSTER: ("deletionProtection",)},
        check=requires_until_retired(
            "deletionProtection",
            "deletionProtection is not enabled, so it can be deleted by mistake.",
        ),
        config=KeepingConfig,
    ),
    Rule(
        "no-cluster-creator-admin",
        description="The creator of a cluster does not become its admin.",
        reason="All cluster admins must have access entries, which a review can see.",
        remedy="Set accessConfig.bootstrapClusterCreatorAdminPermissions to false.",
        source=f"{_GUIDE}, Grant IAM users access to Kubernetes with EKS access entries",
        example="accessConfig: {bootstrapClusterCreatorAdminPermissions: true}",
        judges={CLUSTER: ("accessConfig.bootstrapClusterCreatorAdminPermissions",)},
        check=_no_hidden_admin,
        config=RuleConfig,
    ),
    Rule(
        "node-group-name-suffix",
        description="A node group's name ends in a hash, so its replacement has another name.",
        reason=(
            "Names of node groups are unique in a cluster. With a new name, the new nodes are ready"
            " before the old ones are drained."
        ),
        remedy=(
            "End nodeGroupName with - and a hash (at least 7 hexadecimal digits) of the properties"
            " that EKS cannot change in place, or set nodeGroupNamePrefix instead."
        ),
        source="the team's paradigms; Amazon EKS API Reference, UpdateNodegroupConfig",
        example="nodeGroupName: workers",
        judges={NODE_GROUP: ("nodeGroupName",)},
        check=_named_by_hash,
        config=RuleConfig,
    ),
)
