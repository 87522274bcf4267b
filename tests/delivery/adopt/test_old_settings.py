from collections.abc import Mapping
from typing import Any

import pytest

from delivery.adopt.old_settings import old_settings
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients
from tests.environments import platform_of

Cluster = Mapping[str, Any]


@pytest.fixture
def cluster(aws: Clients) -> Cluster:
    """A cluster in two private and two public subnets, one of which uses the main route table."""
    ec2 = aws("ec2")
    # EKS sees a role some time after its creation.
    aws("iam").create_role(RoleName="eks", AssumeRolePolicyDocument="{}")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(VpcId=vpc, InternetGatewayId=gateway)
    subnets = [
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"eu-west-1{'ab'[n % 2]}"
        )["Subnet"]["SubnetId"]
        for n in range(4)
    ]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    everywhere = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway}
    ec2.create_route(RouteTableId=table, **everywhere)
    for subnet in subnets[:2]:
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    aws("eks").create_cluster(
        name="biomage-staging",
        version="1.34",
        roleArn="arn:aws:iam::242905224710:role/eks",
        resourcesVpcConfig={"subnetIds": subnets},
    )
    return {"vpc": vpc, "public": sorted(subnets[:2]), "private": sorted(subnets[2:])}


def test_the_network_and_the_version_of_an_old_cluster_become_settings(
    aws: Clients, cluster: Cluster
) -> None:
    found = old_settings(platform_of("staging"), aws)
    assert found == {
        "cellscope:network": None,
        "cellscope:existingNetwork": {
            "vpcId": cluster["vpc"],
            "privateSubnetIds": cluster["private"],
            "publicSubnetIds": cluster["public"],
        },
        "cellscope:kubernetesVersion": "1.34",
        "cellscope:postponed": ["versioning", "encryption", "policies", "tls-only"],
    }


def test_a_subnet_without_its_own_route_table_has_the_main_one(
    aws: Clients, cluster: Cluster
) -> None:
    ec2 = aws("ec2")
    of_vpc = {"Name": "vpc-id", "Values": [cluster["vpc"]]}
    main = {"Name": "association.main", "Values": ["true"]}
    (table,) = ec2.describe_route_tables(Filters=[of_vpc, main])["RouteTables"]
    (attached,) = ec2.describe_internet_gateways(
        Filters=[{"Name": "attachment.vpc-id", "Values": [cluster["vpc"]]}]
    )["InternetGateways"]
    ec2.create_route(
        RouteTableId=table["RouteTableId"],
        DestinationCidrBlock="0.0.0.0/0",
        GatewayId=attached["InternetGatewayId"],
    )
    network = old_settings(platform_of("staging"), aws)["cellscope:existingNetwork"]
    assert network["publicSubnetIds"] == sorted([*cluster["public"], *cluster["private"]])


def test_without_an_old_cluster_the_credentials_are_in_doubt(aws: Clients) -> None:
    with pytest.raises(RefusedError, match="there is no cluster biomage-staging in eu-west-1"):
        old_settings(platform_of("staging"), aws)
