"""The account and its clients, for tests of what the account accepts and AWS does not."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.authorization import conftest as authorization
from tests.simulator.authorization.conftest import World

Clients = Callable[[str], Any]
Named = Callable[[str], str]

world, named = authorization.world, authorization.named


@pytest.fixture
def aws(world: World) -> Clients:
    """Clients of the account's administrator."""
    return world


@pytest.fixture
def stopped(clock: Callable[[str], Any]) -> None:
    """The clock of the account is stopped, so what takes time does not happen."""
    clock("stopped")


@pytest.fixture
def bucket(aws: Clients, named: Named) -> str:
    name = named("bucket")
    where = {"LocationConstraint": "eu-west-1"}
    aws("s3").create_bucket(Bucket=name, CreateBucketConfiguration=where)
    return name


@pytest.fixture
def network(aws: Clients, stopped: None) -> dict[str, Any]:
    """A VPC with two subnets, while the clock is stopped."""
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)
        for number, zone in enumerate(("eu-west-1a", "eu-west-1b"))
    ]
    return {"vpc": vpc, "subnets": [one["Subnet"]["SubnetId"] for one in subnets]}


@pytest.fixture
def subnets(aws: Clients) -> list[str]:
    """The subnets of the default VPC."""
    default = [{"Name": "default-for-az", "Values": ["true"]}]
    return [one["SubnetId"] for one in aws("ec2").describe_subnets(Filters=default)["Subnets"]]
