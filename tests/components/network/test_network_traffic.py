"""The component `Network`: routes, endpoints and flow logs."""

import json

import pytest

from components.identity.platform_policies import flow_logs_policy, service_trust_policy
from tests.components.network.test_network import RANGES, ZONES, with_nats
from tests.environments import platform_of
from tests.mocks.runs import network

ROUTE, NAT = "ec2/route:Route", "ec2/natGateway:NatGateway"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_private_subnets_route_to_their_zones_or_the_first_nat_gateway(count: int) -> None:
    recording = with_nats(count)
    gateways, routes = recording.of(NAT), recording.of(ROUTE)
    assert set(gateways) == {f"nat-{zone}" for zone in ZONES[:count]}
    for zone in ZONES:
        nearest = zone if zone in ZONES[:count] else ZONES[0]
        assert routes[f"private-{zone}"].inputs == {
            "routeTableId": f"private-{zone}-id",
            "destinationCidrBlock": "0.0.0.0/0",
            "natGatewayId": f"nat-{nearest}-id",
        }
    for name, one in gateways.items():
        assert one.inputs["subnetId"] == f"public-{name.removeprefix('nat-')}-id"
        assert one.inputs["allocationId"] == f"{name}-id"
        # A NAT gateway requires the route to the internet.
        assert routes["public"].urn in one.dependencies
    assert recording.of("ec2/eip:Eip").keys() == gateways.keys()


def test_only_public_subnets_route_to_the_internet_gateway() -> None:
    recording = network()
    way_out = recording.of(ROUTE)["public"].inputs
    assert (way_out["routeTableId"], way_out["gatewayId"]) == ("public-id", "internet-id")
    associations = recording.of("ec2/routeTableAssociation:RouteTableAssociation")
    assert associations.keys() == RANGES.keys()
    for name, one in associations.items():
        table = "public-id" if name.startswith("public-") else f"{name}-id"
        assert one.inputs == {"subnetId": f"{name}-id", "routeTableId": table}


def test_the_default_security_group_has_no_rules() -> None:
    closed = network().of("ec2/defaultSecurityGroup:DefaultSecurityGroup")["closed"].inputs
    assert closed["vpcId"] == "vpc-id"
    assert not closed.keys() & {"ingress", "egress"}


def test_s3_and_dynamodb_have_gateway_endpoints_in_every_subnet() -> None:
    endpoints = network().of("ec2/vpcEndpoint:VpcEndpoint")
    services = {name: one.inputs["serviceName"] for name, one in endpoints.items()}
    assert services == {name: f"com.amazonaws.eu-west-1.{name}" for name in ("s3", "dynamodb")}
    tables = {"public-id", *(f"private-{zone}-id" for zone in ZONES)}
    for one in endpoints.values():
        assert one.inputs["vpcEndpointType"] == "Gateway"
        assert set(one.inputs["routeTableIds"]) == tables


def test_flow_logs_have_the_configured_retention() -> None:
    recording = network(log_retention_days=90)
    group = recording.of("cloudwatch/logGroup:LogGroup")["flow-logs"]
    assert group.inputs["name"] == "/vpc/biomage-staging/flow-logs"
    assert group.inputs["retentionInDays"] == 90
    role = recording.of("iam/role:Role")["flow-logs"]
    log = recording.of("ec2/flowLog:FlowLog")["flow-logs"]
    assert (log.inputs["vpcId"], log.inputs["trafficType"]) == ("vpc-id", "ALL")
    assert (log.inputs["logDestination"], log.inputs["iamRoleArn"]) == (group.arn, role.arn)
    trust = service_trust_policy("vpc-flow-logs", platform_of("staging"), "ec2", "vpc-flow-log/*")
    assert json.loads(role.inputs["assumeRolePolicy"]) == trust
    rights = recording.of("iam/rolePolicy:RolePolicy")["flow-logs"]
    assert rights.inputs["role"] == role.physical_name
    assert json.loads(rights.inputs["policy"]) == flow_logs_policy(group.arn)
    assert rights.urn in log.dependencies
