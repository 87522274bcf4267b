"""A cluster in a simulated account."""

from collections.abc import Iterator

import boto3
import pytest

from simulator.plugins.aws.shapes import Props
from tests.simulator.plugins.eks.calls import (
    CLUSTER,
    FARGATE_PROFILE,
    NODE_GROUP,
    changed,
    cluster_of,
    delete,
    made,
)


@pytest.fixture
def subnets(aws_environment: None) -> list[str]:
    """A subnet in each zone of the account's default VPC."""
    ec2 = boto3.client("ec2", region_name="eu-west-1")
    found = ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])
    return [subnet["SubnetId"] for subnet in found["Subnets"]]


@pytest.fixture
def cluster(subnets: list[str]) -> Iterator[Props]:
    """The inputs of an existing cluster that supports both kinds of authentication."""
    inputs = cluster_of(subnets)
    made(CLUSTER, inputs)
    yield inputs
    eks = boto3.client("eks", region_name="eu-west-1")
    if "one" in eks.list_clusters()["clusters"]:
        for group in eks.list_nodegroups(clusterName="one")["nodegroups"]:
            delete(NODE_GROUP, f"one:{group}")
        for profile in eks.list_fargate_profiles(clusterName="one")["fargateProfileNames"]:
            delete(FARGATE_PROFILE, f"one:{profile}")
        eks.get_waiter("cluster_active").wait(name="one", WaiterConfig={"Delay": 0.05})
        changed(CLUSTER, "one", inputs | {"deletionProtection": True}, inputs)
        delete(CLUSTER, "one")
