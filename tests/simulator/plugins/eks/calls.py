"""Helpers of the EKS tests, which call a row of the table without the engine."""

from typing import Any

from pulumi.runtime.proto import provider_pb2

from simulator.plugins.aws.resource import Session, write
from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.services import RESOURCE_TYPES
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import to_struct

CLUSTER = "aws:eks/cluster:Cluster"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
FARGATE_PROFILE = "aws:eks/fargateProfile:FargateProfile"
ENTRY = "aws:eks/accessEntry:AccessEntry"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
ADDON = "aws:eks/addon:Addon"

AWS = Session("eu-west-1")
ROLE = "arn:aws:iam::242905224710:role/people/deploys"
BY_BOTH = {
    "authenticationMode": "API_AND_CONFIG_MAP",
    "bootstrapClusterCreatorAdminPermissions": False,
}
NODES = {
    "clusterName": "one",
    "nodeGroupName": "nodes",
    "nodeRoleArn": "arn:aws:iam::242905224710:role/nodes",
    "scalingConfig": {"minSize": 2, "desiredSize": 2, "maxSize": 4},
}


def cluster_of(subnets: list[str], **inputs: Any) -> Props:
    return {
        "name": "one",
        "version": "1.34",
        "roleArn": "arn:aws:iam::242905224710:role/cluster",
        "vpcConfig": {"subnetIds": subnets},
        "accessConfig": BY_BOTH,
        **inputs,
    }


def made(token: str, inputs: Props) -> str:
    row = RESOURCE_TYPES[token]
    id_ = row.create(AWS, inputs)
    write(row, AWS, id_, {}, inputs)
    return id_


def changed(token: str, id_: str, old: Props, new: Props) -> Props:
    write(RESOURCE_TYPES[token], AWS, id_, old, new)
    return read(token, id_)


def read(token: str, id_: str) -> Props:
    found = RESOURCE_TYPES[token].read(AWS, id_)
    assert found is not None
    return found


def delete(token: str, id_: str) -> None:
    RESOURCE_TYPES[token].delete(AWS, id_, {})


def difference(token: str, old: Props, new: Props) -> provider_pb2.DiffResponse:
    """The provider's answer to the engine for a change of inputs."""
    request = provider_pb2.DiffRequest(
        urn=f"urn:pulumi:s::p::{token}::it", old_inputs=to_struct(old), news=to_struct(new)
    )
    return AwsProvider("0.0.0").Diff(request, None)


def profile_of(subnets: list[str]) -> Props:
    return {
        "clusterName": "one",
        "fargateProfileName": "worker",
        "podExecutionRoleArn": ROLE,
        "selectors": [{"namespace": "worker-*"}],
        "subnetIds": subnets,
    }
