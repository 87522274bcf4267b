"""The transform of the `eks.Cluster` component's children."""

from typing import Any

import pytest
from pulumi import CustomResource, Output, Resource, ResourceOptions, RunError

from components.cluster.admin_access import AdminAccess
from settings.retirement import Data, Kind, Retirement
from tests.environments import platform_of
from tests.mocks import children
from tests.mocks.recording import Recording
from tests.mocks.runs import cluster_of
from tests.mocks.stand_in import record

CLUSTER = "aws:eks/cluster:Cluster"
ENTRY = "aws:eks/accessEntry:AccessEntry"
AWS_AUTH = "kubernetes:core/v1:ConfigMap"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
PROVIDER = "pulumi:providers:kubernetes"
DEPLOYER = "cluster-role-cellscope-deploy-staging-admin"

ACCESS = {
    "authenticationMode": "API_AND_CONFIG_MAP",
    "bootstrapClusterCreatorAdminPermissions": True,
}


def made(*children: tuple[str, str], preview: bool = False, **changes: object) -> Recording:
    """Runs a cluster whose component registers the children, given by type and name.

    A child depends on the cluster, if it precedes, and on previous children of its type.
    """
    settings = platform_of("staging", **changes)

    def program() -> None:
        official = cluster_of(settings).eks
        earlier: dict[str, list[Resource]] = {}
        for type_, name in children:
            alike = earlier.setdefault(type_, [])
            before = [*earlier.get(CLUSTER, ()), *(alike if type_ != CLUSTER else ())]
            options = ResourceOptions(parent=official, depends_on=before)
            inputs = {"accessConfig": ACCESS, "role": "some"}
            if type_ == PROVIDER:
                inputs = {"kubeconfig": Output.secret("{}")}
            alike.append(CustomResource(type_, name, inputs, options))

    return record(program, stack="staging", preview=preview)


@pytest.mark.parametrize("preview", [False, True])
@pytest.mark.parametrize(
    ("renamed", "new"),
    [
        ((CLUSTER, "cluster-eksCluster"), ("aws-native:eks:Cluster", "cluster-eksCluster")),
        ((ENTRY, "cluster-role-cellscope-deploy-staging"), (ENTRY, "cluster-entry-0")),
        ((ASSOCIATION, DEPLOYER), (ASSOCIATION, DEPLOYER.replace("-admin", "-policy-0"))),
        ((PROVIDER, "cluster-eks-k8s"), ("pulumi:providers:k8s", "cluster-eks-k8s")),
    ],
)
def test_a_deployment_fails_if_the_component_renames_a_child(
    renamed: tuple[str, str],
    new: tuple[str, str],
    preview: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    official = children.children_of

    def other(*args: Any) -> list[tuple[str, str]]:
        found = official(*args)
        assert not found or renamed in found
        return [new if one == renamed else one for one in found]

    monkeypatch.setattr(children, "children_of", other)
    with pytest.raises(RunError, match=f"has not registered {renamed[0]} as expected"):
        made(preview=preview)


@pytest.mark.parametrize("preview", [False, True])
def test_the_clusters_creator_is_not_an_admin_and_nothing_else_changes(preview: bool) -> None:
    recording = made((CLUSTER, "cluster-eksCluster"), preview=preview)
    child = recording.of("eks/cluster:Cluster")["cluster-eksCluster"]
    access = {**ACCESS, "bootstrapClusterCreatorAdminPermissions": False}
    assert child.inputs == {"accessConfig": access, "role": "some"}


def test_the_cluster_is_protected_and_retained() -> None:
    recording = made((CLUSTER, "cluster-eksCluster"), (ASSOCIATION, DEPLOYER))
    child = recording.of("eks/cluster:Cluster")["cluster-eksCluster"]
    other = recording.of("eks/accessPolicyAssociation:AccessPolicyAssociation")[DEPLOYER]
    assert (child.protected, child.retained) == (True, True)
    assert (other.protected, other.retained) == (False, False)


@pytest.mark.parametrize(("kind", "data"), [("cluster", "destroyed"), ("environment", "kept")])
def test_a_retired_cluster_is_neither_protected_nor_retained(kind: str, data: str) -> None:
    retired = (Retirement(kind=Kind(kind), data=Data(data)),)
    recording = made((CLUSTER, "cluster-eksCluster"), retired=retired)
    child = recording.of("eks/cluster:Cluster")["cluster-eksCluster"]
    assert (child.protected, child.retained) == (False, False)


def test_the_engine_leaves_entries_and_aws_auth_to_the_clusters_deletion() -> None:
    children = ((ENTRY, "entry"), (ASSOCIATION, DEPLOYER), (AWS_AUTH, "nodeAccess"))
    recording = made((CLUSTER, "cluster-eksCluster"), *children)
    cluster = recording.of("eks/cluster:Cluster")["cluster-eksCluster"]
    deleted = {one.name for one in recording.resources.values() if one.deleted_with == cluster.urn}
    assert deleted == {name for _, name in children}


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the access to the cluster is asked for; it answers at once."""
    events: list[str] = []

    async def wait(access: AdminAccess, kubeconfig: str) -> None:
        events.append(f"wait for {access.role_arn} in {access.cluster} by {kubeconfig}")

    monkeypatch.setattr(AdminAccess, "wait", wait)
    monkeypatch.setattr(AdminAccess, "expect", lambda _: events.append("expect"))
    return events


@pytest.mark.parametrize("rescuer", ["rescuer", "deployer-for-emergencies"])
def test_the_kubernetes_provider_waits_for_the_deploy_roles_access(
    rescuer: str, events: list[str]
) -> None:
    other, own = f"cluster-role-{rescuer}-admin", "cluster-role-deployer-staging-admin"
    recording = made(
        (ASSOCIATION, other),
        (ASSOCIATION, own),
        (PROVIDER, "cluster-eks-k8s"),
        deploy_role="ci/deployer",
        break_glass_role=rescuer,
    )
    children = [one for one in recording.resources.values() if "$eks:index:Cluster$" in one.urn]
    assert {one.name: one.hooks for one in children if one.hooks} == {
        own: {"after_create": ("deployer-is-in",)},
        "cluster-eks-k8s": {"before_create": ("await-deployer",)},
    }
    role = "arn:aws:iam::242905224710:role/ci/deployer-staging"
    assert sorted(events) == ["expect", f"wait for {role} in biomage-staging by {{}}"]


def test_a_preview_does_not_wait(events: list[str]) -> None:
    made((PROVIDER, "cluster-eks-k8s"), preview=True)
    assert not events


@pytest.mark.parametrize("preview", [False, True])
def test_the_components_kubeconfig_is_not_secret(preview: bool, events: list[str]) -> None:
    recording = made((PROVIDER, "cluster-eks-k8s"), (ASSOCIATION, DEPLOYER), preview=preview)
    provider = recording.of("providers:kubernetes")["cluster-eks-k8s"]
    assert (provider.inputs, provider.secrets) == ({"kubeconfig": "{}"}, ())
