"""The component `Platform`: children and outputs."""

from functools import cache

import pytest

from estate.cluster.node_groups import node_group_name
from estate.identity.service_roles import SERVICE_ROLES
from settings import Authentication, ExistingNetwork
from tests.environments import GROUP, KEEPING, platform_of
from tests.mocks.answers import CLUSTER
from tests.mocks.recording import Recording
from tests.mocks.runs import platform

ROLE = "iam/role:Role"

VARIANTS = {
    "an existing network": {
        "network": None,
        "existing_network": ExistingNetwork(
            vpc_id="vpc-0a1b2c3d4e5f67890",
            private_subnet_ids=("subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"),
            public_subnet_ids=("subnet-0f1e2d3c4b5a69780", "subnet-0f1e2d3c4b5a69781"),
        ),
    },
    "entries alone": {"cluster_authentication": Authentication.API},
    "two groups": {"node_groups": (GROUP, GROUP.model_copy(update={"name": "batch"}))},
}

in_both_environments = pytest.mark.parametrize("environment", KEEPING)


@cache
def made(environment: str) -> Recording:
    return platform(environment)


@in_both_environments
def test_the_platform_has_its_outputs(environment: str) -> None:
    recording, settings = made(environment), platform_of(environment)
    (component,) = recording.of("platform:Platform").values()
    roles = recording.of(ROLE)
    assert recording.outputs[component.urn] == {
        "cluster_name": f"biomage-{environment}",
        "endpoint": CLUSTER["core"]["endpoint"],
        "issuer": CLUSTER["oidcProviderUrl"],
        "kubeconfig": CLUSTER["kubeconfigJson"],
        "security_group_id": CLUSTER["clusterSecurityGroupId"],
        "node_groups": {one.name: node_group_name(one, settings) for one in settings.node_groups},
        "role_arns": {name: roles[name].arn for name in (one.name for one in SERVICE_ROLES)},
        "scaling_groups": {one.name: "eks-post-scaling" for one in settings.node_groups},
        "fargate_role_arn": roles["fargate-pods"].arn,
        "load_balancer": {
            "dnsName": "edge.example.org",
            "zoneId": "ZLB",
            "securityGroupId": "edge-id",
        },
    }


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_preview_shows_all_resources_of_an_update_with_any_settings(variant: str) -> None:
    previewed = platform(preview=True, **VARIANTS[variant])
    updated = platform(**VARIANTS[variant])
    assert previewed.resources.keys() == updated.resources.keys()
    assert previewed.warnings == updated.warnings == []


@in_both_environments
def test_charts_are_installed_after_dns_and_the_metrics_api(environment: str) -> None:
    recording = made(environment)
    addons = {one.urn for one in recording.of("eks/addon:Addon").values()}
    for release in recording.of("helm.sh/v3:Release").values():
        assert addons <= recording.waits_for(release)
