"""Resources whose import id differs from their id in the state."""

from typing import Any

import boto3
import pytest

from simulator.plugins.aws.servicer import AwsProvider
from tests.simulator.plugins.life import Life, RefusedError

ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ROUTE = "aws:ec2/route:Route"
CLIENT = "aws:cognito/userPoolClient:UserPoolClient"


def client(service: str) -> Any:
    return boto3.client(service, region_name="eu-west-1")


def imported(provider: AwsProvider, token: str, id_: str) -> Life:
    life = Life(provider, token)
    life.id = id_
    assert life.refresh()
    return life


def test_routes_and_associations_are_imported_by_their_parts(provider: AwsProvider) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    made = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    found = imported(provider, ASSOCIATION, f"{subnet}/{table}")
    assert found.state["id"] == made["AssociationId"]
    found = imported(provider, ROUTE, f"{table}_10.9.0.0/16")
    assert found.state["id"].startswith(f"r-{table}")
    assert found.inputs["destinationCidrBlock"] == "10.9.0.0/16"


def test_a_client_is_imported_by_its_pool_and_its_id(provider: AwsProvider) -> None:
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="old")["UserPool"]["Id"]
    made = cognito.create_user_pool_client(UserPoolId=pool, ClientName="old")["UserPoolClient"]
    found = imported(provider, CLIENT, f"{pool}/{made['ClientId']}")
    assert found.state["id"] == made["ClientId"]
    cognito.delete_user_pool(UserPoolId=pool)


@pytest.mark.parametrize("token", [ASSOCIATION, CLIENT, ROUTE])
def test_an_import_id_of_another_form_is_refused(provider: AwsProvider, token: str) -> None:
    life = Life(provider, token)
    life.id = "some-id"
    with pytest.raises(RefusedError, match="format"):
        life.refresh()
