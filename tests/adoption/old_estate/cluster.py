"""The cluster as eksctl and its commands leave it."""

import time
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from simulator.account.account import Account
from tests.adoption.old_estate import by_hand
from tests.adoption.old_estate.aws_auth import write_aws_auth
from tests.adoption.old_estate.people import People
from tests.adoption.old_estate.stacks import deploy, template

NODE_GROUP = "nodegroup-post-scaling-x86-v2"

PROFILES = ("worker-default", "pipeline-default")
"""Fargate profiles, whose pods are in the namespaces with their names."""

THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"
"""Of the root certificate authority of EKS's issuers.

https://github.com/eksctl-io/eksctl/blob/main/pkg/iam/oidc/api.go
"""


def name_of(environment: str) -> str:
    """The name of the cluster of an environment."""
    return f"biomage-{environment}"


def stacks(account: Account, environment: str) -> Iterator[str]:
    """Make the cluster, its OIDC provider, its nodes and service accounts; yields the stacks."""
    given, prefix = {"Environment": environment}, f"eksctl-{name_of(environment)}"
    yield deploy(account, f"{prefix}-cluster", template("eksctl/cluster.yaml"), given)
    host = issuer(account, environment)
    account.client(account.up(), "iam").create_open_id_connect_provider(
        Url=f"https://{host}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=[THUMBPRINT]
    )
    nodes = template("eksctl/nodegroup.yaml")
    yield deploy(account, f"{prefix}-nodegroup-{NODE_GROUP}", nodes, given)
    balancing = by_hand.load_balancer_policy(account, environment)
    for service_account, policy in {
        "kube-system:aws-node": "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
        "default:dummy-setup-account": "",
        "kube-system:aws-load-balancer-controller": balancing,
    }.items():
        name = f"{prefix}-addon-iamserviceaccount-{service_account.replace(':', '-')}"
        trusted = {"OidcProvider": host, "ServiceAccount": service_account, "PolicyArn": policy}
        yield deploy(account, name, template("eksctl/iamserviceaccount.yaml"), trusted)


def issuer(account: Account, environment: str) -> str:
    """The issuer of the cluster's tokens, without its scheme."""
    cluster = _described(account, environment)
    return cluster["identity"]["oidc"]["issuer"].removeprefix("https://")


def finish(account: Account, environment: str, people: People) -> None:
    """Make the Fargate profiles, and map people and roles in the cluster."""
    eks = account.client(account.up(), "eks")
    outputs = _outputs(account, f"eksctl-{name_of(environment)}-cluster")
    for profile in PROFILES:
        given = {
            "clusterName": name_of(environment),
            "fargateProfileName": profile,
            "podExecutionRoleArn": outputs["FargatePodExecutionRoleARN"],
            "subnets": outputs["SubnetsPrivate"].split(","),
            "selectors": [{"namespace": profile}],
        }
        # EKS creates one profile at a time.
        while not _created(eks, given):
            time.sleep(0.02)
    nodes = eks.describe_nodegroup(clusterName=name_of(environment), nodegroupName=NODE_GROUP)
    write_aws_auth(
        account,
        _described(account, environment),
        people,
        nodes=nodes["nodegroup"]["nodeRole"],
        pods=outputs["FargatePodExecutionRoleARN"],
        state_machines=f"arn:aws:iam::{account.account_id}:role/state-machine-role-{environment}",
    )


def _created(eks: Any, given: dict[str, Any]) -> bool:
    try:
        eks.create_fargate_profile(**given)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceInUseException":
            return False
        raise
    return True


def _described(account: Account, environment: str) -> dict[str, Any]:
    eks = account.client(account.up(), "eks")
    return eks.describe_cluster(name=name_of(environment))["cluster"]


def _outputs(account: Account, stack: str) -> dict[str, str]:
    cloudformation = account.client(account.up(), "cloudformation")
    (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    return {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}
