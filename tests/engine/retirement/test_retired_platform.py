"""The retirement of staging's cluster, its return, and the retirement of the whole environment.

The tests share one deployed copy of staging. Each continues where the previous one ended.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from delivery.gate.step import Step
from delivery.gate.verdict import Verdict, judge
from delivery.plan.events import drift_of, plan_of
from simulator.account.account import Account
from tests.engine.cluster.kubectl import Kubectl
from tests.engine.conftest import Platform, copied

CLUSTER = {"kind": "cluster", "data": "destroyed"}
ENVIRONMENT = {"kind": "environment", "data": "kept"}
NAME = "biomage-staging"


class Staging(Platform):
    """A deployed copy of staging with retirements."""

    def retire(self, *retired: Mapping[str, object]) -> None:
        """Write the retirements into the stack file."""
        file = self.project / "Pulumi.staging.yaml"
        document = yaml.safe_load(file.read_text())
        document["config"]["cellscope:retired"] = [dict(one) for one in retired]
        file.write_text(yaml.safe_dump(document))

    def verdict(self) -> Verdict:
        """The gate's verdict about a preview, without any acknowledgement."""
        return judge([plan_of("staging", self.events("preview"))], "")

    def events(self, *command: str) -> list[str]:
        """The events of a command of the CLI, one a line."""
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("PULUMI_ENABLE_STREAMING_JSON_PREVIEW", "true")
            return self.pulumi(*command, "-s", "staging", "--json").stdout.splitlines()

    def clusters(self) -> list[str]:
        return self.aws("eks").list_clusters()["clusters"]

    def issuers(self) -> list[str]:
        """The OIDC providers of clusters."""
        found = self.aws("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
        return [one["Arn"] for one in found if "/oidc.eks." in one["Arn"]]

    def load_balancers(self) -> list[str]:
        found = self.aws("elbv2").describe_load_balancers()["LoadBalancers"]
        return [one["LoadBalancerArn"] for one in found]

    def domain_names(self) -> set[str]:
        route53 = self.aws("route53")
        (zone,) = route53.list_hosted_zones()["HostedZones"]
        records = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
        return {one["Name"] for one in records if one["Type"] not in ("NS", "SOA")}

    def kept(self) -> dict[str, set[str]]:
        """What remains without a cluster, by kind."""
        vpcs = self.aws("ec2").describe_vpcs(Filters=[{"Name": "isDefault", "Values": ["false"]}])
        caches = self.aws("elasticache").describe_replication_groups()["ReplicationGroups"]
        return self.data() | {
            "networks": {one["VpcId"] for one in vpcs["Vpcs"]},
            "caches": {one["ReplicationGroupId"] for one in caches},
        }

    def data(self) -> dict[str, set[str]]:
        """What remains of an environment whose data is kept, by kind."""
        pools = self.aws("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
        vaults = self.aws("backup").list_backup_vaults()["BackupVaultList"]
        return {
            "buckets": {one["Name"] for one in self.aws("s3").list_buckets()["Buckets"]},
            "tables": {*self.aws("dynamodb").list_tables()["TableNames"]},
            "users": {one["Id"] for one in pools},
            "vaults": {one["BackupVaultName"] for one in vaults},
        }


@pytest.fixture(scope="module")
def staging(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Staging:
    """A copy of the program with staging deployed."""
    staging = Staging(account, copied(account, tmp_path_factory.mktemp("project")).project)
    staging.up("staging")
    return staging


def test_a_retired_cluster_loses_only_its_protection(staging: Staging) -> None:
    before = staging.kept()
    staging.retire(CLUSTER)
    staging.up("staging")
    cluster = staging.aws("eks").describe_cluster(name=NAME)["cluster"]
    assert cluster["deletionProtection"] is False
    (balancer,) = staging.load_balancers()
    attributes = staging.aws("elbv2").describe_load_balancer_attributes(LoadBalancerArn=balancer)
    assert {"Key": "deletion_protection.enabled", "Value": "false"} in attributes["Attributes"]
    assert staging.kept() == before


def test_a_removed_cluster_goes_with_all_that_needs_it(staging: Staging) -> None:
    before = staging.kept()
    staging.retire({**CLUSTER, "removed": True})
    verdict = staging.verdict()
    assert verdict.failures == verdict.lock_outs == ()
    assert Step.DELETE in {one.step for one in verdict.open}
    assert "Acknowledge: delete staging eks.Cluster cluster-eksCluster" in verdict.text
    steps = staging.done("staging")
    ended = {step: place for place, step in enumerate(steps) if step.startswith("end delete")}
    begun = {step: place for place, step in reversed([*enumerate(steps)])}
    objects = ended["end delete kubernetes:core/v1:Namespace"]
    assert objects < begun["begin delete aws:lb/loadBalancer:LoadBalancer"]
    assert objects < begun["begin delete aws:eks/nodeGroup:NodeGroup"]
    assert staging.clusters() == staging.load_balancers() == []
    assert staging.domain_names() == set()
    assert staging.aws("acm").list_certificates()["CertificateSummaryList"] == []
    assert staging.issuers() == []
    assert staging.kept() == before
    assert "kubeconfig" not in staging.outputs("staging")
    assert staging.planned("staging") == []


def test_the_cluster_returns_under_the_same_names(staging: Staging) -> None:
    staging.retire()
    staging.up("staging")
    assert staging.clusters() == [NAME]
    assert staging.domain_names() >= {"scp-staging.biomage.net."}
    kubectl = Kubectl(staging, staging.outputs("staging")["kubeconfig"], staging.project)
    found = json.loads(kubectl("get", "ingresses,namespaces", "-A", "-o", "json"))["items"]
    names = {one["metadata"]["name"] for one in found}
    assert names >= {"unavailable-answer", "api-default", "worker-default"}
    assert staging.planned("staging") == []


def test_an_environment_that_is_removed_leaves_only_the_data_that_is_kept(staging: Staging) -> None:
    before = staging.data()
    staging.retire(ENVIRONMENT)
    staging.up("staging")
    assert staging.data() == before
    staging.retire({**ENVIRONMENT, "removed": True})
    staging.up("staging")
    assert staging.data() == before
    assert staging.clusters() == staging.load_balancers() == []
    assert staging.kept() == before | {"networks": set(), "caches": set()}
    assert _resources(staging) == []
    assert staging.outputs("staging") == {}
    assert staging.verdict().passes
    drift = drift_of("staging", staging.events("refresh", "--preview-only"))
    assert drift.succeeded
    assert list(drift.changes()) == []


def test_the_environment_returns_with_the_data_that_was_kept(staging: Staging) -> None:
    before = staging.data()
    staging.retire()
    verdict = staging.verdict()
    # Such as the lifecycles of adopted buckets, which the gate cannot know to be as before.
    gone = {Step.DELETE, Step.REPLACE, Step.FORGET}
    assert gone.isdisjoint(one.step for one in verdict.open)
    acknowledged = staging.project / "acknowledged.txt"
    acknowledged.write_text("\n".join(one.line for one in verdict.open))
    deployed = staging.delivery("deploy", "staging", "--acknowledged", str(acknowledged))
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    assert staging.data() == before
    assert staging.clusters() == [NAME]
    assert staging.planned("staging") == []


def _resources(staging: Staging) -> list[Any]:
    exported = staging.pulumi("stack", "export", "-s", "staging").stdout
    resources = json.loads(exported)["deployment"].get("resources") or []
    return [one["urn"] for one in resources if one["type"] != "pulumi:pulumi:Stack"]
