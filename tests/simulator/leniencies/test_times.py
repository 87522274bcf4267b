"""Changes that take time in AWS, and none in the account."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator.authorization.conftest import ACCOUNT
from tests.simulator.leniencies.conftest import Clients, Named


@pytest.fixture
def creating_table(aws: Clients, stopped: None, named: Named) -> str:
    name = named("table")
    aws("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


@pytest.fixture
def table(creating_table: str, aws: Clients, clock: Callable[[str], Any]) -> str:
    clock("fast")
    aws("dynamodb").get_waiter("table_exists").wait(
        TableName=creating_table, WaiterConfig={"Delay": 0.05}
    )
    clock("stopped")
    return creating_table


def test_the_time_to_live_of_a_table_changes_at_once_and_twice(aws: Clients, table: str) -> None:
    dynamodb = aws("dynamodb")
    for enabled, status in ((True, "ENABLED"), (False, "DISABLED")):
        wanted = {"AttributeName": "ends", "Enabled": enabled}
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)
        found = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        assert found["TimeToLiveStatus"] == status


def test_point_in_time_recovery_is_enabled_at_once(aws: Clients, table: str) -> None:
    wanted = {"PointInTimeRecoveryEnabled": True}
    answer = aws("dynamodb").update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification=wanted
    )["ContinuousBackupsDescription"]
    assert answer["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_partiql_reads_a_table_that_is_being_created(aws: Clients, creating_table: str) -> None:
    select = 'SELECT * FROM "{}"'.format  # a name cannot be a parameter
    assert aws("dynamodb").execute_statement(Statement=select(creating_table))["Items"] == []


def test_the_attributes_of_a_queue_change_at_once(
    aws: Clients, stopped: None, named: Named
) -> None:
    sqs = aws("sqs")
    queue = sqs.create_queue(QueueName=named("queue"))["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "7"})
    assert (
        sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"][
            "VisibilityTimeout"
        ]
        == "7"
    )


def test_versioning_of_a_bucket_has_its_effect_at_once(
    aws: Clients, stopped: None, bucket: str
) -> None:
    s3 = aws("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    assert s3.put_object(Bucket=bucket, Key="k", Body=b"x")["VersionId"]


def test_a_vpc_endpoint_is_available_at_once_without_dns_in_its_vpc(
    aws: Clients, network: dict[str, Any]
) -> None:
    made = aws("ec2").create_vpc_endpoint(
        VpcEndpointType="Interface",
        VpcId=network["vpc"],
        SubnetIds=network["subnets"],
        ServiceName="com.amazonaws.eu-west-1.sqs",
        PrivateDnsEnabled=True,
    )["VpcEndpoint"]
    assert made["State"] == "available"
    assert made["PrivateDnsEnabled"]


def test_coredns_is_active_without_nodes(aws: Clients, named: Named, subnets: list[str]) -> None:
    eks, name = aws("eks"), named("k")
    eks.create_cluster(
        name=name,
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/cluster",
        resourcesVpcConfig={"subnetIds": subnets},
    )
    eks.get_waiter("cluster_active").wait(name=name, WaiterConfig={"Delay": 0.05})
    eks.create_addon(clusterName=name, addonName="coredns")
    waiter = eks.get_waiter("addon_active")
    waiter.wait(clusterName=name, addonName="coredns", WaiterConfig={"Delay": 0.05})
    eks.delete_addon(clusterName=name, addonName="coredns")
    eks.get_waiter("addon_deleted").wait(
        clusterName=name, addonName="coredns", WaiterConfig={"Delay": 0.05}
    )
    eks.delete_cluster(name=name)
