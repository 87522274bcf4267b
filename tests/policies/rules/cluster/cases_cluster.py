"""Test stacks for the rules about clusters and node groups."""

from functools import partial
from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.cluster import CLUSTER, NODE_GROUP
from tests.policies.rules.cases import UNKNOWN, Case, a

cluster = partial(a, CLUSTER)
nodes = partial(a, NODE_GROUP)

LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def endpoint(*cidrs: str, **more: Any) -> Resource:
    return cluster(vpcConfig={"publicAccessCidrs": [*cidrs], **more})


def encrypted(*resources: str, **provider: str) -> Resource:
    return cluster(encryptionConfig={"provider": provider, "resources": [*resources]})


def creator(**config: Any) -> Resource:
    return cluster(accessConfig={"authenticationMode": "API", **config})


CASES = (
    Case(
        "cluster-endpoint-cidrs",
        bad={
            "its API endpoint is reachable from 0.0.0.0/0.": [
                cluster(vpcConfig={"subnetIds": [UNKNOWN]}),
                cluster(vpcConfig={"endpointPublicAccess": True}),
                endpoint("203.0.113.0/24", "0.0.0.0/0"),
                endpoint(endpointPrivateAccess=True),
            ],
            "from ::/0": endpoint("::/0", endpointPublicAccess=True),
            "0.0.0.0/1": endpoint("0.0.0.0/1", "128.0.0.0/1"),
        },
        good=(
            endpoint("203.0.113.0/24", endpointPublicAccess=True),
            endpoint("2001:db8::/32"),
            cluster(vpcConfig={"endpointPublicAccess": False}),
            endpoint("0.0.0.0/0", endpointPublicAccess=False),
        ),
        unknown=(endpoint(UNKNOWN), endpoint("0.0.0.0/0", endpointPublicAccess=UNKNOWN)),
    ),
    Case(
        "cluster-control-plane-logs",
        bad={
            "log api, audit, authenticator, controllerManager, scheduler": cluster(),
            "does not log audit, scheduler.": cluster(enabledClusterLogTypes=[LOGS[0], *LOGS[2:4]]),
            "does not log scheduler.": cluster(enabledClusterLogTypes=LOGS[:-1]),
        },
        good=(cluster(enabledClusterLogTypes=LOGS), cluster(enabledClusterLogTypes=LOGS[::-1])),
        unknown=(cluster(enabledClusterLogTypes=UNKNOWN),),
    ),
    Case(
        "cluster-secrets-encryption",
        bad={
            "Kubernetes secrets are not encrypted with a customer managed KMS key.": [
                cluster(),
                encrypted("secrets"),
                encrypted(keyArn="arn:aws:kms:eu-west-1:123456789012:key/1"),
            ]
        },
        good=(
            encrypted("secrets", keyArn="arn:aws:kms:eu-west-1:123456789012:key/1"),
            encrypted("secrets", keyArn=UNKNOWN),
        ),
        unknown=(cluster(encryptionConfig=UNKNOWN),),
    ),
    Case(
        "cluster-deletion-protection",
        bad={"deletionProtection is not enabled": [cluster(), cluster(deletionProtection=False)]},
        good=(cluster(deletionProtection=True),),
        unknown=(cluster(deletionProtection=UNKNOWN),),
    ),
    Case(
        "no-cluster-creator-admin",
        bad={
            "creator becomes cluster admin without an access entry in the program.": [
                cluster(),
                creator(),
                creator(bootstrapClusterCreatorAdminPermissions=True),
            ]
        },
        good=(creator(bootstrapClusterCreatorAdminPermissions=False),),
        unknown=(creator(bootstrapClusterCreatorAdminPermissions=UNKNOWN),),
    ),
    Case(
        "node-group-name-suffix",
        bad={
            "name workers": nodes(nodeGroupName="workers"),
            "name post-scaling-x86": nodes(nodeGroupName="post-scaling-x86"),
            "workers-abcdef": nodes(nodeGroupName="workers-abcdef"),
            "workersabcdef01": nodes(nodeGroupName="workersabcdef01"),
            "workers-1234567-blue": nodes(nodeGroupName="workers-1234567-blue"),
            "name -1234567": nodes(nodeGroupName="-1234567"),
        },
        good=(
            nodes(nodeGroupName="post-scaling-x86-bff8c13e"),
            nodes(nodeGroupName="workers-a1b2c3d"),
            nodes(nodeGroupNamePrefix="workers-"),
            nodes(),
        ),
        unknown=(nodes(nodeGroupName=UNKNOWN),),
    ),
)
