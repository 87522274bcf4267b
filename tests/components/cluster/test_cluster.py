"""The component `Cluster`: arguments of the EKS cluster and protection."""

import json
from ipaddress import IPv4Network
from typing import Any

import pytest

from components.identity.platform_policies import secrets_key_policy, service_trust_policy
from tests.environments import KEEPING, platform_of
from tests.estate import estate_2022
from tests.mocks.answers import RUNNERS_ADDRESS
from tests.mocks.runs import cluster, cluster_of, whole_program
from tests.mocks.stand_in import record

LOGS, ROLE, KEY = "cloudwatch/logGroup:LogGroup", "iam/role:Role", "kms/key:Key"
ATTACHMENT = "iam/rolePolicyAttachment:RolePolicyAttachment"

in_both_environments = pytest.mark.parametrize("environment", KEEPING)


def asked(environment: str = "staging", **changes: object) -> dict[str, Any]:
    """Returns the inputs of the `eks.Cluster` component."""
    return dict(cluster(environment, **changes).of("index:Cluster")["cluster"].inputs)


@in_both_environments
def test_a_cluster_has_its_name_and_the_configured_version(environment: str) -> None:
    inputs = asked(environment, kubernetes_version="1.36")
    assert (inputs["name"], inputs["version"]) == (f"biomage-{environment}", "1.36")


@in_both_environments
def test_a_clusters_price_does_not_rise_when_standard_support_ends(environment: str) -> None:
    assert asked(environment)["upgradePolicy"] == {"supportType": "STANDARD"}


def test_the_endpoint_is_private_and_open_only_to_the_configured_cidrs() -> None:
    offices = (IPv4Network("198.51.100.0/24"), IPv4Network("192.0.2.7/32"))
    inputs = asked(public_access_cidrs=offices)
    assert inputs["publicAccessCidrs"] == ["198.51.100.0/24", "192.0.2.7/32"]
    assert inputs["endpointPrivateAccess"] is True
    assert inputs["endpointPublicAccess"] is True


@in_both_environments
def test_the_runners_of_the_account_reach_the_endpoint(environment: str) -> None:
    program = whole_program(environment)
    (question,) = (one for one in program.asked if "getEips" in one.token)
    assert question.provider
    (asked_for,) = program.of("index:Cluster").values()
    assert asked_for.inputs["publicAccessCidrs"] == ["203.0.113.0/24", f"{RUNNERS_ADDRESS}/32"]


def test_an_address_that_the_settings_list_is_admitted_once() -> None:
    settings = platform_of("staging", public_access_cidrs=(IPv4Network("192.0.2.7/32"),))
    made = record(lambda: cluster_of(settings, ["192.0.2.7/32"]), stack="staging")
    (inputs,) = (one.inputs for one in made.of("index:Cluster").values())
    assert inputs["publicAccessCidrs"] == ["192.0.2.7/32"]


def test_a_cluster_uses_all_subnets_of_its_network() -> None:
    inputs = asked()
    assert inputs["vpcId"] == "vpc-1"
    assert inputs["privateSubnetIds"] == ["subnet-1"]
    assert inputs["publicSubnetIds"] == ["subnet-2"]


@in_both_environments
def test_all_control_plane_logs_have_the_configured_retention(environment: str) -> None:
    recording = cluster(environment, log_retention_days=7)
    made = recording.of("index:Cluster")["cluster"]
    assert set(made.inputs["enabledClusterLogTypes"]) == {
        *("api", "audit", "authenticator", "controllerManager", "scheduler")
    }
    group = recording.of(LOGS)["cluster"]
    assert group.inputs["name"] == f"/aws/eks/biomage-{environment}/cluster"
    assert group.inputs["retentionInDays"] == 7
    # Otherwise EKS would create the log group without a retention period.
    assert group.urn in made.dependencies


@in_both_environments
def test_kubernetes_secrets_are_encrypted_with_a_separate_key(environment: str) -> None:
    recording = cluster(environment)
    key = recording.of(KEY)["cluster-secrets"]
    assert recording.of("index:Cluster")["cluster"].inputs["encryptionConfigKeyArn"] == key.arn
    assert key.inputs["enableKeyRotation"] is True
    # The default waiting period for the deletion of a key is 30 days.
    assert "deletionWindowInDays" not in key.inputs
    assert json.loads(key.inputs["policy"]) == secrets_key_policy(estate_2022.ACCOUNT)
    alias = recording.of("kms/alias:Alias")["cluster-secrets"].inputs
    assert alias == {"name": f"alias/biomage-{environment}-secrets", "targetKeyId": key.key_id}


@in_both_environments
def test_only_this_cluster_assumes_its_service_role(environment: str) -> None:
    recording, settings = cluster(environment), platform_of(environment)
    role, made = recording.of(ROLE)["eks-cluster"], recording.of("index:Cluster")["cluster"]
    trust = service_trust_policy("eks", settings, "eks", f"cluster/biomage-{environment}")
    assert json.loads(role.inputs["assumeRolePolicy"]) == trust
    assert made.inputs["serviceRole"] == "eks-cluster-id"
    (rights,) = recording.of(ATTACHMENT).values()
    assert rights.inputs == {
        "role": f"eks-cluster-{environment}",
        "policyArn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    }
    assert rights.urn in made.dependencies


@in_both_environments
def test_the_cluster_has_deletion_protection_and_its_key_and_logs_are_retained(
    environment: str,
) -> None:
    recording = cluster(environment)
    assert recording.of("index:Cluster")["cluster"].inputs["deletionProtection"] is True
    custom = [one for one in recording.resources.values() if one.type.startswith("aws:")]
    assert {one.name for one in custom if one.protected} == {"cluster-secrets"}
    assert [one.urn for one in custom if not one.retained] == []


def test_the_eks_component_creates_no_nodes_add_ons_or_security_groups() -> None:
    inputs = asked()
    assert inputs["skipDefaultNodeGroup"] is True
    assert inputs["skipDefaultSecurityGroups"] is True
    assert inputs["useDefaultVpcCni"] is True
    assert inputs["kubeProxyAddonOptions"] == {"enabled": False}
    assert inputs["createOidcProvider"] is True
