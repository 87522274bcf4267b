"""Resources go through AWS's states on the account's clock, and refuse calls in some."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account

Clients = Callable[[str], Any]


@pytest.fixture
def aws(account: Account, clock: Callable[[str], Any]) -> Clients:
    """Clients of the account, whose clock is stopped."""
    running = account.up()
    clock("stopped")
    return lambda service: account.client(running, service)


@pytest.fixture
def passes(clock: Callable[[str], Any]) -> Callable[..., None]:
    """Lets the clock run until a state is reached, then stops it."""

    def run(state: Callable[[], str], wanted: str) -> None:
        clock("fast")
        deadline = time.monotonic() + 5
        while (last := state()) != wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        clock("stopped")
        assert last == wanted

    return run


def refused(code: str, words: str = "") -> Any:
    return pytest.raises(ClientError, match=rf"\({code}\).*{words}")


@pytest.fixture
def network(aws: Clients) -> list[str]:
    subnets = aws("ec2").describe_subnets()["Subnets"]
    return [one["SubnetId"] for one in subnets if one["DefaultForAz"]]


def role(account: Account, name: str) -> str:
    return f"arn:aws:iam::{account.account_id}:role/{name}"


def test_a_cluster_and_what_belongs_to_it_wait_for_each_other(
    account: Account, aws: Clients, passes: Callable[..., None], network: list[str]
) -> None:
    eks = aws("eks")
    made = {"clusterName": "slow", "subnets": network}
    group = {"nodegroupName": "nodes", "nodeRole": role(account, "nodes"), **made}
    pods = {"podExecutionRoleArn": role(account, "pods"), "selectors": [{"namespace": "a"}], **made}
    addon = {"clusterName": "slow", "addonName": "coredns"}

    def cluster() -> dict[str, Any]:
        return eks.describe_cluster(name="slow")["cluster"]

    def nodes() -> dict[str, Any]:
        return eks.describe_nodegroup(clusterName="slow", nodegroupName="nodes")["nodegroup"]

    def profile(name: str) -> str:
        found = eks.describe_fargate_profile(clusterName="slow", fargateProfileName=name)
        return found["fargateProfile"]["status"]

    def is_gone(describe: Callable[[], Any]) -> str:
        try:
            describe()
        except eks.exceptions.ResourceNotFoundException:
            return "gone"
        return "there"

    created = eks.create_cluster(
        name="slow",
        roleArn=role(account, "cluster"),
        resourcesVpcConfig={"subnetIds": network},
        version="1.34",
    )["cluster"]
    assert created["status"] == cluster()["status"] == "CREATING"
    assert not cluster().get("endpoint")
    assert not cluster().get("certificateAuthority")
    with refused("InvalidRequestException", "not in ACTIVE"):
        eks.create_nodegroup(**group)
    with refused("InvalidRequestException", "not in ACTIVE"):
        eks.create_addon(**addon)
    with refused("ResourceInUseException", "in progress"):
        eks.delete_cluster(name="slow")
    passes(lambda: cluster()["status"], "ACTIVE")
    assert cluster()["endpoint"].startswith("https://")

    update = eks.update_cluster_version(name="slow", version="1.35")["update"]["id"]
    assert cluster()["status"] == "UPDATING"
    with refused("ResourceInUseException", f"currently has update {update} in progress"):
        eks.update_cluster_version(name="slow", version="1.36")

    def updated() -> str:
        return eks.describe_update(name="slow", updateId=update)["update"]["status"]

    assert updated() == "InProgress"
    passes(updated, "Successful")
    passes(lambda: cluster()["status"], "ACTIVE")

    eks.create_nodegroup(**group)
    assert nodes()["status"] == "CREATING"
    assert not nodes()["resources"].get("autoScalingGroups")
    with refused("ResourceInUseException", "not in Active State"):
        eks.update_nodegroup_config(
            clusterName="slow", nodegroupName="nodes", scalingConfig={"maxSize": 9}
        )
    eks.create_fargate_profile(fargateProfileName="a", **pods)
    with refused("ResourceInUseException", "has Fargate profile a in status CREATING"):
        eks.create_fargate_profile(fargateProfileName="b", **pods)
    eks.create_addon(**addon)
    assert eks.describe_addon(**addon)["addon"]["status"] == "CREATING"
    with refused("ResourceInUseException"):
        eks.update_addon(**addon, addonVersion="v2")
    passes(lambda: nodes()["status"], "ACTIVE")
    assert nodes()["resources"]["autoScalingGroups"]
    passes(lambda: profile("a"), "ACTIVE")
    passes(lambda: eks.describe_addon(**addon)["addon"]["status"], "ACTIVE")

    eks.delete_fargate_profile(clusterName="slow", fargateProfileName="a")
    eks.delete_addon(**addon)
    assert profile("a") == eks.describe_addon(**addon)["addon"]["status"] == "DELETING"
    with refused("ResourceInUseException", "Fargate profiles attached"):
        eks.delete_cluster(name="slow")
    passes(lambda: is_gone(lambda: profile("a")), "gone")
    eks.delete_nodegroup(clusterName="slow", nodegroupName="nodes")
    assert nodes()["status"] == "DELETING"
    with refused("ResourceInUseException", "nodegroups attached"):
        eks.delete_cluster(name="slow")
    passes(lambda: is_gone(nodes), "gone")
    eks.delete_cluster(name="slow")
    assert cluster()["status"] == "DELETING"
    with refused("ResourceInUseException", "already exists"):
        eks.create_cluster(
            name="slow",
            roleArn=role(account, "cluster"),
            resourcesVpcConfig={"subnetIds": network},
        )
    passes(lambda: is_gone(cluster), "gone")


def test_a_table_is_used_and_changed_only_when_it_is_ready(
    aws: Clients, passes: Callable[..., None]
) -> None:
    dynamodb = aws("dynamodb")
    key = [{"AttributeName": "id", "KeyType": "HASH"}]
    table = {
        "TableName": "slow",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": key,
        "BillingMode": "PAY_PER_REQUEST",
    }
    index = {"IndexName": "by-id", "KeySchema": key, "Projection": {"ProjectionType": "ALL"}}

    def described() -> dict[str, Any]:
        return dynamodb.describe_table(TableName="slow")["Table"]

    def status() -> str:
        return described()["TableStatus"]

    def change(**change: Any) -> None:
        dynamodb.update_table(TableName="slow", **change)

    def put() -> None:
        dynamodb.put_item(TableName="slow", Item={"id": {"S": "1"}})

    made = dynamodb.create_table(**table, GlobalSecondaryIndexes=[index])["TableDescription"]
    assert made["TableStatus"] == status() == "CREATING"
    assert described()["GlobalSecondaryIndexes"][0]["IndexStatus"] == "CREATING"
    with refused("ResourceNotFoundException", "Requested resource not found"):
        put()
    with refused("ResourceNotFoundException"):
        dynamodb.batch_write_item(
            RequestItems={"slow": [{"PutRequest": {"Item": {"id": {"S": "1"}}}}]}
        )
    with refused("ResourceInUseException", "Table is being created: slow"):
        change(DeletionProtectionEnabled=True)
    with refused("ResourceInUseException"):
        dynamodb.delete_table(TableName="slow")
    ttl = {"AttributeName": "ends", "Enabled": True}
    with refused("ResourceInUseException"):
        dynamodb.update_time_to_live(TableName="slow", TimeToLiveSpecification=ttl)
    with refused("ContinuousBackupsUnavailableException"):
        dynamodb.update_continuous_backups(
            TableName="slow",
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
    passes(status, "ACTIVE")
    assert described()["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE"

    change(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-id"}}])
    assert status() == "UPDATING"
    assert described()["GlobalSecondaryIndexes"][0]["IndexStatus"] == "DELETING"
    with refused("ResourceInUseException", "Table is being updated: slow"):
        change(DeletionProtectionEnabled=True)
    put()
    passes(lambda: str(len(described().get("GlobalSecondaryIndexes", []))), "0")
    change(
        AttributeDefinitions=table["AttributeDefinitions"],
        GlobalSecondaryIndexUpdates=[{"Create": index}],
    )
    query = {
        "IndexName": "by-id",
        "KeyConditionExpression": "id = :id",
        "ExpressionAttributeValues": {":id": {"S": "1"}},
    }
    with refused("ValidationException", "Cannot read from backfilling"):
        dynamodb.query(TableName="slow", **query)
    passes(lambda: described()["GlobalSecondaryIndexes"][0]["IndexStatus"], "ACTIVE")
    assert dynamodb.query(TableName="slow", **query)["Count"] == 1

    dynamodb.delete_table(TableName="slow")
    assert status() == "DELETING"
    with refused("ResourceNotFoundException"):
        put()
    with refused("ResourceInUseException"):
        dynamodb.create_table(**table)
    passes(lambda: str("slow" in dynamodb.list_tables()["TableNames"]), "False")


def test_a_cache_has_an_endpoint_and_accepts_changes_when_it_is_available(
    aws: Clients, passes: Callable[..., None]
) -> None:
    cache = aws("elasticache")
    name = {"ReplicationGroupId": "slow"}

    def group() -> dict[str, Any]:
        return cache.describe_replication_groups(**name)["ReplicationGroups"][0]

    made = cache.create_replication_group(**name, ReplicationGroupDescription="d")
    assert made["ReplicationGroup"]["Status"] == group()["Status"] == "creating"
    assert "PrimaryEndpoint" not in group()["NodeGroups"][0]
    for call in (cache.modify_replication_group, cache.delete_replication_group):
        with refused("InvalidReplicationGroupState"):
            call(**name)
    passes(lambda: group()["Status"], "available")
    assert group()["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
    cache.modify_replication_group(**name, ReplicationGroupDescription="e")
    assert group()["Status"] == "modifying"
    passes(lambda: group()["Status"], "available")
    cache.delete_replication_group(**name)
    assert group()["Status"] == "deleting"
    with refused("ReplicationGroupAlreadyExists"):
        cache.create_replication_group(**name, ReplicationGroupDescription="d")
    passes(lambda: str(len(cache.describe_replication_groups()["ReplicationGroups"])), "0")


def test_a_nat_gateway_is_pending_and_deleting(
    aws: Clients, passes: Callable[..., None], network: list[str]
) -> None:
    ec2 = aws("ec2")
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    made = ec2.create_nat_gateway(SubnetId=network[0], AllocationId=address)["NatGateway"]

    def state() -> str:
        found = ec2.describe_nat_gateways(NatGatewayIds=[made["NatGatewayId"]])
        return found["NatGateways"][0]["State"]

    assert made["State"] == state() == "pending"
    passes(state, "available")
    ec2.delete_nat_gateway(NatGatewayId=made["NatGatewayId"])
    assert state() == "deleting"
    passes(state, "deleted")


def test_a_load_balancer_is_provisioning_also_after_it_was_described(
    aws: Clients, passes: Callable[..., None], network: list[str]
) -> None:
    elb = aws("elbv2")
    (made,) = elb.create_load_balancer(Name="slow", Subnets=network[:2])["LoadBalancers"]

    def state() -> str:
        arn = made["LoadBalancerArn"]
        return elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]["State"][
            "Code"
        ]

    assert made["State"]["Code"] == state() == state() == "provisioning"
    passes(state, "active")
    elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])


def test_a_certificate_is_issued_when_its_record_exists(
    aws: Clients, passes: Callable[..., None], clock: Callable[[str], Any]
) -> None:
    acm, route53 = aws("acm"), aws("route53")
    arn = acm.request_certificate(DomainName="slow.example", ValidationMethod="DNS")[
        "CertificateArn"
    ]

    def certificate() -> dict[str, Any]:
        return acm.describe_certificate(CertificateArn=arn)["Certificate"]

    clock("fast")
    time.sleep(0.3)
    assert certificate()["Status"] == "PENDING_VALIDATION"
    proof = certificate()["DomainValidationOptions"][0]["ResourceRecord"]
    zone = route53.create_hosted_zone(Name="slow.example", CallerReference="slow")
    record = {
        "Name": proof["Name"],
        "Type": proof["Type"],
        "TTL": 60,
        "ResourceRecords": [{"Value": proof["Value"]}],
    }
    route53.change_resource_record_sets(
        HostedZoneId=zone["HostedZone"]["Id"],
        ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]},
    )
    passes(lambda: certificate()["Status"], "ISSUED")
