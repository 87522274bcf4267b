"""The component `ServiceNamespace`."""

import pytest
from pulumi import Output

from components.cluster.service_namespace import ServiceNamespace, ServiceNamespaceArgs
from estate.identity.rights import ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from tests.mocks.recording import Recording
from tests.mocks.stand_in import record

every_service = pytest.mark.parametrize("role", SERVICE_ROLES, ids=lambda role: role.name)


def made(role: ServiceRole) -> Recording:
    def program() -> None:
        args = ServiceNamespaceArgs(role, Output.from_input("arn-of-its-role"))
        ServiceNamespace(f"{role.name}-default", args)

    return record(program)


@every_service
def test_a_service_account_matches_the_roles_trust_policy(role: ServiceRole) -> None:
    recording = made(role)
    (account,) = recording.of("core/v1:ServiceAccount").values()
    assert account.inputs["metadata"] == {
        "name": "deployment-runner",
        "namespace": f"{role.name}-default",
        "annotations": {"eks.amazonaws.com/role-arn": "arn-of-its-role"},
    }
    (namespace,) = recording.of("core/v1:Namespace").values()
    assert namespace.physical_name == f"{role.name}-default"
    assert namespace.urn in account.dependencies


def test_namespaces_enforce_baseline_and_warn_about_restricted() -> None:
    (namespace,) = made(SERVICE_ROLES[0]).of("core/v1:Namespace").values()
    assert namespace.inputs["metadata"]["labels"] == {
        "pod-security.kubernetes.io/enforce": "baseline",
        "pod-security.kubernetes.io/warn": "restricted",
    }
