"""A cluster in a simulated account."""

from collections.abc import Iterator

import boto3
import pytest

from simulator.plugins.aws.shapes import Props
from tests.simulator.plugins.eks.calls import CLUSTER, cluster_of, made


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
            eks.delete_nodegroup(clusterName="one", nodegroupName=group)
        for profile in eks.list_fargate_profiles(clusterName="one")["fargateProfileNames"]:
            eks.delete_fargate_profile(clusterName="one", fargateProfileName=profile)
        eks.update_cluster_config(name="one", deletionProtection=False)
        eks.delete_cluster(name="one")
