"""EKS access policies of access entries, and the entries that EKS creates itself."""

from datetime import UTC, datetime
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.eks.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.eks.models import Cluster

from simulator.moto_patches.eks.access_entries import (
    AccessEntries,
    AssociatedPolicy,
    add_entry,
    entries_of,
)

_PREFIX = "arn:aws:eks::aws:cluster-access-policy/"
"""The prefix of every access policy's ARN (EKS user guide, "Access policies")."""

NODES, PODS = "EC2_LINUX", "FARGATE_LINUX"
"""The types of the entries that EKS creates for node groups and Fargate profiles.

https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
"""


class AccessPolicies(AccessEntries):
    """The API calls for the access policies of an entry."""

    def associate_access_policy(self) -> ActionResult:
        entry, policy = self._entry(), self._get_param("policyArn")
        if not policy.startswith(_PREFIX):
            raise InvalidParameterException(
                message=f"{policy} is not an access policy: the ARN must begin with {_PREFIX}"
            )
        made = AssociatedPolicy(policy, self._get_param("accessScope"))
        if before := entry.policies.get(policy):
            made.associated_at = before.associated_at
        made.modified_at = datetime.now(UTC)
        entry.policies[policy] = made
        return ActionResult(
            {
                "clusterName": entry.cluster_name,
                "principalArn": entry.principal_arn,
                "associatedAccessPolicy": made,
            }
        )

    def list_associated_access_policies(self) -> ActionResult:
        entry = self._entry()
        return ActionResult(
            {
                "clusterName": entry.cluster_name,
                "principalArn": entry.principal_arn,
                "associatedAccessPolicies": list(entry.policies.values()),
            }
        )

    def disassociate_access_policy(self) -> ActionResult:
        if self._entry().policies.pop(self._get_param("policyArn"), None) is None:
            raise ResourceNotFoundException(
                message="The specified policyArn could not be found."
                " You can view your associated access policies with"
                " 'list-associated-access-policies'."
            )
        return EmptyResult()


def admit_role(cluster: Any, role_arn: str, type_: str) -> None:
    """Adds the entry that EKS creates for the role of a node group or Fargate profile."""
    by_entries = cluster.access_config["authenticationMode"] != "CONFIG_MAP"
    if by_entries and role_arn not in entries_of(cluster):
        add_entry(cluster, role_arn, type=type_)


def dismiss_role(cluster: Cluster, role_arn: str) -> None:
    """Deletes the entry of a role that no node group or Fargate profile of the cluster uses."""
    used = {group.node_role for group in cluster.nodegroups.values()}
    used |= {profile.pod_execution_role_arn for profile in cluster.fargate_profiles.values()}
    entry = entries_of(cluster).get(role_arn)
    if entry and entry.type in (NODES, PODS) and role_arn not in used:
        del entries_of(cluster)[role_arn]
