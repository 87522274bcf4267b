"""The component `Controllers`: pinned Helm releases with IRSA roles."""

from typing import Any

import pytest
from pulumi import ComponentResource

from components.cluster.controllers import Controllers, ControllersArgs
from settings import Releases
from tests.environments import KEEPING, platform_of
from tests.mocks.runs import OIDC
from tests.mocks.stand_in import record

LOAD_BALANCERS, AUTOSCALER = "aws-load-balancer-controller", "cluster-autoscaler"
REPOSITORIES = {
    LOAD_BALANCERS: "https://aws.github.io/eks-charts",
    AUTOSCALER: "https://kubernetes.github.io/autoscaler",
}
VERSIONS = {LOAD_BALANCERS: "1.2.3", AUTOSCALER: "4.5.6"}

in_both_environments = pytest.mark.parametrize("environment", KEEPING)
both = pytest.mark.parametrize("name", VERSIONS)


def releases(environment: str = "staging") -> dict[str, dict[str, Any]]:
    """Returns the Helm releases by name."""
    settings = platform_of(
        environment,
        region="eu-west-2",
        releases=Releases(
            load_balancer_controller=VERSIONS[LOAD_BALANCERS],
            cluster_autoscaler=VERSIONS[AUTOSCALER],
            xray_daemon="7.8.9",
            canary_runtime="syn-nodejs-puppeteer-1.2",
        ),
    )

    def program() -> None:
        args = ControllersArgs(
            settings, "vpc-1", OIDC, ComponentResource("test:index:Cluster", "c")
        )
        Controllers("controllers", args)

    made = record(program, stack=environment)
    roles = made.of("iam/role:Role")
    assert {name: one.inputs["name"] for name, one in roles.items()} == {
        name: f"{name}-role-{environment}" for name in VERSIONS
    }
    return {name: dict(one.inputs) for name, one in made.of("helm.sh/v3:Release").items()}


def account(name: str, environment: str) -> dict[str, Any]:
    role = f"arn:aws:iam:::{name}-role-{environment}"
    annotations = {"eks.amazonaws.com/role-arn": role}
    return {"create": True, "name": name, "annotations": annotations}


@both
def test_a_chart_is_pinned_and_from_the_projects_repository(name: str) -> None:
    release = releases()[name]
    assert (release["chart"], release["version"]) == (name, VERSIONS[name])
    assert release["repositoryOpts"] == {"repo": REPOSITORIES[name]}


@both
def test_a_helm_release_has_a_fixed_name(name: str) -> None:
    # Pulumi would add a random suffix, which would not match the roles' service accounts.
    release = releases()[name]
    assert (release["name"], release["namespace"]) == (name, "kube-system")
    assert release["values"]["fullnameOverride"] == name


@both
def test_a_failed_release_is_rolled_back_and_there_are_two_replicas(name: str) -> None:
    release = releases()[name]
    assert release["atomic"] is True
    assert release["values"]["replicaCount"] == 2


@in_both_environments
def test_the_load_balancer_controller_has_region_and_vpc_set(environment: str) -> None:
    values = releases(environment)[LOAD_BALANCERS]["values"]
    assert values["clusterName"] == f"biomage-{environment}"
    assert (values["region"], values["vpcId"]) == ("eu-west-2", "vpc-1")
    assert values["serviceAccount"] == account(LOAD_BALANCERS, environment)
    # It does not start if the same tag is both set and ignored.
    assert values["defaultTags"] == {"Environment": environment}
    assert values["externalManagedTags"] == ["ManagedBy", "Owner", "Project"]


def test_services_do_not_wait_for_the_load_balancer_controller() -> None:
    # Its webhook refuses every Service of the cluster until the controller's pods run.
    assert releases()[LOAD_BALANCERS]["values"]["enableServiceMutatorWebhook"] is False


@in_both_environments
def test_the_autoscaler_discovers_groups_of_its_cluster(environment: str) -> None:
    values = releases(environment)[AUTOSCALER]["values"]
    assert values["autoDiscovery"] == {"clusterName": f"biomage-{environment}"}
    assert (values["cloudProvider"], values["awsRegion"]) == ("aws", "eu-west-2")
    assert values["rbac"] == {"serviceAccount": account(AUTOSCALER, environment)}
