"""Test stacks for the rules about clusters and node groups."""

from typing import Any

from policies.rules.cluster.cluster import (
    CLUSTER,
    CLUSTER_ENDPOINTS_NAME_NETWORKS,
    CLUSTERS_ENCRYPT_SECRETS,
    CLUSTERS_KEEP_NO_HIDDEN_ADMIN,
    CLUSTERS_LOG_EVERYTHING,
    CLUSTERS_REFUSE_DELETION,
    KUBERNETES_VERSION_IS_SUPPORTED,
    NODE_GROUP,
    NODE_GROUPS_ARE_NAMED_BY_WHAT_THEY_ARE,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def cluster(**props: Any) -> Stack:
    return (a(CLUSTER, props=props),)


def nodes(**props: Any) -> Stack:
    return (a(NODE_GROUP, props=props),)


def endpoint(*cidrs: str, **more: Any) -> Stack:
    return cluster(vpcConfig={"publicAccessCidrs": [*cidrs], **more})


def encrypted(*resources: str, **provider: str) -> Stack:
    return cluster(encryptionConfig={"provider": provider, "resources": [*resources]})


def creator(**config: Any) -> Stack:
    return cluster(accessConfig={"authenticationMode": "API", **config})


CASES = (
    Case(
        CLUSTER_ENDPOINTS_NAME_NETWORKS,
        bad={
            "from 0.0.0.0/0": cluster(vpcConfig={"subnetIds": [UNKNOWN]}),
            "its API endpoint is reachable from 0.0.0.0/0.": cluster(
                vpcConfig={"endpointPublicAccess": True}
            ),
            "API endpoint is reachable from 0.0.0.0/0.": endpoint("203.0.113.0/24", "0.0.0.0/0"),
            "from ::/0": endpoint("::/0", endpointPublicAccess=True),
            "0.0.0.0/1": endpoint("0.0.0.0/1", "128.0.0.0/1"),
            "endpoint is reachable from 0.0.0.0/0.": endpoint(endpointPrivateAccess=True),
        },
        good=(
            endpoint("203.0.113.0/24", endpointPublicAccess=True),
            endpoint("2001:db8::/32"),
            cluster(vpcConfig={"endpointPublicAccess": False}),
            endpoint("0.0.0.0/0", endpointPublicAccess=False),
        ),
        unknown=(
            endpoint(UNKNOWN),
            endpoint("0.0.0.0/0", endpointPublicAccess=UNKNOWN),
            cluster(vpcConfig={"publicAccessCidrs": UNKNOWN}),
        ),
    ),
    Case(
        CLUSTERS_LOG_EVERYTHING,
        bad={
            "log api, audit, authenticator, controllerManager, scheduler": cluster(),
            "does not log audit, scheduler.": cluster(
                enabledClusterLogTypes=["api", "authenticator", "controllerManager"]
            ),
            "does not log scheduler.": cluster(enabledClusterLogTypes=LOGS[:-1]),
        },
        good=(cluster(enabledClusterLogTypes=LOGS), cluster(enabledClusterLogTypes=LOGS[::-1])),
        unknown=(
            cluster(enabledClusterLogTypes=UNKNOWN),
            cluster(enabledClusterLogTypes=["api", UNKNOWN]),
        ),
    ),
    Case(
        CLUSTERS_ENCRYPT_SECRETS,
        bad={
            "Kubernetes secrets are not encrypted with a customer managed KMS key.": cluster(),
            "secrets are not encrypted with a customer managed KMS key.": encrypted("secrets"),
            "are not encrypted with a customer managed KMS key.": encrypted(
                keyArn="arn:aws:kms:eu-west-1:123456789012:key/1"
            ),
        },
        good=(
            encrypted("secrets", keyArn="arn:aws:kms:eu-west-1:123456789012:key/1"),
            encrypted("secrets", keyArn=UNKNOWN),
        ),
        unknown=(
            cluster(encryptionConfig=UNKNOWN),
            encrypted(UNKNOWN, keyArn="arn:aws:kms:eu-west-1:123456789012:key/1"),
        ),
    ),
    Case(
        CLUSTERS_REFUSE_DELETION,
        bad={
            "by mistake": cluster(),
            "deletionProtection is not enabled, so it can be deleted by mistake.": cluster(
                deletionProtection=False
            ),
        },
        good=(cluster(deletionProtection=True),),
        unknown=(cluster(deletionProtection=UNKNOWN),),
    ),
    Case(
        KUBERNETES_VERSION_IS_SUPPORTED,
        config={"supported": ["1.35", "1.36"]},
        bad={
            "is not set": cluster(),
            "not set": nodes(),
            "its Kubernetes version is 1.29; supported: 1.35, 1.36.": cluster(version="1.29"),
            "is 1.34": nodes(version="1.34"),
            "is 1.3;": cluster(version="1.3"),
        },
        good=(cluster(version="1.35"), nodes(version="1.36")),
        unknown=(cluster(version=UNKNOWN), nodes(version=UNKNOWN)),
    ),
    Case(
        CLUSTERS_KEEP_NO_HIDDEN_ADMIN,
        bad={
            "creator becomes cluster admin without an access entry in the program.": cluster(),
            "becomes cluster admin without an access entry in the program.": creator(),
            "cluster admin without an access entry in the program.": creator(
                bootstrapClusterCreatorAdminPermissions=True
            ),
        },
        good=(creator(bootstrapClusterCreatorAdminPermissions=False),),
        unknown=(
            cluster(accessConfig=UNKNOWN),
            creator(bootstrapClusterCreatorAdminPermissions=UNKNOWN),
        ),
    ),
    Case(
        NODE_GROUPS_ARE_NAMED_BY_WHAT_THEY_ARE,
        bad={
            "name workers": nodes(nodeGroupName="workers"),
            "name post-scaling-x86": nodes(nodeGroupName="post-scaling-x86"),
            "workers-2": nodes(nodeGroupName="workers-2"),
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
