"""EKS access entries, which moto lacks. An entry belongs to a principal's unique id, not its name.

https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from moto.core.responses import ActionResult, EmptyResult
from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
    ResourceNotFoundException,
)
from moto.eks.models import Cluster
from moto.eks.responses import EKSResponse

from simulator.moto_patches.iam import is_visible, unique_id
from simulator.plugins.aws.principals import parts_of_principal

_NODE_USER = "system:node:{{EC2PrivateDNSName}}"
"""The user name of an entry of any type but STANDARD (EKS user guide, "Access entries")."""


@dataclass
class AssociatedPolicy:
    """An access policy of an entry.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociatedAccessPolicy.html
    """

    policy_arn: str
    access_scope: dict[str, Any]
    associated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    modified_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass
class AccessEntry:
    """An entry, https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessEntry.html.

    `unique_id` is the id of the principal at the creation, which EKS never shows; None if the
    principal is in another account.
    """

    cluster_name: str
    principal_arn: str
    access_entry_arn: str
    username: str
    type: str = "STANDARD"
    kubernetes_groups: list[str] = field(default_factory=list[str])
    tags: dict[str, str] = field(default_factory=dict[str, str])
    unique_id: str | None = None
    policies: dict[str, AssociatedPolicy] = field(default_factory=dict[str, AssociatedPolicy])
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    modified_at: datetime = field(default_factory=lambda: datetime.now(UTC))


def entries_of(cluster: Cluster) -> dict[str, AccessEntry]:
    """Returns a cluster's entries by the ARN of the principal; they disappear with the cluster."""
    return vars(cluster).setdefault("access_entries", {})


def add_entry(cluster: Cluster, principal: str, **settings: Any) -> AccessEntry:
    """Adds an entry to a cluster, with EKS's defaults for settings that are not given."""
    kind, account, name = parts_of_principal(principal)
    path = f"{cluster.name}/{kind}/{account}/{name}"
    made = cluster.created_at.isoformat()
    settings.setdefault("username", _user_name(principal, settings.get("type", "STANDARD")))
    entry = AccessEntry(
        cluster.name,
        principal,
        f"{cluster.arn.partition(':cluster/')[0]}:access-entry/{path}/"
        f"{uuid5(NAMESPACE_URL, path + made)}",
        unique_id=unique_id(principal),
        **settings,
    )
    entries_of(cluster)[principal] = entry
    return entry


class AccessEntries(EKSResponse):
    """The API calls for an access entry."""

    def create_access_entry(self) -> ActionResult:
        cluster, principal = self._cluster_of_entry(), self._get_param("principalArn")
        if self._mode(cluster) == "CONFIG_MAP":
            raise InvalidRequestException(
                message="The cluster's authentication mode must be set to one of [API,"
                " API_AND_CONFIG_MAP] to perform this operation."
            )
        if not is_visible(principal):
            # The official provider retries a creation that is refused with these words.
            raise InvalidParameterException(
                message="The specified principalArn is invalid: invalid principal."
            )
        if principal in entries_of(cluster):
            raise ResourceInUseException(
                message="The specified access entry resource is already in use on this cluster."
            )
        given = {
            "kubernetes_groups": self._groups(),
            "tags": self._get_param("tags"),
            "type": self._get_param("type"),
            "username": self._get_param("username"),
        }
        settings = {name: value for name, value in given.items() if value}
        return ActionResult({"accessEntry": add_entry(cluster, principal, **settings)})

    def list_access_entries(self) -> ActionResult:
        found, policy = entries_of(self._cluster_of_entry()), self._get_param("associatedPolicyArn")
        named = [arn for arn, entry in found.items() if not policy or policy in entry.policies]
        return ActionResult({"accessEntries": named})

    def describe_access_entry(self) -> ActionResult:
        return ActionResult({"accessEntry": self._entry()})

    def update_access_entry(self) -> ActionResult:
        entry, groups = self._entry(), self._groups()
        if groups is not None:
            entry.kubernetes_groups = groups
        entry.username = self._get_param("username") or entry.username
        entry.modified_at = datetime.now(UTC)
        return ActionResult({"accessEntry": entry})

    def delete_access_entry(self) -> ActionResult:
        del entries_of(self._cluster_of_entry())[self._entry().principal_arn]
        return EmptyResult()

    def _cluster_of_entry(self) -> Cluster:
        return self.eks_backend.describe_cluster(self._get_param("name"))

    def _mode(self, cluster: Any) -> str:
        return cluster.access_config["authenticationMode"]

    def _groups(self) -> list[str] | None:
        groups: list[str] | None = self._get_param("kubernetesGroups")
        for group in groups or ():
            if group.startswith("system:"):
                raise InvalidParameterException(
                    message=f"The kubernetes group name {group} is invalid, it cannot start with"
                    " system:"
                )
        return groups

    def _entry(self) -> AccessEntry:
        found = entries_of(self._cluster_of_entry()).get(self._get_param("principalArn"))
        if found is None:
            raise ResourceNotFoundException(
                message="The specified principalArn could not be found. You can view your available"
                " access entries with 'list-access-entries'."
            )
        return found


def _user_name(principal: str, type_: str) -> str:
    """Returns the default user name of an entry."""
    kind, account, name = parts_of_principal(principal)
    if type_ != "STANDARD":
        return _NODE_USER
    if kind == "role":
        return f"arn:aws:sts::{account}:assumed-role/{name}/{{{{SessionName}}}}"
    return principal
