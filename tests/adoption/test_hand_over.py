"""The estate of 2022 is taken over, with each step killed at some moments and run again."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.account.account import Account
from tests.adoption.hand_over import HandOver
from tests.adoption.old_estate.cluster import NODE_GROUP, PROFILES, THUMBPRINT
from tests.adoption.old_estate.contents import checksums

ROLE = "cellscope-deploy-staging"
FOREIGN = "notes-of-another-team"

KILLS = {
    "inspect account": (1, 7.0),
    "freeze account": (2, 1.2),
    "import account": (2, 2.0),
    "groups account": (2, 1.2),
    "settings staging": (1, 0.8),
    "entries staging": (2, 1.2),
    "inspect staging": (1, 15.0),
    "freeze staging": (3, 2.5),
    "import staging": (3, 3.0),
    "access staging": (1, 1.0),
    "release staging": (2, 2.5),
}
"""How often each step is killed, and in about half of the seconds that it takes."""


@pytest.fixture(scope="module")
def hand_over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandOver]:
    """The old estate of staging, which the tests of this file take over step by step."""
    account = Account.of_checkout().at(tmp_path_factory.mktemp("adoption"))
    yield HandOver.begin(account, tmp_path_factory.mktemp("project"), KILLS, seed=23)
    account.down()


def imported(hand_over: HandOver, stack: str) -> dict[str, str]:
    """The ids of the resources that an inspection lists, by URN."""
    file = hand_over.platform.project / "adoption" / stack / "import.json"
    rows = json.loads(file.read_text())["resources"]
    return {one["urn"]: one["id"] for one in rows if one.get("id")}


def assert_managed(hand_over: HandOver, stack: str) -> None:
    """The state has each resource that the inspection lists, with its id."""
    present = state(hand_over, stack)
    lost = {
        urn: id_
        for urn, id_ in imported(hand_over, stack).items()
        # The import id of some types contains that of their parent, too.
        if urn not in present or id_.rpartition("/")[2] != present[urn]["id"].rpartition("/")[2]
    }
    assert lost == {}


def state(hand_over: HandOver, stack: str) -> dict[str, Any]:
    """The resources of a stack's state by URN."""
    exported = hand_over.platform.pulumi("stack", "export", "-s", stack).stdout
    return {one["urn"]: one for one in json.loads(exported)["deployment"].get("resources", ())}


def test_the_stack_account_is_taken_over_first(hand_over: HandOver) -> None:
    hand_over.platform.aws("s3").create_bucket(
        Bucket=FOREIGN, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    hand_over.adopt("inspect", "account", "--write")
    hand_over.adopt("freeze", "account")
    hand_over.adopt("import", "account")
    assert "replaces nothing, deletes nothing" in hand_over.adopt("check", "account")
    hand_over.adopt("groups", "account")
    hand_over.deploy("account")
    assert_managed(hand_over, "account")
    hand_over.adopt("groups --finish", "account")


def test_the_settings_keep_the_old_cluster_and_network(hand_over: HandOver) -> None:
    hand_over.adopt("settings", "staging", "--write")
    config = hand_over.config("staging")
    vpc = hand_over.platform.aws("eks").describe_cluster(name=hand_over.old.cluster)["cluster"][
        "resourcesVpcConfig"
    ]
    network = config["cellscope:existingNetwork"]
    assert network["vpcId"] == vpc["vpcId"]
    assert {*network["privateSubnetIds"], *network["publicSubnetIds"]} == {*vpc["subnetIds"]}
    hand_over.adopt("entries", "staging")


def test_all_that_exists_of_staging_is_imported(hand_over: HandOver) -> None:
    out = hand_over.adopt("inspect", "staging", "--write")
    assert "is not imported" not in out
    hand_over.adopt("freeze", "staging")
    hand_over.adopt("import", "staging", role=ROLE)
    assert_managed(hand_over, "staging")
    names = {urn.rpartition("$")[2] for urn in imported(hand_over, "staging")}
    for profile in PROFILES:
        assert f"aws:eks/fargateProfile:FargateProfile::{profile.partition('-')[0]}" in names
    assert "aws:iam/openIdConnectProvider:OpenIdConnectProvider::cluster-oidcProvider" in names
    assert "aws:iam/role:Role::api" in names
    assert "replaces nothing, deletes nothing" in hand_over.adopt("check", "staging")
    assert "inspected" in hand_over.adopt("status", "staging")


def test_the_first_deployment_keeps_resources_data_and_access(hand_over: HandOver) -> None:
    hand_over.deploy("staging", "interrupt-sign-in", role=ROLE)
    assert_managed(hand_over, "staging")
    assert checksums(hand_over.platform.account, "staging") == hand_over.old.checksums
    assert hand_over.platform.planned("staging") == []


def test_the_lists_replace_the_rows_of_aws_auth(hand_over: HandOver) -> None:
    file = hand_over.platform.project / "Pulumi.staging.yaml"
    before = file.read_text()
    hand_over.adopt("access", "staging", "--write")
    hand_over.deploy("staging", role=ROLE)
    after = file.read_text()
    file.write_text(before)
    (back,) = hand_over.platform.planned("staging")
    assert (back.op, back.name) == ("update", "cluster-nodeAccess")
    assert "data.mapUsers" in back.differences
    file.write_text(after)
    assert hand_over.adopt("access", "staging").endswith(
        "staging: the lists give all access that the old cluster gives\n"
    )


def test_the_old_stacks_go_and_leave_everything(hand_over: HandOver) -> None:
    hand_over.adopt("release", "account")
    hand_over.adopt("release", "staging")
    aws = hand_over.platform.aws
    left = {one["StackName"] for one in aws("cloudformation").describe_stacks()["Stacks"]}
    assert left == {"biomage-ci-users"}
    assert checksums(hand_over.platform.account, "staging") == hand_over.old.checksums
    eks = aws("eks")
    groups = eks.list_nodegroups(clusterName=hand_over.old.cluster)["nodegroups"]
    assert NODE_GROUP in groups
    assert len(groups) == 2
    iam = aws("iam")
    (provider,) = (
        one["Arn"]
        for one in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
        if "oidc.eks" in one["Arn"]
    )
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    assert found["ThumbprintList"] == [THUMBPRINT]


def test_a_second_run_finds_nothing_to_do(hand_over: HandOver) -> None:
    assert hand_over.platform.planned("staging") == []
    out = hand_over.adopt("inspect", "staging")
    assert "staging: 0 resources exist and can be imported" in out
    assert "staging: 0 do not exist" in out
    assert "nothing to import" in hand_over.adopt("import", "staging", role=ROLE)
    assert hand_over.adopt("freeze", "staging") == "staging: 0 old stacks\n"
    assert hand_over.adopt("status", "staging").endswith("staging: no old stack is left\n")


def test_what_the_program_lacks_is_listed_and_stays(hand_over: HandOver) -> None:
    out = hand_over.delivery("unmanaged")
    assert FOREIGN in out
    assert NODE_GROUP in out
    hand_over.platform.aws("s3").head_bucket(Bucket=FOREIGN)


def test_hardening_is_applied_in_groups_and_keeps_the_data(hand_over: HandOver) -> None:
    assert "versioning comes first" in hand_over.refused("harden encryption", "staging")
    for group in ("versioning", "encryption", "policies"):
        hand_over.adopt(f"harden {group}", "staging")
    assert "no log of the last 7 days" in hand_over.refused("harden tls-only", "staging")
    hand_over.adopt("harden tls-only", "staging", "--without-log")
    assert "cellscope:postponed" not in hand_over.config("staging")
    hand_over.deploy("staging", "disconnect", "loosen", role=ROLE)
    assert hand_over.platform.planned("staging") == []
    assert checksums(hand_over.platform.account, "staging") == hand_over.old.checksums


def test_a_stack_can_be_forgotten_and_its_resources_stay(hand_over: HandOver) -> None:
    arguments = ("--force", "--preserve-config", "--yes")
    done = hand_over.platform.pulumi("stack", "rm", "-s", "staging", *arguments)
    assert done.returncode == 0, done.stdout
    hand_over.ask_admins("the removal of the stack")
    assert checksums(hand_over.platform.account, "staging") == hand_over.old.checksums


def test_all_kills_took_place(hand_over: HandOver) -> None:
    assert len(hand_over.killed) == sum(times for times, _ in KILLS.values()) == 20
