"""EKS's refusals for a cluster, and which changes replace it or happen in place."""

import boto3
import pytest
from botocore.exceptions import ClientError
from pulumi.runtime.proto import provider_pb2

from simulator.plugins.aws.shapes import Props
from tests.simulator.plugins.eks.calls import (
    BY_BOTH,
    CLUSTER,
    FARGATE_PROFILE,
    NODE_GROUP,
    NODES,
    changed,
    cluster_of,
    delete,
    difference,
    made,
    profile_of,
    read,
)

KEY = {"provider": {"keyArn": "arn:aws:kms:eu-west-1:1:key/k"}, "resources": ["secrets"]}


def test_cluster_has_the_vpc_of_its_subnets_and_its_own_security_group(cluster: Props) -> None:
    ec2 = boto3.client("ec2", region_name="eu-west-1")
    vpc = read(CLUSTER, "one")["vpcConfig"]
    [group] = ec2.describe_security_groups(GroupIds=[vpc["clusterSecurityGroupId"]])[
        "SecurityGroups"
    ]
    assert group["VpcId"] == vpc["vpcId"]
    assert group["GroupName"].startswith("eks-cluster-sg-one-")
    assert {"Key": "kubernetes.io/cluster/one", "Value": "owned"} in group["Tags"]
    delete(CLUSTER, "one")
    with pytest.raises(ClientError, match="does not exist"):
        ec2.describe_security_groups(GroupIds=[group["GroupId"]])


def test_each_cluster_keeps_its_own_issuer(cluster: Props, subnets: list[str]) -> None:
    def issuer() -> str:
        return read(CLUSTER, "one")["identities"][0]["oidcs"][0]["issuer"]

    first = issuer()
    assert first.startswith("https://oidc.eks.eu-west-1.amazonaws.com/id/")
    assert issuer() == first
    delete(CLUSTER, "one")
    made(CLUSTER, cluster)
    assert issuer() != first


def test_deletion_protection_prevents_cluster_deletion(cluster: Props) -> None:
    protected = cluster | {"deletionProtection": True}
    assert changed(CLUSTER, "one", cluster, protected)["deletionProtection"] is True
    with pytest.raises(ClientError, match="deletion protection"):
        delete(CLUSTER, "one")
    changed(CLUSTER, "one", protected, cluster)
    delete(CLUSTER, "one")


def test_cluster_with_nodes_or_fargate_profiles_cannot_be_deleted(
    cluster: Props, subnets: list[str]
) -> None:
    group = made(NODE_GROUP, NODES | {"subnetIds": subnets})
    with pytest.raises(ClientError, match="nodegroups attached"):
        delete(CLUSTER, "one")
    delete(NODE_GROUP, group)
    made(FARGATE_PROFILE, profile_of(subnets))
    with pytest.raises(ClientError, match="Fargate profiles attached"):
        delete(CLUSTER, "one")


@pytest.mark.parametrize(
    ("before", "after"),
    [("CONFIG_MAP", "API"), ("API_AND_CONFIG_MAP", "CONFIG_MAP"), ("API", "API_AND_CONFIG_MAP")],
)
def test_invalid_authentication_mode_updates_are_refused(
    subnets: list[str], cluster: Props, before: str, after: str
) -> None:
    delete(CLUSTER, "one")
    was = cluster_of(subnets, accessConfig={"authenticationMode": before})
    made(CLUSTER, was)
    with pytest.raises(ClientError, match=f"mode update from {before} to {after}"):
        changed(CLUSTER, "one", was, was | {"accessConfig": {"authenticationMode": after}})


def test_authentication_mode_is_updated_in_place(cluster: Props) -> None:
    api = cluster | {"accessConfig": BY_BOTH | {"authenticationMode": "API"}}
    assert not difference(CLUSTER, cluster, api).replaces
    after = changed(CLUSTER, "one", cluster, api)
    assert after["accessConfig"] == api["accessConfig"]


def test_config_map_mode_requires_creator_as_admin(subnets: list[str]) -> None:
    access = BY_BOTH | {"authenticationMode": "CONFIG_MAP"}
    with pytest.raises(ClientError, match="must be true if cluster authentication mode"):
        made(CLUSTER, cluster_of(subnets, accessConfig=access))


def test_version_upgrades_by_one_minor_in_place(cluster: Props) -> None:
    newer = cluster | {"version": "1.35"}
    assert not difference(CLUSTER, cluster, newer).replaces
    assert changed(CLUSTER, "one", cluster, newer)["version"] == "1.35"
    for version in ("1.34", "1.37"):
        with pytest.raises(ClientError, match=f"update from 1.35 to {version}"):
            changed(CLUSTER, "one", newer, newer | {"version": version})


def test_encryption_is_added_in_place_and_removed_by_replacement(cluster: Props) -> None:
    encrypted = cluster | {"encryptionConfig": KEY}
    assert not difference(CLUSTER, cluster, encrypted).replaces
    assert changed(CLUSTER, "one", cluster, encrypted)["encryptionConfig"] == KEY
    assert difference(CLUSTER, encrypted, cluster).replaces == ["encryptionConfig"]


def test_encryption_key_cannot_be_changed(cluster: Props) -> None:
    encrypted = cluster | {"encryptionConfig": KEY}
    changed(CLUSTER, "one", cluster, encrypted)
    other = KEY | {"provider": {"keyArn": "arn:aws:kms:eu-west-1:1:key/other"}}
    with pytest.raises(ClientError, match="already configured with encryption"):
        changed(CLUSTER, "one", encrypted, encrypted | {"encryptionConfig": other})


def test_the_ip_family_of_a_cluster_replaces_it() -> None:
    cluster, change = cluster_of(["subnet-a"]), {"kubernetesNetworkConfig": {"ipFamily": "ipv6"}}
    assert difference(CLUSTER, cluster, cluster | change).replaces == list(change)


@pytest.mark.parametrize(
    "change",
    [
        {"vpcConfig": {"subnetIds": ["subnet-a"], "endpointPublicAccess": False}},
        {"deletionProtection": True},
        {"zonalShiftConfig": {"enabled": True}},
    ],
)
def test_other_inputs_do_not_replace_a_cluster(change: Props) -> None:
    cluster = cluster_of(["subnet-a", "subnet-b"])
    found = difference(CLUSTER, cluster, cluster | change)
    assert found.diffs == list(change)
    assert not found.replaces
    assert not any("REPLACE" in str(detail) for detail in found.detailedDiff.values())


def test_only_the_replacing_part_is_reported_as_replacing() -> None:
    old = cluster_of(["subnet-a"])
    new = old | {
        "accessConfig": {
            "authenticationMode": "API",
            "bootstrapClusterCreatorAdminPermissions": True,
        }
    }
    kinds = {
        path: provider_pb2.PropertyDiff.Kind.Name(detail.kind)
        for path, detail in difference(CLUSTER, old, new).detailedDiff.items()
    }
    assert kinds == {
        "accessConfig.authenticationMode": "UPDATE",
        "accessConfig.bootstrapClusterCreatorAdminPermissions": "UPDATE_REPLACE",
    }


def test_manually_disabled_log_type_is_drift(cluster: Props) -> None:
    changed(CLUSTER, "one", cluster, cluster | {"enabledClusterLogTypes": ["api", "audit"]})
    off = {"clusterLogging": [{"types": ["audit"], "enabled": False}]}
    boto3.client("eks", region_name="eu-west-1").update_cluster_config(name="one", logging=off)
    assert read(CLUSTER, "one")["enabledClusterLogTypes"] == ["api"]


def test_cluster_requires_existing_subnets_in_two_zones(subnets: list[str]) -> None:
    with pytest.raises(ClientError, match="'subnet-0' does not exist"):
        made(CLUSTER, cluster_of([subnets[0], "subnet-0"]))
    with pytest.raises(ClientError, match="at least two different AZs"):
        made(CLUSTER, cluster_of(subnets[:1]))
