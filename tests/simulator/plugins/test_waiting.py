"""The provider waits for AWS in exactly those places where the official one does."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import boto3
import pytest
from botocore.exceptions import ClientError

from simulator.plugins.aws import waiting
from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.shapes import Props
from tests.simulator.plugins.life import Life, RefusedError

Clock = Callable[[str], Any]

CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
CLUSTER = "aws:eks/cluster:Cluster"
ROLE = "arn:aws:iam::242905224710:role/"


def client(service: str) -> Any:
    return boto3.client(service, region_name="eu-west-1")


@pytest.fixture
def network(aws_environment: None) -> list[str]:
    subnets = client("ec2").describe_subnets()["Subnets"]
    return [one["SubnetId"] for one in subnets if one["DefaultForAz"]]


def cache() -> Props:
    return {"replicationGroupId": f"c-{uuid.uuid4().hex[:8]}", "description": "d"}


@pytest.fixture
def owner(provider: AwsProvider, network: list[str]) -> Iterator[str]:
    """The name of an active cluster."""
    life = Life(provider, CLUSTER)
    life.create(cluster(network, f"{ROLE}cluster"))
    yield life.id
    life.delete()


def test_a_wait_ends_when_the_state_is_reached(provider: AwsProvider) -> None:
    inputs, life = cache(), Life(provider, CACHE)

    def status() -> str:
        found = client("elasticache").describe_replication_groups(ReplicationGroupId=life.id)
        return found["ReplicationGroups"][0]["Status"]

    life.create(inputs)
    assert status() == "available"
    assert life.state["primaryEndpointAddress"]
    life.update(inputs | {"description": "e"})
    assert status() == "available"
    life.delete()
    with pytest.raises(ClientError, match="not found"):
        status()


def find_nat_gateway() -> str:
    pending = [{"Name": "state", "Values": ["pending"]}]
    return client("ec2").describe_nat_gateways(Filters=pending)["NatGateways"][0]["NatGatewayId"]


def find_load_balancer() -> str:
    found = client("elbv2").describe_load_balancers(Names=["waits"])
    return found["LoadBalancers"][0]["LoadBalancerArn"]


NODES = {
    "nodeGroupName": "nodes",
    "nodeRoleArn": f"{ROLE}nodes",
    "scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 1},
}
PODS = {
    "fargateProfileName": "pods",
    "podExecutionRoleArn": f"{ROLE}pods",
    "selectors": [{"namespace": "a"}],
}
TABLE = {
    "name": "waits",
    "attributes": [{"name": "id", "type": "S"}],
    "hashKey": "id",
    "billingMode": "PAY_PER_REQUEST",
}
STREAM = {"streamEnabled": True, "streamViewType": "KEYS_ONLY"}
WAITING: tuple[Any, ...] = (
    (CACHE, {"replicationGroupId": "waits", "description": "d"}, {"description": "e"}, "waits"),
    ("aws:dynamodb/table:Table", TABLE, STREAM, "waits"),
    (CLUSTER, {"name": "waits", "roleArn": f"{ROLE}cluster"}, {"version": "1.35"}, "waits"),
    (
        "aws:eks/nodeGroup:NodeGroup",
        NODES,
        {"scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 2}},
        "{owner}:nodes",
    ),
    ("aws:eks/fargateProfile:FargateProfile", PODS, {}, "{owner}:pods"),
    ("aws:eks/addon:Addon", {"addonName": "coredns"}, {"addonVersion": "v2"}, "{owner}:coredns"),
    ("aws:ec2/natGateway:NatGateway", {}, {}, find_nat_gateway),
    ("aws:lb/loadBalancer:LoadBalancer", {"name": "waits"}, {}, find_load_balancer),
)
"""Resource types that wait: type, inputs, a change that waits, and the id or how it is found."""


@pytest.mark.parametrize(("token", "inputs", "change", "id_"), WAITING)
def test_each_operation_waits(
    provider: AwsProvider,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    network: list[str],
    owner: str,
    token: str,
    inputs: Props,
    change: Props,
    id_: str | Callable[[], str],
) -> None:
    monkeypatch.setattr(waiting, "STANDSTILL_SECONDS", 0.1)
    timeout = pytest.raises(RefusedError, match="timeout while waiting for")
    owned = {"clusterName": owner, "subnetIds": network}
    more: dict[str, Props] = {
        CLUSTER: {"version": "1.34", "vpcConfig": {"subnetIds": network}},
        "aws:eks/nodeGroup:NodeGroup": owned,
        "aws:eks/fargateProfile:FargateProfile": owned,
        "aws:eks/addon:Addon": {"clusterName": owner},
        "aws:lb/loadBalancer:LoadBalancer": {"subnets": network[:2]},
    }
    inputs |= more.get(token, {})
    if token == "aws:ec2/natGateway:NatGateway":
        address = client("ec2").allocate_address(Domain="vpc")["AllocationId"]
        inputs |= {"subnetId": network[0], "allocationId": address, "tags": {"Name": "waits"}}

    def wait() -> None:
        clock("fast")
        time.sleep(0.5)
        clock("stopped")

    life = Life(provider, token)
    clock("stopped")
    with timeout:
        life.create(inputs)
    life.id = id_() if callable(id_) else id_.format(owner=owner)
    wait()
    assert life.refresh()
    life.inputs = inputs
    if change:
        with timeout:
            life.update(inputs | change)
        wait()
    if token == "aws:lb/loadBalancer:LoadBalancer":
        life.delete()
    else:
        with timeout:
            life.delete()
    wait()
    assert not life.refresh()
    clock("fast")


def test_a_read_does_not_wait(provider: AwsProvider, clock: Clock) -> None:
    clock("stopped")
    inputs, life = cache(), Life(provider, CACHE)
    client("elasticache").create_replication_group(
        ReplicationGroupId=inputs["replicationGroupId"], ReplicationGroupDescription="d"
    )
    life.id = inputs["replicationGroupId"]
    assert life.refresh()
    assert life.state["primaryEndpointAddress"] == ""
    clock("fast")
    life.delete()


def test_a_create_ends_with_the_official_message_and_keeps_the_id_if_the_clock_stands_still(
    provider: AwsProvider, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "STANDSTILL_SECONDS", 0.2)
    clock("stopped")
    inputs, life = cache(), Life(provider, CACHE)
    name = inputs["replicationGroupId"]
    with pytest.raises(RefusedError) as refused:
        life.create(inputs)
    assert str(refused.value) == (
        f"waiting for ElastiCache Replication Group ({name}) create: timeout while waiting for"
        " state to become 'available' (last state: 'creating', timeout: 1h0m0s)"
    )
    clock("fast")
    life.id = name
    life.delete()


def test_a_wait_continues_when_the_clock_is_started_again(
    provider: AwsProvider, clock: Clock
) -> None:
    clock("stopped")
    threading.Timer(0.3, clock, ["fast"]).start()
    life = Life(provider, CACHE)
    life.create(cache())
    assert life.state["primaryEndpointAddress"]
    life.delete()


def test_a_timeout_is_measured_on_the_clock_of_the_account(provider: AwsProvider) -> None:
    del provider
    with pytest.raises(LookupError, match=r"timeout: 10m0s"):
        waiting.await_state(
            waiting_aws(), "waiting for it", lambda: "pending", "done", ("pending",), 10
        )


def test_an_unexpected_state_is_an_error_at_once(provider: AwsProvider) -> None:
    del provider
    with pytest.raises(LookupError, match="unexpected state 'failed', wanted target 'done'"):
        waiting.await_state(waiting_aws(), "it", lambda: "failed", "done", (), 10)


def waiting_aws() -> Any:
    return client


def test_fargate_profiles_of_a_cluster_are_created_and_deleted_in_turn(
    provider: AwsProvider, network: list[str], owner: str
) -> None:
    profiles = [
        (
            Life(provider, "aws:eks/fargateProfile:FargateProfile", name),
            PODS | {"fargateProfileName": name, "clusterName": owner, "subnetIds": network},
        )
        for name in ("a", "b", "c")
    ]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda one: one[0].create(one[1]), profiles))
        list(pool.map(lambda one: one[0].delete(), profiles))
    assert not any(life.refresh() for life, _ in profiles)


@pytest.fixture
def new_role() -> Callable[..., str]:
    """Creates a role, which services do not see yet; returns its ARN."""

    def make(policy: str = "") -> str:
        name = f"new-{uuid.uuid4().hex}"
        iam = client("iam")
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")
        if policy:
            iam.attach_role_policy(RoleName=name, PolicyArn=policy)
        return made["Role"]["Arn"]

    return make


def cluster(network: list[str], role: str) -> Props:
    name = f"k-{uuid.uuid4().hex[:8]}"
    return {"name": name, "roleArn": role, "vpcConfig": {"subnetIds": network}}


@pytest.mark.parametrize(
    ("policy", "words"),
    [("", "could not be assumed"), ("AmazonEKSClusterPolicy", "have the Amazon EKS Managed")],
)
def test_a_cluster_is_refused_until_its_role_is_seen_and_the_provider_retries(
    provider: AwsProvider,
    clock: Clock,
    network: list[str],
    new_role: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    policy: str,
    words: str,
) -> None:
    monkeypatch.setattr(waiting, "STANDSTILL_SECONDS", 0.1)
    clock("stopped")
    role = new_role()
    if policy:
        clock("fast")
        threading.Event().wait(0.1)
        clock("stopped")
        name = role.rpartition("/")[2]
        arn = f"arn:aws:iam::aws:policy/{policy}"
        client("iam").attach_role_policy(RoleName=name, PolicyArn=arn)
    life = Life(provider, CLUSTER)
    with pytest.raises(RefusedError, match=words):
        life.create(cluster(network, role))
    clock("fast")
    life.create(cluster(network, role))
    life.delete()


def test_what_the_provider_retries_and_what_not(
    provider: AwsProvider,
    network: list[str],
    new_role: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
) -> None:
    made: list[Life] = []

    def create(token: str, inputs: Props) -> Life:
        life = Life(provider, token)
        life.create(inputs)
        made.append(life)
        return life

    owner = create(CLUSTER, cluster(network, new_role()))
    create(
        "aws:eks/fargateProfile:FargateProfile",
        {
            "clusterName": owner.id,
            "fargateProfileName": "pods",
            "podExecutionRoleArn": new_role(),
            "selectors": [{"namespace": "a"}],
            "subnetIds": network,
        },
    )
    clock("real")
    nodes = {
        "clusterName": owner.id,
        "nodeGroupName": "nodes",
        "nodeRoleArn": new_role(),
        "scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 1},
        "subnetIds": network,
    }
    with pytest.raises(RefusedError, match="cannot be found"):
        create("aws:eks/nodeGroup:NodeGroup", nodes)
    clock("fast")
    vpc = client("ec2").describe_vpcs()["Vpcs"][0]["VpcId"]
    group = client("logs").create_log_group
    name = f"flows-{uuid.uuid4().hex}"
    group(logGroupName=name)
    create(
        "aws:ec2/flowLog:FlowLog",
        {
            "iamRoleArn": new_role(),
            "logDestination": f"arn:aws:logs:eu-west-1:242905224710:log-group:{name}",
            "trafficType": "ALL",
            "vpcId": vpc,
        },
    )
    vault = create("aws:backup/vault:Vault", {"name": "waits"})
    rules = [{"ruleName": "daily", "targetVaultName": vault.id, "schedule": "cron(0 5 * * ? *)"}]
    plan = create("aws:backup/plan:Plan", {"name": "waits", "rules": rules})
    create(
        "aws:backup/selection:Selection",
        {"name": "all", "planId": plan.id, "iamRoleArn": new_role(), "resources": ["*"]},
    )
    monkeypatch.chdir(tmp_path)
    with ZipFile(tmp_path / "waits.zip", "w") as archive:
        archive.writestr("waits.js", "exports.handler = 1;")
    canary = create(
        "aws:synthetics/canary:Canary",
        {
            "name": "waits",
            "artifactS3Location": "s3://canaries/waits",
            "executionRoleArn": new_role(),
            "handler": "waits.handler",
            "runtimeVersion": "syn-nodejs-puppeteer-13.1",
            "schedule": {"expression": "rate(5 minutes)"},
            "zipFile": "waits.zip",
        },
    )
    assert canary.state["status"] == "READY"
    for life in reversed(made):
        life.delete()


def test_a_role_that_does_not_exist_is_refused(
    provider: AwsProvider, network: list[str], clock: Clock
) -> None:
    del clock
    missing = "arn:aws:iam::242905224710:role/missing"
    with pytest.raises(RefusedError, match="does not exist"):
        Life(provider, CLUSTER).create(cluster(network, missing))
