"""Access to a cluster that the program does not declare, or that EKS no longer grants.

The engine compares only what is in the state. It does not find an access entry that a person
created, nor that an entry belongs to a deleted principal, which EKS does not show.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from delivery.aws import Clients, paginated
from delivery.drift import entry_commands as commands
from delivery.drift.principals import why_dead
from delivery.plan.access_problem import AccessProblem

CLUSTER = "aws:eks/cluster:Cluster"
_ENTRY = "aws:eks/accessEntry:AccessEntry"
_ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"

_OF_EKS = ":role/aws-service-role/eks.amazonaws.com/"
"""The path of roles that only EKS can assume, and for which it creates access entries.

https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks.html
"""


Outputs = Mapping[str, Any]
"""The outputs of a resource in a state, or what EKS describes; both have the same names."""


def access_problems(stack: str, state: Mapping[str, Any], aws: Clients) -> Iterator[AccessProblem]:
    """Yields the problems with the access entries of the clusters in an exported state.

    `aws` returns clients for the region of the stack. Raises ClientError if AWS refuses a call.
    """
    resources: list[dict[str, Any]] = state["deployment"].get("resources") or []

    def of_type(token: str) -> list[Outputs]:
        found = [one for one in resources if one["type"] == token and not one.get("delete")]
        return [one["outputs"] for one in found]

    for cluster in (one["name"] for one in of_type(CLUSTER)):
        declared_entries, policies = (
            [one for one in of_type(token) if one["clusterName"] == cluster]
            for token in (_ENTRY, _ASSOCIATION)
        )
        declared = {one["principalArn"]: one for one in declared_entries}
        for entry, present in entries(aws("eks"), cluster):
            arn = entry["principalArn"]
            if arn not in declared:
                yield _undeclared(stack, entry, present)
                continue
            of_entry = [one for one in policies if one["principalArn"] == arn]
            yield from _undeclared_policies(entry, present, of_entry)
            if reason := why_dead(arn, entry["createdAt"], aws("iam")):
                yield AccessProblem(
                    f"{_named(entry)} has no effect: {reason}.",
                    "Create the entry again, which takes effect without a deployment:",
                    commands.create_again(declared[arn], of_entry),
                )


def entries(eks: Any, cluster: str) -> Iterator[tuple[Outputs, list[Outputs]]]:
    """Yields the entries of a cluster that EKS did not create itself, with their policies."""
    of_nodes = roles_of_nodes(eks, cluster)
    for arn in paginated(eks, "list_access_entries", "accessEntries", clusterName=cluster):
        of_entry = {"clusterName": cluster, "principalArn": arn}
        entry = eks.describe_access_entry(**of_entry)["accessEntry"]
        if _OF_EKS in arn or (entry["type"] != "STANDARD" and arn in of_nodes):
            continue
        call = "list_associated_access_policies"
        yield entry, list(paginated(eks, call, "associatedAccessPolicies", **of_entry))


def _undeclared(stack: str, entry: Outputs, present: list[Outputs]) -> AccessProblem:
    return AccessProblem(
        f"{_named(entry)} is not declared. It has {_described(entry, present)}.",
        f"If the principal needs access, declare it in Pulumi.{stack}.yaml. Delete the entry in any"
        " case, because a deployment does not adopt it:",
        (commands.delete(entry["clusterName"], entry["principalArn"]),),
    )


def _undeclared_policies(
    entry: Outputs, present: list[Outputs], declared: list[Outputs]
) -> Iterator[AccessProblem]:
    arns = {one["policyArn"] for one in declared}
    for one in present:
        if one["policyArn"] not in arns:
            who = entry["clusterName"], entry["principalArn"]
            yield AccessProblem(
                f"{_named(entry)} has the access policy {_policy(one)}, which is not declared.",
                "Remove it from the entry:",
                (commands.disassociate(*who, one["policyArn"]),),
            )


def _named(entry: Outputs) -> str:
    return f"The access entry of {entry['principalArn']} in {entry['clusterName']}"


def roles_of_nodes(eks: Any, cluster: str) -> Mapping[str, str]:
    """Returns the roles of node groups and Fargate profiles, by ARN, with the type of their entry.

    EKS creates these entries if the cluster has access entries at that time.
    https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
    """
    of = {"clusterName": cluster}
    groups = paginated(eks, "list_nodegroups", "nodegroups", **of)
    profiles = paginated(eks, "list_fargate_profiles", "fargateProfileNames", **of)
    roles = {
        eks.describe_nodegroup(**of, nodegroupName=one)["nodegroup"]["nodeRole"]: "EC2_LINUX"
        for one in groups
    }
    return roles | {
        eks.describe_fargate_profile(**of, fargateProfileName=one)["fargateProfile"][
            "podExecutionRoleArn"
        ]: "FARGATE_LINUX"
        for one in profiles
    }


def _described(entry: Outputs, policies: list[Outputs]) -> str:
    rights = [f"the access policy {_policy(one)}" for one in policies]
    rights += [f"the group {one}" for one in entry.get("kubernetesGroups") or ()]
    rights += [f"the type {entry['type']}"] if entry["type"] != "STANDARD" else []
    return " and ".join(rights) or "neither access policies nor groups"


def _policy(association: Outputs) -> str:
    scope = association["accessScope"]
    where = ", ".join(scope.get("namespaces") or ()) or scope["type"]
    return f"{association['policyArn'].rpartition('/')[2]} ({where})"
