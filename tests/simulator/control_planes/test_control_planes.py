"""The life cycle of simulated clusters with the real programs, and access to them."""

import base64
import json
import os
import signal
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
import yaml
from botocore.exceptions import ClientError

from simulator.account.account import CHECKOUT, Account, Running, _command_of
from simulator.control_planes import control_plane_programs
from simulator.control_planes.control_plane_programs import ASSETS_VARIABLE, ControlPlaneError
from simulator.control_planes.control_planes import ControlPlanes
from tests.simulator.conftest import make_roles

TOOLS = os.pathsep.join(str(CHECKOUT / folder) for folder in (".venv/bin", ".tools/bin"))


@dataclass(frozen=True)
class World:
    """A separate account for these tests, with operations in it."""

    account: Account

    def client(self, service: str) -> Any:
        running = self.account.up()
        session = boto3.Session("simulated", "simulated", region_name=self.account.region)
        return session.client(service, endpoint_url=running.url)

    def create_cluster(self, name: str) -> None:
        subnets = self.client("ec2").describe_subnets()["Subnets"]
        eks = self.client("eks")
        eks.create_cluster(
            name=name,
            roleArn=f"arn:aws:iam::{self.account.account_id}:role/cluster",
            resourcesVpcConfig={"subnetIds": [subnet["SubnetId"] for subnet in subnets]},
            accessConfig={
                "authenticationMode": "API_AND_CONFIG_MAP",
                "bootstrapClusterCreatorAdminPermissions": False,
            },
        )
        eks.get_waiter("cluster_active").wait(name=name, WaiterConfig={"Delay": 0.05})

    def create_user(self, name: str, path: str) -> dict[str, str]:
        """Create an IAM user; returns the environment with the user's keys."""
        iam = self.client("iam")
        iam.create_user(UserName=name, Path=path)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return {
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
        }

    def create_role(self, name: str, path: str) -> None:
        """Create a role that the principals of the account may assume."""
        trusted = {"AWS": f"arn:aws:iam::{self.account.account_id}:root"}
        allow = {"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        iam = self.client("iam")
        with suppress(iam.exceptions.EntityAlreadyExistsException):
            iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=document)

    def run(self, *command: str, **environment: str) -> str:
        """The output of a command, including stderr."""
        done = subprocess.run(
            command,
            env={
                **os.environ,
                **self.account.environment(self.account.up()),
                "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}",
                "KUBECONFIG": str(self.account.folder / "kubeconfig"),
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.stdout

    def programs(self, running: Running | None = None) -> list[str]:
        """The running programs of control planes that a server has started."""
        pids = self.account._processes_of(running or self.account.up())
        commands = [_command_of(pid).split()[1] for pid in pids]
        return sorted(Path(command).name for command in commands if "python" not in command)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An account with a cluster `one`, and its kubeconfig."""
    account = Account.of_checkout().at(tmp_path_factory.mktemp("account"))
    world = World(account)
    try:
        make_roles(account, "cluster")
        world.create_cluster("one")
        world.run("aws", "eks", "update-kubeconfig", "--name", "one")
        yield world
    finally:
        account.down()


def as_role(world: World, name: str, policy: str) -> Callable[..., str]:
    """Runs kubectl as a role whose access entry has an access policy for the whole cluster."""
    role = f"arn:aws:iam::{world.account.account_id}:role/ops/{name}"
    world.create_role(name, "/ops/")
    eks = world.client("eks")
    of_role = {"clusterName": "one", "principalArn": role}
    # EKS sees the role a minute of the account's clock later.
    time.sleep(0.1)
    with suppress(eks.exceptions.ResourceInUseException):
        eks.create_access_entry(**of_role, username=name)
    eks.associate_access_policy(
        **of_role,
        policyArn=f"arn:aws:eks::aws:cluster-access-policy/{policy}",
        accessScope={"type": "cluster"},
    )
    kubeconfig = str(world.account.folder / f"kubeconfig-of-{name}")
    update = ["aws", "eks", "update-kubeconfig", "--name", "one", "--role-arn", role]
    world.run(*update, KUBECONFIG=kubeconfig)
    return lambda *arguments: world.run("kubectl", *arguments, KUBECONFIG=kubeconfig)


@pytest.fixture
def administer(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs kubectl as a role whose access entry makes it the cluster's administrator."""
    return as_role(world, "deploy", "AmazonEKSClusterAdminPolicy")


@pytest.fixture
def view(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs kubectl as a role whose access entry lets it read all objects."""
    return as_role(world, "read", "AmazonEKSAdminViewPolicy")


def aws_auth(account_id: str, groups: dict[str, str]) -> str:
    """The manifest of aws-auth with a row for each IAM user of a group."""
    users = [
        {
            "userarn": f"arn:aws:iam::{account_id}:user/people/{name}",
            "username": name,
            "groups": [group],
        }
        for name, group in groups.items()
    ]
    metadata = {"name": "aws-auth", "namespace": "kube-system"}
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
    return json.dumps({**manifest, "data": {"mapUsers": yaml.safe_dump(users)}})


def test_cluster_serves_at_its_described_endpoint(world: World) -> None:
    cluster = world.client("eks").describe_cluster(name="one")["cluster"]
    authority = base64.b64decode(cluster["certificateAuthority"]["data"]).decode()
    context = ssl.create_default_context(cadata=authority)
    endpoint = urlsplit(cluster["endpoint"])
    connection = HTTPSConnection(endpoint.netloc, context=context)
    connection.request("GET", "/readyz")
    assert connection.getresponse().read() == b"ok"
    connection.close()
    assert cluster["status"] == "ACTIVE"


def test_a_control_plane_has_its_version_whatever_the_cluster_declares(
    world: World, administer: Callable[..., str]
) -> None:
    declared = world.client("eks").describe_cluster(name="one")["cluster"]["version"]
    assert declared != "1.35"
    assert "serverVersion:" in (answer := administer("version", "-o", "yaml"))
    assert "gitVersion: v1.35" in answer.partition("serverVersion:")[2]


def test_role_with_access_entry_has_access(administer: Callable[..., str]) -> None:
    assert "kube-system" in administer("get", "namespaces")
    assert administer("auth", "whoami", "-o", "jsonpath={.status.userInfo.username}") == "deploy"


def test_role_with_the_view_policy_reads_everything_and_changes_nothing(
    administer: Callable[..., str], view: Callable[..., str]
) -> None:
    assert "kube-system" in view("get", "namespaces")
    assert view("get", "--raw", "/readyz") == "ok"
    administer("create", "secret", "generic", "password", "--from-literal=is=sesame")
    assert "password" in view("get", "secrets")
    for change in (
        ("create", "namespace", "mine"),
        ("delete", "secret", "password"),
        ("label", "namespace", "default", "a=b"),
        ("create", "clusterrolebinding", "mine", "--clusterrole=cluster-admin", "--user=read"),
    ):
        assert 'User "read" cannot' in view(*change)


def test_aws_auth_grants_access_within_rbac_until_removed(
    world: World, administer: Callable[..., str], tmp_path: Path
) -> None:
    ada, bob, eve = (world.create_user(name, "/people/") for name in ("ada", "bob", "eve"))
    manifest = tmp_path / "aws-auth.json"

    def apply(**groups: str) -> None:
        manifest.write_text(aws_auth(world.account.account_id, groups))
        assert "aws-auth" in administer("apply", "-f", str(manifest))

    apply(ada="system:masters", bob="read-only")
    assert "No resources found" in world.run("kubectl", "get", "pods", **ada)
    assert 'User "bob" cannot list' in world.run("kubectl", "get", "pods", **bob)
    assert "You must be logged in" in world.run("kubectl", "get", "pods", **eve)
    apply(bob="read-only")
    assert "You must be logged in" in world.run("kubectl", "get", "pods", **ada)


def test_denied_access_is_explained_in_the_log(world: World) -> None:
    assert "Unauthorized" in world.run("kubectl", "get", "--raw", "/version")
    log = (world.account.folder / "server.log").read_text()
    assert "user/moto has neither an access entry nor" in log


def test_cluster_secrets_are_readable_by_the_owner_only(world: World) -> None:
    folder = world.account.folder / "clusters" / "one"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "tokens.csv").stat().st_mode & 0o077 == 0


def test_deleting_a_cluster_stops_its_control_plane(world: World) -> None:
    before = world.programs()
    world.create_cluster("short")
    assert world.programs() == sorted([*before, "etcd", "kube-apiserver"])
    world.client("eks").delete_cluster(name="short")
    assert world.programs() == before
    assert not (world.account.folder / "clusters" / "short").exists()


def test_cluster_that_cannot_start_reports_why_and_is_removed(world: World) -> None:
    groups = world.client("ec2").describe_security_groups()["SecurityGroups"]
    with pytest.raises(ClientError, match=r"'\.\./x' is not a valid cluster name"):
        world.create_cluster("../x")
    assert "../x" not in world.client("eks").list_clusters()["clusters"]
    assert world.client("ec2").describe_security_groups()["SecurityGroups"] == groups


def test_missing_programs_are_reported_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv(ASSETS_VARIABLE, raising=False)
    monkeypatch.setattr(control_plane_programs, "CHECKOUT", tmp_path)
    with pytest.raises(ControlPlaneError, match=r"etcd is not in .* run `make tools`"):
        ControlPlanes(tmp_path).start("one", "https://issuer", "http://reviews")


def test_failed_program_output_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "etcd"
    program.write_text("#!/bin/sh\necho the disk is full\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv(ASSETS_VARIABLE, str(tmp_path))
    with pytest.raises(ControlPlaneError, match="cluster one cannot start: the disk is full"):
        ControlPlanes(tmp_path / "clusters").start("one", "https://issuer", "http://reviews")


def test_stopping_the_account_ends_all_processes_after_a_server_kill(world: World) -> None:
    running = world.account.up()
    os.kill(running.pid, signal.SIGKILL)
    assert world.programs(running) == ["etcd", "kube-apiserver"]
    world.account.down()
    assert world.programs(running) == []
    assert not (world.account.folder / "clusters").exists()
