"""The IRSA roles of services and controllers, and their service accounts."""

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

import pytest

from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.service_roles import SERVICE_ROLES
from tests.environments import KEEPING
from tests.mocks.answers import CLUSTER, ISSUER
from tests.mocks.recording import Recording, Registered
from tests.mocks.runs import whole_program

SERVICES = {"api", "ui", "worker", "pipeline"}
CONTROLLERS = {
    "aws-load-balancer-controller",
    "cluster-autoscaler",
    "ebs-csi",
    "vpc-cni",
    "xray-daemon",
}
ADDON_ACCOUNTS = {
    "vpc-cni": ("kube-system", "aws-node"),
    "aws-ebs-csi-driver": ("kube-system", "ebs-csi-controller-sa"),
}
"""The service accounts of the EKS add-ons (Amazon EKS User Guide, "AWS add-ons")."""

ARN = "eks.amazonaws.com/role-arn"

in_both_environments = pytest.mark.parametrize("environment", KEEPING)


def roles(recording: Recording) -> Mapping[str, Registered]:
    """Returns the IRSA roles by name."""
    made = recording.of("iam/role:Role")
    return {name: made[name] for name in recording.of("identity:IrsaRole")}


def trust(role: Registered) -> dict[str, str]:
    """Returns the claims that the role's trust policy requires, by condition key."""
    (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Federated": CLUSTER["oidcProviderArn"]}
    return {key: value for test in statement["Condition"].values() for key, value in test.items()}


def service_accounts(recording: Recording) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yields each role's ARN with namespace and name of its service account."""
    for account in recording.of("core/v1:ServiceAccount").values():
        metadata = account.inputs["metadata"]
        yield metadata["annotations"][ARN], (metadata["namespace"], metadata["name"])
    for release in recording.of("helm.sh/v3:Release").values():
        values = release.inputs["values"]
        account = values.get("serviceAccount") or values["rbac"]["serviceAccount"]
        yield account["annotations"][ARN], (release.inputs["namespace"], account["name"])
    for name, addon in recording.of("eks/addon:Addon").items():
        if "serviceAccountRoleArn" in addon.inputs:
            yield addon.inputs["serviceAccountRoleArn"], ADDON_ACCOUNTS[name]


@in_both_environments
def test_each_service_and_controller_has_a_role_that_trusts_only_this_cluster(
    environment: str,
) -> None:
    found = roles(whole_program(environment))
    assert found.keys() == {one.name for one in (*SERVICE_ROLES, *CONTROLLER_ROLES)}
    assert found.keys() >= SERVICES | CONTROLLERS
    for role in found.values():
        assert trust(role).keys() == {f"{ISSUER}:aud", f"{ISSUER}:sub"}


@in_both_environments
def test_a_service_account_names_the_role_that_trusts_it(environment: str) -> None:
    recording = whole_program(environment)
    trusted = {role.arn: trust(role)[f"{ISSUER}:sub"] for role in roles(recording).values()}
    named = dict(service_accounts(recording))
    assert named.keys() == trusted.keys()
    for arn, (namespace, account) in named.items():
        assert fnmatchcase(f"system:serviceaccount:{namespace}:{account}", trusted[arn])
