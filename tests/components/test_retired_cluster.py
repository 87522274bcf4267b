"""The retirement of a cluster: first without protection, then an environment without a cluster."""

from functools import cache

import pytest

from tests.environments import platform_of
from tests.mocks.recording import Recording
from tests.mocks.runs import run_main, whole_program
from tests.mocks.stand_in import record
from tests.settings.test_settings import ROOT, flat

CLUSTER, BALANCER = "index:Cluster", "lb/loadBalancer:LoadBalancer"
RETIREMENTS = {
    "the cluster": '[{"kind": "cluster", "data": "destroyed"}]',
    "the environment, without its data": '[{"kind": "environment", "data": "destroyed"}]',
    "the environment, but not its data": '[{"kind": "environment", "data": "kept"}]',
}
REMOVED = '[{"kind": "cluster", "data": "destroyed", "removed": true}]'

OF_A_CLUSTER = {
    *("clusterName", "clusterEndpoint", "clusterIssuer", "kubeconfig", "nodeSecurityGroupId"),
    *("nodeGroups", "roleArns", "fargateRoleArn", "loadBalancer", "domain"),
}
"""The stack outputs that need a cluster."""


@cache
def retiring(retired: str) -> Recording:
    """Staging with a list of retirements."""
    config = flat((ROOT / "Pulumi.staging.yaml").read_text()) | {"cellscope:retired": retired}
    return record(run_main, stack="staging", config=config)


def kinds(recording: Recording) -> set[str]:
    return {one.type for one in recording.resources.values()}


@pytest.mark.parametrize("retired", RETIREMENTS.values(), ids=RETIREMENTS)
def test_a_retired_cluster_and_all_around_it_is_declared_without_protection(retired: str) -> None:
    before, after = whole_program("staging"), retiring(retired)
    assert before.resources.keys() == after.resources.keys()
    inside = [one for one in after.resources.values() if after.chain(one)[:1] == ("platform",)]
    assert [one.urn for one in inside if one.protected or one.retained] == []
    (cluster,) = after.of(CLUSTER).values()
    (balancer,) = after.of(BALANCER).values()
    (in_cluster,) = after.of("providers:kubernetes").values()
    assert cluster.inputs["deletionProtection"] is False
    assert balancer.inputs["enableDeletionProtection"] is False
    assert in_cluster.inputs["deleteUnreachable"] == "true"


def test_a_cluster_that_stays_is_protected_also_from_an_api_that_does_not_answer() -> None:
    (provider,) = whole_program("staging").of("providers:kubernetes").values()
    assert "deleteUnreachable" not in provider.inputs


def test_the_data_of_an_environment_stays_protected_when_its_cluster_is_retired() -> None:
    before, after = whole_program("staging"), retiring(RETIREMENTS["the cluster"])
    protected = {urn for urn, one in before.resources.items() if one.protected}
    lost = {urn for urn in protected if not after.resources[urn].protected}
    assert {after.resources[urn].type for urn in lost} == {
        "aws:kms/alias:Alias",
        "aws:kms/key:Key",
    }
    assert {after.chain(after.resources[urn])[:2] for urn in lost} == {("platform", "cluster")}


def test_an_environment_without_a_cluster_has_network_data_people_and_services() -> None:
    before, after = whole_program("staging"), retiring(REMOVED)
    gone = [before.resources[urn] for urn in before.resources.keys() - after.resources.keys()]
    assert after.resources.keys() < before.resources.keys()
    assert {before.chain(one)[:1] for one in gone if before.chain(one)} <= {
        *(("platform",), ("api-subscriptions",), ("watching",), ("services",))
    }
    assert [one.urn for one in gone if one.type == "aws:s3/bucket:Bucket"] == []
    assert [one.name for one in gone if before.chain(one)[:1] == ("services",)] == ["biomage-redis"]
    watched = {one.name for one in gone if before.chain(one)[:1] == ("watching",)}
    groups = {f"{group.name}-nodes-fail" for group in platform_of("staging").node_groups}
    assert watched == {"canary", "canaries", "is-ui-up", "pods-find-no-node", *groups}
    assert not {kind for kind in kinds(after) if kind.startswith(("kubernetes:", "aws:eks/"))}


def test_an_environment_without_a_cluster_exports_nothing_of_one() -> None:
    exports = whole_program("staging").exports
    assert retiring(REMOVED).exports.keys() == exports.keys() - OF_A_CLUSTER
    assert exports.keys() > OF_A_CLUSTER


def test_an_environment_without_a_cluster_asks_for_nothing_that_only_a_cluster_needs() -> None:
    asked = {one.token for one in retiring(REMOVED).asked}
    missing = {one.token for one in whole_program("staging").asked} - asked
    assert missing == {
        *("aws:ec2/getEips:getEips", "aws:eks/getClusters:getClusters"),
        *("aws:route53/getRecords:getRecords", "aws:route53/getZone:getZone"),
    }


def test_an_environment_that_is_removed_registers_and_exports_nothing() -> None:
    empty = retiring('[{"kind": "environment", "data": "kept", "removed": true}]')
    assert kinds(empty) <= {"pulumi:pulumi:Stack"}
    assert empty.exports == {}
    assert empty.asked == []


def test_a_removed_cluster_stays_removed_while_its_environment_is_retired() -> None:
    both = '[{"kind": "environment", "data": "kept"}, ' + REMOVED[1:]
    assert retiring(both).of(CLUSTER) == {}


def test_a_release_goes_with_its_cluster_which_may_no_longer_answer() -> None:
    recording = whole_program("staging")
    (cluster,) = recording.of("index:Cluster").values()
    releases = recording.of("helm.sh/v3:Release").values()
    assert {one.deleted_with for one in releases} == {cluster.urn}


def test_the_network_and_the_access_logs_keep_their_place_in_the_state() -> None:
    recording = whole_program("staging")
    (network,) = recording.of("network:Network").values()
    logs = recording.of("data:Bucket")["biomage-alb-access-logs"]
    former = "cellscope:platform:Platform"
    assert [urn.split("::", 2)[2] for urn in (*network.aliases, *logs.aliases)] == [
        f"{former}::platform",
        f"{former}$cellscope:network:Edge::edge",
    ]
