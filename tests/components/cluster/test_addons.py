"""The EKS add-ons: pinned versions and IRSA roles."""

from components.cluster.addons import Addons, AddonsArgs
from estate.cluster.addons import ADDONS
from settings import AddonVersions
from tests.environments import platform_of
from tests.mocks.recording import Recording
from tests.mocks.runs import OIDC
from tests.mocks.stand_in import record

ADDON = "eks/addon:Addon"
VERSIONS = {
    "vpc-cni": "v1.1.1-eksbuild.1",
    "kube-proxy": "v1.2.2-eksbuild.2",
    "coredns": "v1.3.3-eksbuild.3",
    "aws-ebs-csi-driver": "v1.4.4-eksbuild.4",
    "metrics-server": "v1.5.5-eksbuild.5",
    "eks-node-monitoring-agent": "v1.6.6-eksbuild.6",
}
ROLES = {"vpc-cni": "vpc-cni", "aws-ebs-csi-driver": "ebs-csi"}


def made() -> Recording:
    versions = AddonVersions(
        vpc_cni=VERSIONS["vpc-cni"],
        kube_proxy=VERSIONS["kube-proxy"],
        coredns=VERSIONS["coredns"],
        ebs_csi=VERSIONS["aws-ebs-csi-driver"],
        metrics_server=VERSIONS["metrics-server"],
        node_monitoring=VERSIONS["eks-node-monitoring-agent"],
    )
    settings = platform_of("staging", addon_versions=versions)

    return record(lambda: Addons("addons", AddonsArgs(ADDONS, settings, OIDC)))


def test_each_add_on_has_the_version_of_the_settings() -> None:
    addons = made().of(ADDON)
    assert {name: one.inputs["addonVersion"] for name, one in addons.items()} == VERSIONS
    assert {one.inputs["addonName"] for one in addons.values()} == VERSIONS.keys()
    assert {one.inputs["clusterName"] for one in addons.values()} == {"biomage-staging"}


def test_only_add_ons_that_call_aws_have_roles() -> None:
    found = {
        name: one.inputs.get("serviceAccountRoleArn") for name, one in made().of(ADDON).items()
    }
    arns = {name: one.arn for name, one in made().of("iam/role:Role").items()}
    expected = {name: arns[role] for name, role in ROLES.items()}
    assert found == dict.fromkeys(VERSIONS) | expected


def test_an_add_on_overwrites_self_managed_copies() -> None:
    for one in made().of(ADDON).values():
        assert one.inputs["resolveConflictsOnCreate"] == "OVERWRITE"
        assert one.inputs["resolveConflictsOnUpdate"] == "OVERWRITE"
