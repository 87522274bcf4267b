"""The component `Network`: zones, subnets and tags."""

from itertools import permutations
from typing import Any

import pytest

from settings import ExistingNetwork
from settings import Network as NewNetwork
from tests.mocks.recording import Recording
from tests.mocks.runs import network

ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")
RANGES = {
    "private-eu-west-1a": "10.10.0.0/19",
    "private-eu-west-1b": "10.10.32.0/19",
    "private-eu-west-1c": "10.10.64.0/19",
    "public-eu-west-1a": "10.10.192.0/22",
    "public-eu-west-1b": "10.10.196.0/22",
    "public-eu-west-1c": "10.10.200.0/22",
}
"""The subnets of 10.10.0.0/16. A change of the ranges replaces all subnets."""

LOAD_BALANCERS = {
    "private": "kubernetes.io/role/internal-elb",
    "public": "kubernetes.io/role/elb",
}
SUBNET = "ec2/subnet:Subnet"


def with_nats(count: int) -> Recording:
    return network(network=NewNetwork(cidr="10.10.0.0/16", nat_gateways=count))


def inputs(recording: Recording) -> dict[str, Any]:
    return {urn: one.inputs for urn, one in recording.resources.items()}


def test_each_zone_has_a_private_and_a_public_subnet() -> None:
    recording = network()
    subnets = recording.of(SUBNET)
    assert {name: one.inputs["cidrBlock"] for name, one in subnets.items()} == RANGES
    assert recording.of("ec2/vpc:Vpc")["vpc"].inputs["cidrBlock"] == "10.10.0.0/16"
    for name, one in subnets.items():
        kind, zone = name.split("-", 1)
        assert (one.inputs["vpcId"], one.inputs["availabilityZone"]) == ("vpc-id", zone)
        assert one.inputs["tags"] == {
            "Name": f"biomage-staging-{name}",
            "Owner": "iac",
            LOAD_BALANCERS[kind]: "1",
        }


def test_the_vpc_has_dns_support_and_host_names() -> None:
    vpc = network().of("ec2/vpc:Vpc")["vpc"].inputs
    assert (vpc["enableDnsHostnames"], vpc["enableDnsSupport"]) == (True, True)


@pytest.mark.parametrize("count", [1, 2])
def test_another_nat_gateway_changes_only_routes(count: int) -> None:
    before, after = inputs(with_nats(count)), inputs(with_nats(count + 1))
    assert before.keys() < after.keys()
    changed = {urn.split("::")[-1] for urn in before if before[urn] != after[urn]}
    assert changed == {f"private-{ZONES[count]}"}


def test_the_order_of_zones_changes_nothing() -> None:
    sorted_ones = inputs(network())
    assert all(
        inputs(network(availability_zones=order)) == sorted_ones for order in permutations(ZONES)
    )


def test_replacing_a_zone_changes_no_other_zone() -> None:
    before = network().of(SUBNET)
    after = network(availability_zones=("eu-west-1f", "eu-west-1b", "eu-west-1c")).of(SUBNET)
    staying = before.keys() & after.keys()
    assert staying == {name for name in RANGES if not name.endswith("a")}
    assert all(before[name] == after[name] for name in staying)


def test_an_existing_network_is_only_tagged() -> None:
    subnets = {
        "private": ("subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"),
        "public": ("subnet-0f1e2d3c4b5a69780", "subnet-0f1e2d3c4b5a69781"),
    }
    existing = ExistingNetwork(
        vpc_id="vpc-0a1b2c3d4e5f67890",
        private_subnet_ids=subnets["private"],
        public_subnet_ids=subnets["public"],
    )
    recording = network(existing_network=existing, network=None)
    assert {name: one.inputs for name, one in recording.of("ec2/tag:Tag").items()} == {
        subnet: {"resourceId": subnet, "key": LOAD_BALANCERS[kind], "value": "1"}
        for kind, both in subnets.items()
        for subnet in both
    }
    (component,) = recording.of("network:Network").values()
    assert len(recording.resources) == 5
    assert recording.outputs[component.urn] == {
        "vpc_id": "vpc-0a1b2c3d4e5f67890",
        "private_subnet_ids": [*subnets["private"]],
        "public_subnet_ids": [*subnets["public"]],
    }
