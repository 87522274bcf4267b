"""Sandboxes next to the deployed staging: two are created and removed without side effects."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from delivery.sandboxes.sandboxes import create, list_sandboxes, remove, remove_expired
from simulator.account.account import Account
from simulator.engine import Engine
from tests.engine.cluster.kubectl import Kubectl
from tests.engine.conftest import PACK, Platform, copied, deployed_stacks

TODAY = datetime.now(UTC).date()
TOMORROW, SOON, LATER = (TODAY + timedelta(days=days) for days in (1, 14, 15))

NAMESPACES = ("api", "pipeline", "ui", "worker")


class Staging(Platform):
    """The deployed staging, and operations next to it."""

    @property
    def cli(self) -> Cli:
        """The CLI in the simulated account, as commands of `delivery` use it."""
        return Cli(self.project, self.delivery_environment("environment:sandbox"))

    @cached_property
    def shared(self) -> dict[str, Any]:
        """The outputs of staging, which nothing here changes."""
        return self.outputs("staging")

    @cached_property
    def kubectl(self) -> Kubectl:
        return Kubectl(self, self.shared["kubeconfig"], self.account.folder)

    def create(self, sandbox: str, expires: date = SOON, today: date = TODAY) -> None:
        list(create(sandbox, expires, self.cli, self.aws, today=today))

    def remove(self, sandbox: str) -> None:
        list(remove(sandbox, self.cli, self.aws))

    def here(self) -> dict[str, set[str]]:
        """The names, by kind, of all resources of which a sandbox has some."""
        iam, sqs, sns = (self.aws(name) for name in ("iam", "sqs", "sns"))
        eks, zones, pools = (self.aws(n) for n in ("eks", "route53", "cognito-identity"))
        users = self.aws("cognito-idp")
        namespaced = self.kubernetes("namespaces,rolebindings")
        zone = zones.list_hosted_zones()["HostedZones"][0]["Id"]
        pool = self.shared["signIn"]["userPoolId"]
        clients = users.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
        return {
            "namespaces": namespaced["Namespace"],
            "rights": namespaced["RoleBinding"],
            "queues": {url.rpartition("/")[2] for url in sqs.list_queues()["QueueUrls"]},
            "topics": {one["TopicArn"] for one in sns.list_topics()["Topics"]},
            "heard": {one["Endpoint"] for one in sns.list_subscriptions()["Subscriptions"]},
            "clients": {one["ClientName"] for one in clients},
            "pools": {
                one["IdentityPoolName"]
                for one in pools.list_identity_pools(MaxResults=60)["IdentityPools"]
            },
            "roles": {one["RoleName"] for one in iam.list_roles(MaxItems=1000)["Roles"]},
            "profiles": {*eks.list_fargate_profiles(clusterName="biomage-staging")[_PROFILES]},
            "hosts": {
                one["Name"]
                for one in zones.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
            },
        }

    def kubernetes(self, kinds: str) -> dict[str, set[str]]:
        """The names of all objects of some kinds in the cluster, with their namespaces."""
        found: dict[str, set[str]] = {}
        for one in json.loads(self.kubectl("get", kinds, "-A", "-o", "json"))["items"]:
            name = f"{one['metadata'].get('namespace', '')}/{one['metadata']['name']}"
            found.setdefault(one["kind"], set()).add(name)
        return found


_PROFILES = "fargateProfileNames"


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staging]:
    with deployed_stacks(tmp_path_factory.mktemp("staging"), "staging") as platform:
        copy = copied(platform.account, tmp_path_factory.mktemp("sandboxes"))
        (copy.project / PACK.name).symlink_to(PACK)
        yield Staging(platform.account, copy.project)


def of(sandbox: str, here: dict[str, set[str]]) -> dict[str, set[str]]:
    """The names that contain the sandbox's id."""
    return {kind: {one for one in names if sandbox in one} for kind, names in here.items()}


def without(sandbox: str, here: dict[str, set[str]]) -> dict[str, set[str]]:
    return {kind: names - of(sandbox, here)[kind] for kind, names in here.items()}


class Beside(NamedTuple):
    """The resources without sandboxes, with `ada-1`, and with `grace-2` as well."""

    staging: Staging
    before: dict[str, set[str]]
    alone: dict[str, set[str]]
    both: dict[str, set[str]]


@pytest.fixture(scope="module")
def beside(staging: Staging) -> Beside:
    """Two sandboxes, the first of which expires tomorrow; the last tests remove them."""
    before = staging.here()
    staging.create("ada-1", TOMORROW)
    alone = staging.here()
    staging.create("grace-2")
    return Beside(staging, before, alone, staging.here())


@pytest.fixture
def ada(beside: Beside) -> Staging:
    return beside.staging


def test_sandboxes_do_not_affect_each_other_or_staging(beside: Beside) -> None:
    staging, before, alone, both = beside
    assert before["queues"]
    assert without("ada-1", alone) == before
    assert without("grace-2", both) == alone
    for stack in ("sandbox-ada-1", "sandbox-grace-2", "staging"):
        # Compared in AWS, where overwritten resources would be visible.
        assert staging.planned(stack, "--refresh") == []


def test_sandbox_has_everything_its_services_need(ada: Staging) -> None:
    domain = "scp-staging.biomage.net"
    here = of("ada-1", ada.here())
    assert {f"/{name}-ada-1" for name in NAMESPACES} == here["namespaces"]
    assert here["rights"] == {
        "pipeline-ada-1/can-create-pipelines",
        "pipeline-ada-1/delete-pods",
        "worker-ada-1/delete-pods",
    }
    assert "queue-job-ada-1-staging.fifo" in here["queues"]
    assert here["topics"] == {"arn:aws:sns:eu-west-1:242905224710:work-results-staging-ada-1"}
    assert here["heard"] == {
        f"https://api-ada-1.{domain}/v1/{path}" for path in ("pipelineResults", "gem2sResults")
    }
    assert here["clients"] == here["pools"] == {"biomage-cellscope-cluster-ada-1"}
    assert here["roles"] == {"ui-auth-user-role-ada-1-staging"}
    assert here["profiles"] == {"pipeline-ada-1", "worker-ada-1"}
    assert here["hosts"] == {f"api-ada-1.{domain}.", f"ui-ada-1.{domain}."}


def test_sandbox_sign_in_returns_to_its_own_page(ada: Staging) -> None:
    ids = ada.outputs("sandbox-ada-1")["signIn"]
    client = ada.aws("cognito-idp").describe_user_pool_client(
        UserPoolId=ids["userPoolId"], ClientId=ids["clientId"]
    )["UserPoolClient"]
    page = "https://ui-ada-1.scp-staging.biomage.net/data-management"
    assert client["CallbackURLs"] == client["LogoutURLs"] == [page]


def test_sandbox_services_use_the_roles_of_staging(ada: Staging) -> None:
    assert ada.kubernetes("serviceaccounts")["ServiceAccount"] >= {
        f"{name}-ada-1/deployment-runner" for name in NAMESPACES
    }
    get = ("get", "serviceaccount", "deployment-runner", "-n", "api-ada-1", "-o", "json")
    annotations = json.loads(ada.kubectl(*get))["metadata"]["annotations"]
    assert annotations["eks.amazonaws.com/role-arn"] == ada.shared["roleArns"]["api"]


def test_all_sandbox_resources_have_an_expiry(ada: Staging) -> None:
    url = ada.outputs("sandbox-ada-1")["queues"]["queue-job"]
    tags = ada.aws("sqs").list_queue_tags(QueueUrl=url)["Tags"]
    assert (tags["Sandbox"], tags["Expires"]) == ("ada-1", TOMORROW.isoformat())
    assert tags["Environment"] == "staging"


def test_sandbox_violates_no_policy(ada: Staging) -> None:
    assert ada.judged("sandbox-ada-1") == []


@pytest.mark.parametrize(
    ("sandbox", "why"),
    [
        ("default", "is reserved for staging"),
        ("Ada", "must consist of lowercase letters"),
        ("a;touch x", "must consist of lowercase letters"),
        ("a" * 21, "has 21 characters"),
        ("", "must not be empty"),
    ],
)
def test_invalid_sandbox_id_is_refused(staging: Staging, sandbox: str, why: str) -> None:
    before = {file.name for file in staging.project.iterdir()}
    done = staging.delivery("sandbox", "create", SANDBOX_ID=sandbox)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert "nothing was changed" in done.stderr
    assert {file.name for file in staging.project.iterdir()} == before


def test_sandbox_with_incomplete_staging_is_refused(beside: Beside) -> None:
    staging, before = beside.staging, beside.staging.here()
    component = staging.project / "components" / "sandbox.py"
    text = component.read_text()
    field = "    sign_in: SignInOutputs\n"
    component.write_text(text.replace(field, f"{field}    nothing_more: Output[str]\n", 1))
    try:
        done = staging.delivery("sandbox", "create", "ada-3")
    finally:
        component.write_text(text)
    assert done.returncode == 2
    assert "The stack staging has no nothingMore; nothing was changed." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert staging.here() == before
    staging.remove("ada-3")


def test_extending_a_sandbox_keeps_all_and_updates_the_expiry(beside: Beside) -> None:
    staging = beside.staging
    url = staging.outputs("sandbox-grace-2")["queues"]["queue-job"]
    staging.create("grace-2", LATER)
    assert staging.outputs("sandbox-grace-2")["queues"]["queue-job"] == url
    tags = staging.aws("sqs").list_queue_tags(QueueUrl=url)["Tags"]
    assert tags["Expires"] == LATER.isoformat()
    assert staging.here() == beside.both


def test_only_the_expired_sandbox_is_removed(beside: Beside) -> None:
    staging = beside.staging
    list(remove_expired(staging.cli, staging.aws, today=TOMORROW))
    assert [(one.id, one.expires) for one in list_sandboxes(staging.cli, staging.aws)] == [
        ("ada-1", TOMORROW),
        ("grace-2", LATER),
    ]
    list(remove_expired(staging.cli, staging.aws, today=TOMORROW + timedelta(days=1)))
    assert [one.id for one in list_sandboxes(staging.cli, staging.aws)] == ["grace-2"]
    assert staging.here() == without("ada-1", beside.both)
    assert staging.planned("sandbox-grace-2", "--refresh") == []


def test_removing_the_last_sandbox_leaves_nothing(beside: Beside) -> None:
    staging = beside.staging
    staging.remove("grace-2")
    assert staging.here() == beside.before
    assert staging.planned("staging", "--refresh") == []
    assert list_sandboxes(staging.cli, staging.aws) == []
    assert not list(staging.project.glob("Pulumi.sandbox-*"))


REAL = """
import settings
SETTINGS = settings.load()
from stacks.provider import aws_provider
aws_provider(SETTINGS)
"""
"""The part of the program that is needed to encrypt a state."""


def test_sandbox_can_be_changed_and_removed_from_another_machine(
    account: Account, tmp_path: Path
) -> None:
    platform = copied(account, tmp_path)
    (platform.project / "__main__.py").write_text(REAL)
    (platform.project / PACK.name).symlink_to(PACK)
    platform.engine.prepare()
    engine = Engine(account, platform.running, platform.project)
    state = "s3://cellscope-state-242905224710?region=eu-west-1&awssdk=v2&s3ForcePathStyle=true"
    staging, cli = (
        Cli(platform.project, engine.environment(stack) | {"PULUMI_BACKEND_URL": state})
        for stack in ("staging", "sandbox-ada-1")
    )
    for one in (staging, cli):
        del one.environment["PULUMI_CONFIG_PASSPHRASE"]
    aws: Clients = platform.aws
    key = "awskms://alias/iac-secret-key?region=eu-west-1&context_stack=staging"
    staging.output("stack", "init", "staging", "--no-select", "--secrets-provider", key)
    file = platform.project / "Pulumi.sandbox-ada-1.yaml"
    list(create("ada-1", SOON, cli, aws, today=TODAY))
    encryption = [line for line in file.read_text().splitlines() if line.startswith("encrypted")]
    assert len(encryption) == 1
    file.unlink()
    list(create("ada-1", SOON + timedelta(days=1), cli, aws, today=TODAY))
    assert encryption[0] in file.read_text().splitlines()
    assert [one.expires for one in list_sandboxes(cli, aws)] == [SOON + timedelta(days=1)]
    file.unlink()
    list(remove("ada-1", cli, aws))
    assert list_sandboxes(cli, aws) == []
