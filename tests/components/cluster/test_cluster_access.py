"""The component `Cluster`: access of people and roles."""

import pytest

from components.cluster.identity_mappings import CLUSTER_ADMIN, VIEW
from settings import Authentication, KubernetesGroup, Person, RoleMapping
from tests.environments import KEEPING
from tests.estate import estate_2022
from tests.mocks.answers import CLUSTER
from tests.mocks.recording import Registered
from tests.mocks.runs import cluster

IAM = f"arn:aws:iam::{estate_2022.ACCOUNT}"
ADA, GRACE = Person(name="people/ada.lovelace"), Person(name="grace.hopper")
RUNNER = RoleMapping(
    name="state-machine-role-staging",
    username="state-machine-runner",
    groups=(KubernetesGroup.STATE_MACHINE_RUNNERS,),
)
SOME = {"admins": (ADA,), "users": (GRACE,), "roles": (RUNNER,)}
ADMIN = {"admin": {"policyArn": CLUSTER_ADMIN, "accessScope": {"type": "cluster"}}}
READER = {"admin": {"policyArn": VIEW, "accessScope": {"type": "cluster"}}}
ROLES = {
    "role-deployer-staging": {
        "principalArn": f"{IAM}:role/ci/deployer-staging",
        "accessPolicies": ADMIN,
    },
    "role-deployer-sandbox": {
        "principalArn": f"{IAM}:role/ci/deployer-sandbox",
        "accessPolicies": ADMIN,
    },
    "role-rescuer": {"principalArn": f"{IAM}:role/rescuer", "accessPolicies": ADMIN},
    "role-cellscope-read": {
        "principalArn": f"{IAM}:role/cellscope-read",
        "accessPolicies": READER,
    },
}


def made(environment: str = "staging", **changes: object) -> Registered:
    roles = {"deploy_role": "ci/deployer", "break_glass_role": "rescuer"}
    return cluster(environment, **SOME, **roles, **changes).of("index:Cluster")["cluster"]


def test_listed_people_and_roles_are_in_aws_auth() -> None:
    inputs = made(cluster_authentication=Authentication.API_AND_CONFIG_MAP).inputs
    assert inputs["authenticationMode"] == "API_AND_CONFIG_MAP"
    assert inputs["userMappings"] == [
        {
            "userArn": f"{IAM}:user/people/ada.lovelace",
            "username": "ada.lovelace",
            "groups": ["system:masters"],
        },
        {
            "userArn": f"{IAM}:user/grace.hopper",
            "username": "grace.hopper",
            "groups": ["read-only"],
        },
    ]
    assert inputs["roleMappings"] == [
        {
            "roleArn": f"{IAM}:role/state-machine-role-staging",
            "username": "state-machine-runner",
            "groups": ["state-machine-runner-group"],
        }
    ]
    assert inputs["accessEntries"] == ROLES


def test_in_mode_api_people_and_roles_have_access_entries() -> None:
    inputs = made(cluster_authentication=Authentication.API).inputs
    assert inputs["authenticationMode"] == "API"
    # The component rejects mappings in this mode.
    assert not inputs.get("userMappings")
    assert not inputs.get("roleMappings")
    assert inputs["accessEntries"] == ROLES | {
        "user-ada.lovelace": {
            "principalArn": f"{IAM}:user/people/ada.lovelace",
            "username": "ada.lovelace",
            "accessPolicies": ADMIN,
        },
        "user-grace.hopper": {
            "principalArn": f"{IAM}:user/grace.hopper",
            "username": "grace.hopper",
            "kubernetesGroups": ["read-only"],
        },
        "role-state-machine-role-staging": {
            "principalArn": f"{IAM}:role/state-machine-role-staging",
            "username": "state-machine-runner",
            "kubernetesGroups": ["state-machine-runner-group"],
        },
    }


def test_a_change_of_aws_auth_never_replaces_it() -> None:
    assert made().inputs["enableConfigMapMutable"] is True


def test_production_has_no_entry_for_the_deploy_role_of_sandboxes() -> None:
    entries = made("production").inputs["accessEntries"]
    assert [name for name in entries if name.startswith("role-deployer")] == [
        "role-deployer-production"
    ]


@pytest.mark.parametrize("environment", KEEPING)
def test_the_kubeconfig_uses_its_users_credentials_and_is_not_secret(environment: str) -> None:
    recording = cluster(environment)
    component = recording.of("index:Cluster")["cluster"].inputs
    assert not component.get("providerCredentialOpts")
    provider = recording.of("providers:kubernetes")["cluster"]
    assert "kubeconfig" not in provider.secrets


def test_the_program_adds_no_node_roles_to_aws_auth() -> None:
    # EKS grants access to nodes of managed node groups automatically.
    assert not made().inputs.get("instanceRoles")


@pytest.mark.parametrize("environment", KEEPING)
def test_the_kubernetes_provider_depends_on_the_cluster_and_its_kubeconfig(
    environment: str,
) -> None:
    recording = cluster(environment)
    provider = recording.of("providers:kubernetes")["cluster"]
    assert provider.inputs == {"kubeconfig": CLUSTER["kubeconfigJson"]}
    assert recording.of("index:Cluster")["cluster"].urn in provider.dependencies
