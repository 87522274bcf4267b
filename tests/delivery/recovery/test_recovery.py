"""Tests of the recovery from a killed deployment."""

import json
import os
import socket
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.aws import Clients
from delivery.recovery import RecoveryError, recover
from delivery.recovery.backend import Backend
from delivery.recovery.identity import AmbiguousResourceError, is_findable, possible_id
from delivery.recovery.state import State, interrupted, pending_creations, repaired

GOLDEN = Path(__file__).parents[2] / "golden"
BUCKET = "aws:s3/bucket:Bucket"
VPC = "aws:ec2/vpc:Vpc"
KEY = "aws:kms/key:Key"


def resource(token: str, name: str, inputs: dict[str, Any], **more: object) -> State:
    urn = f"urn:pulumi:staging::small::{token}::{name}"
    return {"urn": urn, "type": token, "custom": True, "inputs": inputs, **more}


def bucket(name: str, **more: object) -> State:
    return resource(BUCKET, name, {"bucket": name}, **more)


def state(*resources: State, **pending: State) -> State:
    """Returns a state; `pending` are resources by pending operation, such as `creating`."""
    operations = [{"type": kind, "resource": one} for kind, one in pending.items()]
    deployment: State = {"manifest": {}, "resources": list(resources)}
    return {"version": 3, "deployment": {**deployment, "pending_operations": operations}}


class FakeCli:
    """A CLI with one stack; `in_aws` are the ids of resources that exist in AWS."""

    def __init__(self, project: Path, state: State, in_aws: set[str]) -> None:
        self.project, self.state, self.in_aws = project, state, in_aws
        self.commands: list[str] = []
        self.dies_at = ""
        (project / "Pulumi.yaml").write_text("name: small\n")

    environment: Mapping[str, str] = {}

    def output(self, *arguments: str, text: str | None = None) -> str:
        command = " ".join(arguments[:2] if arguments[0] == "stack" else arguments[:1])
        if command == self.dies_at:
            raise KeyboardInterrupt
        self.commands.append(command)
        if command == "whoami":
            return json.dumps({"url": self.project.as_uri()})
        if command == "stack import":
            self.state = json.loads(text or "")
        elif command == "refresh":
            self._refresh({word for word in arguments if word.startswith("urn:")})
        elif command == "cancel":
            for lock in self._locks().glob("*.json"):
                lock.unlink()
        return json.dumps(self.state)

    def lock(self, **of: object) -> None:
        """Creates a lock of the stack."""
        self._locks().mkdir(parents=True)
        known = {"username": "ada", "timestamp": "2026-01-02T03:04:05Z"}
        (self._locks() / "one.json").write_text(json.dumps({**known, **of}))

    def names(self) -> list[str]:
        """Returns the names of the resources in the state that are not marked for deletion."""
        found = self.state["deployment"]["resources"]
        return [one["urn"].rpartition("::")[2] for one in found if not one.get("delete")]

    def _locks(self) -> Path:
        return self.project / ".pulumi" / "locks" / "organization" / "small" / "staging"

    def _refresh(self, urns: set[str]) -> None:
        deployment = self.state["deployment"]
        kept = [
            {key: value for key, value in one.items() if key != "initErrors" or not aimed}
            for one in deployment["resources"]
            if not (aimed := one["urn"] in urns) or one["id"] in self.in_aws
        ]
        self.state = {**self.state, "deployment": {**deployment, "resources": kept}}


@pytest.fixture
def cli(tmp_path: Path) -> Callable[..., FakeCli]:
    def make(state: State, *in_aws: str) -> FakeCli:
        return FakeCli(tmp_path, state, {*in_aws})

    return make


def no_aws(service: str) -> object:
    raise AssertionError(service)


def never_confirm(question: str) -> bool:
    raise AssertionError(question)


def test_a_completed_deployment_needs_no_recovery(cli: Callable[..., FakeCli]) -> None:
    fine = cli(state(bucket("one", id="one")))
    assert not list(recover("staging", fine, no_aws, never_confirm))
    assert fine.commands == ["whoami", "stack export"]


def test_a_resource_created_before_the_kill_is_added_to_the_state(
    cli: Callable[..., FakeCli],
) -> None:
    killed = cli(state(bucket("one", id="one"), creating=bucket("two")), "one", "two")
    (line,) = recover("staging", killed, no_aws, never_confirm)
    assert line == "staging: Bucket two exists in AWS and was added to the state"
    assert killed.names() == ["one", "two"]
    assert not interrupted(killed.state)


def test_the_next_deployment_starts_a_canary_that_was_killed_before_its_start(
    cli: Callable[..., FakeCli],
) -> None:
    token = "aws:synthetics/canary:Canary"
    canary = resource(token, "up", {"name": "up", "startCanary": True})
    killed = cli(state(creating=canary), "up")
    aws = {"synthetics": _Ready()}
    assert list(recover("staging", killed, aws.__getitem__, never_confirm))
    (adopted,) = killed.state["deployment"]["resources"]
    assert adopted["inputs"] == adopted["outputs"] == {"name": "up"}


class _Ready:
    """Synthetics with a canary that is ready."""

    def get_canary(self, **_: str) -> dict[str, Any]:
        return {"Canary": {"Status": {"State": "READY"}}}


def test_a_resource_not_created_before_the_kill_is_dropped(cli: Callable[..., FakeCli]) -> None:
    killed = cli(state(bucket("one", id="one"), creating=bucket("two")), "one")
    assert list(recover("staging", killed, no_aws, never_confirm)) == [
        "staging: Bucket two does not exist in AWS"
    ]
    assert killed.names() == ["one"]
    assert not killed.state["deployment"].get("pending_operations")


@pytest.mark.parametrize("kind", ["updating", "deleting"])
def test_a_resource_with_a_pending_change_is_refreshed(
    kind: str, cli: Callable[..., FakeCli]
) -> None:
    killed = cli(state(bucket("one", id="one"), **{kind: bucket("one", id="one")}), "one")
    assert list(recover("staging", killed, no_aws, never_confirm)) == [
        "staging: Bucket one was refreshed from AWS"
    ]


def test_a_resource_with_init_errors_is_refreshed(cli: Callable[..., FakeCli]) -> None:
    failed = cli(state(bucket("one", id="one", initErrors=["no"])), "one")
    assert list(recover("staging", failed, no_aws, never_confirm)) == [
        "staging: Bucket one was refreshed from AWS"
    ]


def test_a_killed_recovery_can_be_repeated(cli: Callable[..., FakeCli]) -> None:
    killed = cli(state(creating=bucket("two")))
    killed.dies_at = "refresh"
    with pytest.raises(KeyboardInterrupt):
        list(recover("staging", killed, no_aws, never_confirm))
    assert killed.names() == ["two"]
    killed.dies_at = ""
    assert list(recover("staging", killed, no_aws, never_confirm)) == [
        "staging: Bucket two does not exist in AWS"
    ]
    assert not killed.names()


def test_an_ambiguous_resource_stops_the_recovery_before_any_change(
    cli: Callable[..., FakeCli],
) -> None:
    unknown = resource("aws:neptune/cluster:Cluster", "it", {})
    killed = cli(state(creating=unknown, updating=bucket("one", id="one")))
    with pytest.raises(RecoveryError) as refused:
        list(recover("staging", killed, no_aws, never_confirm))
    assert unknown["urn"] in str(refused.value)
    assert "pulumi refresh -s staging --clear-pending-creates" in str(refused.value)
    assert "pulumi import -s staging" in str(refused.value)
    assert killed.commands == ["whoami", "stack export"]


def test_the_lock_of_an_ended_local_engine_is_removed(cli: Callable[..., FakeCli]) -> None:
    locked = cli(state())
    with subprocess.Popen(["true"]) as ended:
        pass
    locked.lock(pid=ended.pid, hostname=socket.gethostname())
    (line,) = recover("staging", locked, no_aws, never_confirm)
    assert "removed the lock" in line
    assert "cancel" in locked.commands


def test_the_lock_of_a_running_local_engine_is_kept(cli: Callable[..., FakeCli]) -> None:
    locked = cli(state(creating=bucket("two")))
    locked.lock(pid=os.getpid(), hostname=socket.gethostname())
    with pytest.raises(RecoveryError, match="may still be deploying") as refused:
        list(recover("staging", locked, no_aws, never_confirm))
    assert "pulumi cancel -s staging" in str(refused.value)
    assert locked.commands == ["whoami"]


@pytest.mark.parametrize("sure", [True, False])
def test_a_person_is_asked_about_the_lock_of_another_machine(
    sure: bool, cli: Callable[..., FakeCli], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    locked, questions = cli(state()), list[str]()
    locked.lock(pid=1, hostname="elsewhere")

    def answer(question: str) -> bool:
        questions.append(question)
        return sure

    if sure:
        assert list(recover("staging", locked, no_aws, answer))
    else:
        with pytest.raises(RecoveryError):
            list(recover("staging", locked, no_aws, answer))
    assert "ada@elsewhere" in questions[0]
    assert ("cancel" in locked.commands) is sure


@pytest.mark.parametrize(("user", "taken"), [("runner", True), ("ada", False)])
def test_a_workflow_removes_locks_of_other_runners_but_not_of_people(
    user: str, taken: bool, cli: Callable[..., FakeCli], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setattr("getpass.getuser", lambda: "runner")
    locked = cli(state())
    locked.lock(pid=1, hostname="elsewhere", username=user)
    try:
        list(recover("staging", locked, no_aws, never_confirm))
    except RecoveryError:
        assert not taken
    assert ("cancel" in locked.commands) is taken


def test_locks_are_found_in_a_state_bucket(tmp_path: Path, aws: Clients) -> None:
    class InBucket(FakeCli):
        def output(self, *arguments: str, text: str | None = None) -> str:
            return json.dumps({"url": "s3://states/here?region=eu-west-1&awssdk=v2"})

    s3 = aws("s3")
    where = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="states", CreateBucketConfiguration=where)
    lock = {"pid": 1, "username": "ada", "hostname": "h", "timestamp": "2026-01-02T03:04:05Z"}
    for stack in ("staging", "staging-two"):
        key = f"here/.pulumi/locks/organization/small/{stack}/one.json"
        s3.put_object(Bucket="states", Key=key, Body=json.dumps(lock).encode())
    backend = Backend.of("staging", InBucket(tmp_path, state(), set()))
    (found,) = backend.lock_files(aws)
    assert json.loads(found) == lock
    assert not backend.delete_empty_attribute_files()


def test_a_backend_service_needs_no_recovery_of_locks() -> None:
    backend = Backend(urlsplit("https://api.example.org"), "small", "staging")
    assert not backend.lock_files(no_aws)
    assert not backend.delete_empty_attribute_files()


def test_an_unreadable_state_file_is_repaired(cli: Callable[..., FakeCli]) -> None:
    killed = cli(state())
    folder = killed.project / ".pulumi" / "stacks" / "small"
    folder.mkdir(parents=True)
    for name, text in (("staging", ""), ("staging-two", ""), ("production", "")):
        (folder / f"{name}.json.attrs").write_text(text)
    (folder / "staging.json.bak.attrs").write_text("{}")
    (line,) = recover("staging", killed, no_aws, never_confirm)
    assert "repaired the state file" in line
    left = {file.name for file in folder.iterdir()}
    assert left == {"production.json.attrs", "staging-two.json.attrs", "staging.json.bak.attrs"}


@pytest.mark.parametrize("stack", ["account", "development", "production", "staging"])
def test_every_type_of_a_stack_can_be_found(stack: str) -> None:
    lines = (GOLDEN / f"inventory-{stack}.txt").read_text().splitlines()
    tokens = {line.split()[0] for line in lines if line}
    real = {one for one in tokens if one.startswith(("aws:", "kubernetes:"))}
    assert real
    assert not {one for one in real if not is_findable(one)}


def vpc(aws: Clients, **tags: str) -> str:
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    specification = [{"ResourceType": "vpc", "Tags": listed}]
    answer = aws("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=specification)
    return answer["Vpc"]["VpcId"]


TAGS = {"Name": "staging-vpc", "Environment": "staging"}


def test_a_resource_is_found_by_all_its_tags(aws: Clients) -> None:
    made = resource(VPC, "vpc", {"tags": TAGS})
    vpc(aws, Name="staging-vpc", Environment="production")
    assert possible_id(made, state(), aws) is None
    ours = vpc(aws, **TAGS, Owner="iac")
    assert possible_id(made, state(), aws) == ours


def test_a_resource_in_the_state_is_not_the_pending_one(aws: Clients) -> None:
    old = vpc(aws, **TAGS)
    known = state(resource(VPC, "vpc", {"tags": TAGS, "cidrBlock": "10.1.0.0/16"}, id=old))
    made = resource(VPC, "vpc", {"tags": TAGS})
    assert possible_id(made, known, aws) is None
    new = vpc(aws, **TAGS)
    assert possible_id(made, known, aws) == new


def test_two_matching_resources_are_ambiguous(aws: Clients) -> None:
    ids = [vpc(aws, **TAGS), vpc(aws, **TAGS)]
    with pytest.raises(AmbiguousResourceError) as doubt:
        possible_id(resource(VPC, "vpc", {"tags": TAGS}), state(), aws)
    assert all(one in str(doubt.value) for one in ids)


def test_a_duplicate_of_a_resource_in_the_state_is_ambiguous(aws: Clients) -> None:
    known = state(resource(VPC, "vpc", {"tags": TAGS}, id=vpc(aws, **TAGS)))
    twin = vpc(aws, **TAGS)
    with pytest.raises(AmbiguousResourceError, match=twin):
        possible_id(resource(VPC, "vpc", {"tags": TAGS}), known, aws)


def test_a_resource_without_name_tag_is_ambiguous(aws: Clients) -> None:
    vpc(aws, Environment="staging")
    with pytest.raises(AmbiguousResourceError, match="Name"):
        possible_id(resource(VPC, "vpc", {"tags": {"Environment": "staging"}}), state(), aws)


def test_a_key_pending_deletion_is_ignored(aws: Clients) -> None:
    kms = aws("kms")
    wanted = resource(KEY, "key", {"description": "Ours", "tags": {"Owner": "iac"}})
    tags = [{"TagKey": "Owner", "TagValue": "iac"}]
    first, second = (
        kms.create_key(Description="Ours", Tags=tags)["KeyMetadata"]["KeyId"] for _ in range(2)
    )
    kms.create_key(Description="Ours")
    kms.schedule_key_deletion(KeyId=first)
    assert possible_id(wanted, state(), aws) == second


def test_a_deleted_nat_gateway_is_ignored(aws: Clients) -> None:
    ec2 = aws("ec2")
    network = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=network, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    tags = [{"Key": "Name", "Value": "nat"}]
    specification = [{"ResourceType": "natgateway", "Tags": tags}]
    gone, there = (
        ec2.create_nat_gateway(
            SubnetId=subnet, ConnectivityType="private", TagSpecifications=specification
        )["NatGateway"]["NatGatewayId"]
        for _ in range(2)
    )
    ec2.delete_nat_gateway(NatGatewayId=gone)
    wanted = resource("aws:ec2/natGateway:NatGateway", "nat", {"tags": {"Name": "nat"}})
    assert possible_id(wanted, state(), aws) == there


def test_a_queue_is_found_by_its_name(aws: Clients) -> None:
    wanted = resource("aws:sqs/queue:Queue", "jobs", {"name": "jobs"})
    assert possible_id(wanted, state(), aws) is None
    url = aws("sqs").create_queue(QueueName="jobs")["QueueUrl"]
    assert possible_id(wanted, state(), aws) == url


def test_a_subscription_is_found_by_its_endpoint(aws: Clients) -> None:
    sns = aws("sns")
    topic = sns.create_topic(Name="results")["TopicArn"]
    said = {"topic": topic, "protocol": "https", "endpoint": "https://one.example.org"}
    wanted = resource("aws:sns/topicSubscription:TopicSubscription", "one", said)
    sns.subscribe(TopicArn=topic, Protocol="https", Endpoint="https://two.example.org")
    assert possible_id(wanted, state(), aws) is None
    made = sns.subscribe(
        TopicArn=topic, Protocol="https", Endpoint=said["endpoint"], ReturnSubscriptionArn=True
    )
    assert possible_id(wanted, state(), aws) == made["SubscriptionArn"]


def test_a_secret_is_found_by_its_name(aws: Clients) -> None:
    wanted = resource("aws:secretsmanager/secret:Secret", "one", {"name": "one"})
    assert possible_id(wanted, state(), aws) is None
    arn = aws("secretsmanager").create_secret(Name="one")["ARN"]
    assert possible_id(wanted, state(), aws) == arn


@pytest.mark.parametrize(
    ("token", "inputs", "id_"),
    [
        ("aws:sns/topic:Topic", {"name": "one"}, "arn:aws:sns:eu-west-1:242905224710:one"),
        (
            "aws:iam/policy:Policy",
            {"path": "/people/", "name": "one"},
            "arn:aws:iam::242905224710:policy/people/one",
        ),
        (
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
            {"url": "https://tokens.example.org/id/1"},
            "arn:aws:iam::242905224710:oidc-provider/tokens.example.org/id/1",
        ),
        ("aws:ebs/encryptionByDefault:EncryptionByDefault", {}, "eu-west-1"),
        ("aws:ebs/encryptionByDefault:EncryptionByDefault", {"region": "us-east-1"}, "us-east-1"),
        (
            "aws:ec2/route:Route",
            {"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0"},
            "r-rtb-11080289494",
        ),
        ("kubernetes:core/v1:Namespace", {"metadata": {"name": "ui"}}, "ui"),
        (
            "kubernetes:core/v1:ServiceAccount",
            {"metadata": {"name": "runner", "namespace": "ui"}},
            "ui/runner",
        ),
        ("kubernetes:helm.sh/v3:Release", {"name": "one", "namespace": "ui"}, "ui/one"),
    ],
)
def test_an_id_is_derived_from_the_inputs(
    token: str, inputs: dict[str, Any], id_: str, aws: Clients
) -> None:
    assert possible_id(resource(token, "one", inputs), state(), aws) == id_


def test_an_encrypted_name_is_ambiguous(aws: Clients) -> None:
    hidden = resource(BUCKET, "one", {"bucket": {"ciphertext": "v1:abc"}})
    with pytest.raises(AmbiguousResourceError, match="bucket"):
        possible_id(hidden, state(), aws)


def test_a_replacement_takes_the_place_of_the_old_resource_which_is_deleted_later() -> None:
    old, new = bucket("one", id="old"), bucket("one")
    child = bucket("child", id="child", dependencies=[old["urn"]])
    found = repaired(state(old, child, creating=new), {new["urn"]: "new"})
    resources = found["deployment"]["resources"]
    assert [one["id"] for one in resources] == ["new", "child", "old"]
    assert [bool(one.get("delete")) for one in resources] == [False, False, True]


def test_a_resource_with_pending_replacement_is_not_restored() -> None:
    old, new = bucket("one", id="one", pendingReplacement=True), bucket("one")
    assert possible_id(new, state(old), no_aws) == "one"
    found = repaired(state(old, creating=new), {new["urn"]: "one"})
    (one,) = found["deployment"]["resources"]
    assert not one.get("pendingReplacement")


def test_providers_and_components_need_no_recovery() -> None:
    provider = resource("pulumi:providers:aws", "aws", {})
    component = {**resource("cellscope:data:Bucket", "one", {}), "custom": False}
    killed = state()
    killed["deployment"]["pending_operations"] = [
        {"type": "creating", "resource": one} for one in (provider, component)
    ]
    assert not pending_creations(killed)
    assert not interrupted(killed)
    assert not repaired(killed, {})["deployment"].get("pending_operations")


@st.composite
def killed_states(draw: st.DrawFn) -> tuple[State, dict[str, str]]:
    """Returns a state with dependencies, in which the last resources are pending."""
    number = draw(st.integers(1, 12))
    resources: list[State] = []
    for index in range(number):
        needed = draw(st.sets(st.sampled_from(resources or [None]).map(id), max_size=3))
        urns = [one["urn"] for one in resources if id(one) in needed]
        resources.append(bucket(f"b{index}", dependencies=urns))
    done = draw(st.integers(0, number))
    present = [{**one, "id": one["urn"]} for one in resources[:done]]
    # Pending resources may depend on each other, and are listed in any order.
    making = draw(st.permutations(resources[done:]))
    killed = state(*present)
    killed["deployment"]["pending_operations"] = [
        {"type": "creating", "resource": one} for one in making
    ]
    there = draw(st.integers(done, number))
    return killed, {one["urn"]: one["urn"] for one in resources[done:there]}


@given(killed_states())
def test_the_recovered_state_has_each_resource_once_in_a_valid_order(
    case: tuple[State, dict[str, str]],
) -> None:
    killed, ids = case
    resources = repaired(killed, ids)["deployment"]["resources"]
    before = [one["urn"] for one in killed["deployment"]["resources"]]
    urns = [one["urn"] for one in resources]
    assert sorted(urns) == sorted([*before, *ids])
    for place, one in enumerate(resources):
        assert {*one["dependencies"]} <= {*urns[:place]}
    assert {one["urn"] for one in resources if one.get("initErrors")} == {*ids}
