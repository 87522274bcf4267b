"""Waits for interrupted resources that AWS is still creating, changing or deleting.

A provider's read does not wait: a cluster that is read while it is CREATING stays in the state
without its endpoint, and a table that is read while it is DELETING stays there as if it existed.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jmespath
from botocore.exceptions import ClientError

from delivery.aws import Clients
from delivery.command import NegativeResultError
from delivery.recovery.state import State, name_of

_BUSY = {"creating", "deleting", "modifying", "pending", "provisioning", "snapshotting", "updating"}
"""The states in which AWS is working on a resource, in lower case."""

_POLL_SECONDS = 2

_TIMEOUT_SECONDS = 3600
"""The official provider waits for no creation longer.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/node_group.go
"""


@dataclass(frozen=True)
class _Query:
    """A call that describes a resource, its parameters from an id, and the path of its states."""

    service: str
    call: str
    parameters: Callable[[str], dict[str, Any]]
    states: str


class StillBusyError(NegativeResultError):
    """AWS has not finished its work in time; the message names the resource and what to do."""


def in_cluster(own: str) -> Callable[[str], dict[str, Any]]:
    """Returns a function from an id `cluster:name` to parameters; `own` is that of the name."""

    def parameters(id_: str) -> dict[str, Any]:
        cluster, _, name = id_.partition(":")
        return {"clusterName": cluster, own: name}

    return parameters


_QUERIES: Mapping[str, _Query] = {
    "aws:acm/certificate:Certificate": _Query(
        "acm",
        "describe_certificate",
        lambda id_: {"CertificateArn": id_},
        "[Certificate.Status]",
    ),
    "aws:dynamodb/table:Table": _Query(
        "dynamodb",
        "describe_table",
        lambda id_: {"TableName": id_},
        "Table.[TableStatus, GlobalSecondaryIndexes[].IndexStatus][]",
    ),
    "aws:ec2/natGateway:NatGateway": _Query(
        "ec2", "describe_nat_gateways", lambda id_: {"NatGatewayIds": [id_]}, "NatGateways[].State"
    ),
    "aws:eks/addon:Addon": _Query(
        "eks", "describe_addon", in_cluster("addonName"), "[addon.status]"
    ),
    "aws:eks/cluster:Cluster": _Query(
        "eks", "describe_cluster", lambda id_: {"name": id_}, "[cluster.status]"
    ),
    "aws:eks/fargateProfile:FargateProfile": _Query(
        "eks",
        "describe_fargate_profile",
        in_cluster("fargateProfileName"),
        "[fargateProfile.status]",
    ),
    "aws:eks/nodeGroup:NodeGroup": _Query(
        "eks", "describe_nodegroup", in_cluster("nodegroupName"), "[nodegroup.status]"
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": _Query(
        "elasticache",
        "describe_replication_groups",
        lambda id_: {"ReplicationGroupId": id_},
        "ReplicationGroups[].Status",
    ),
    "aws:lb/loadBalancer:LoadBalancer": _Query(
        "elbv2",
        "describe_load_balancers",
        lambda id_: {"LoadBalancerArns": [id_]},
        "LoadBalancers[].State.Code",
    ),
    "aws:synthetics/canary:Canary": _Query(
        "synthetics",
        "get_canary",
        lambda id_: {"Name": id_},
        "Canary.Status.[State, StateReasonCode][]",
    ),
}


def await_readiness(resources: list[State], aws: Clients) -> Iterator[str]:
    """Waits until AWS works on none of the resources; yields a line for each that it waits for.

    Raises StillBusyError after an hour.
    """
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    for resource in resources:
        if not (busy := _busy_state(resource, aws)):
            continue
        yield f"waiting for {name_of(resource['urn'])}, which is {busy}"
        while busy := _busy_state(resource, aws):
            if time.monotonic() > deadline:
                raise StillBusyError(
                    f"{name_of(resource['urn'])} is still {busy}. A deployment was killed, and AWS"
                    " has not finished its work. Wait until it has, then deploy again."
                )
            time.sleep(_POLL_SECONDS)


def states_of(resource: State, aws: Clients) -> list[str]:
    """Returns AWS's states of a resource; empty if it is gone or its type has no states."""
    query = _QUERIES.get(resource["type"])
    if query is None:
        return []
    try:
        answer = getattr(aws(query.service), query.call)(**query.parameters(resource["id"]))
    except ClientError as error:
        if "NotFound" in error.response.get("Error", {}).get("Code", ""):
            return []
        raise
    states: list[str | None] = jmespath.search(query.states, answer)
    return [state for state in states or [] if state]


def _busy_state(resource: State, aws: Clients) -> str:
    """Returns the state in which AWS works on a resource; empty if it does not."""
    return next((state for state in states_of(resource, aws) if state.lower() in _BUSY), "")
