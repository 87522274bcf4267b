"""Deletes interrupted resources whose creation failed in AWS; the engine creates them again.

A resource that failed stays in AWS until it is deleted. If it were left in the state, the engine
would take it for complete. It never became available, so it holds no data.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from delivery.aws import Clients
from delivery.command import NegativeResultError
from delivery.recovery.readiness import in_cluster, states_of
from delivery.recovery.state import State, name_of

_FAILED = {"create_failed", "create-failed", "failed", "validation_timed_out"}
"""The states of a resource whose creation failed, in lower case.

A failed change or deletion has other states.
"""

_DELETIONS: Mapping[str, tuple[str, str, Callable[[str], dict[str, Any]]]] = {
    "aws:acm/certificate:Certificate": (
        "acm",
        "delete_certificate",
        lambda id_: {"CertificateArn": id_},
    ),
    "aws:ec2/natGateway:NatGateway": (
        "ec2",
        "delete_nat_gateway",
        lambda id_: {"NatGatewayId": id_},
    ),
    "aws:eks/addon:Addon": ("eks", "delete_addon", in_cluster("addonName")),
    "aws:eks/cluster:Cluster": ("eks", "delete_cluster", lambda id_: {"name": id_}),
    "aws:eks/fargateProfile:FargateProfile": (
        "eks",
        "delete_fargate_profile",
        in_cluster("fargateProfileName"),
    ),
    "aws:eks/nodeGroup:NodeGroup": ("eks", "delete_nodegroup", in_cluster("nodegroupName")),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        "elasticache",
        "delete_replication_group",
        lambda id_: {"ReplicationGroupId": id_},
    ),
    "aws:lb/loadBalancer:LoadBalancer": (
        "elbv2",
        "delete_load_balancer",
        lambda id_: {"LoadBalancerArn": id_},
    ),
    "aws:synthetics/canary:Canary": ("synthetics", "delete_canary", lambda id_: {"Name": id_}),
}
"""For each type whose creation can fail later: service, call and parameters of the deletion."""


class FailedResourceError(NegativeResultError):
    """AWS refuses to delete a resource that failed; the message names it and the remedy."""


def delete_failed(resources: list[State], aws: Clients) -> Iterator[str]:
    """Deletes the resources whose creation failed in AWS; yields a line for each.

    Raises FailedResourceError if AWS refuses it, for example because of a deletion protection.
    """
    for resource in resources:
        deletion = _DELETIONS.get(resource["type"])
        failed = [state for state in states_of(resource, aws) if state.lower() in _FAILED]
        if deletion is None or not failed:
            continue
        service, call, parameters = deletion
        name = name_of(resource["urn"])
        try:
            getattr(aws(service), call)(**parameters(resource["id"]))
        except ClientError as error:
            raise FailedResourceError(
                f"{name} ({resource['id']}) failed in AWS: its state is {failed[0]}. It was not"
                f" deleted: {error}. Find the cause in the AWS console, delete it there, then"
                " deploy again."
            ) from None
        yield f"deleting {name}, which failed in AWS ({failed[0]}), to create it again"
