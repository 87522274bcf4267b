"""The RBAC components."""

from collections.abc import Iterable
from typing import Any

from components.cluster.rbac import ClusterRbac, NamespacedRbac, NamespacedRbacArgs
from estate.cluster.rbac import NAMESPACED_ROLES, READ_ONLY, Rule
from settings import KubernetesGroup
from tests.environments import platform_of
from tests.mocks.recording import Recording
from tests.mocks.stand_in import record

API = "rbac.authorization.k8s.io"
PIPELINES = {"kind": "Group", "name": "state-machine-runner-group", "apiGroup": API}
SERVICE = {"kind": "ServiceAccount", "name": "deployment-runner", "namespace": "api-default"}
WHOSE = {
    "pipeline-default/can-create-pipelines": PIPELINES,
    "pipeline-default/delete-pods": SERVICE,
    "worker-default/delete-pods": SERVICE,
}
"""The subjects of namespaced roles."""


def made() -> Recording:
    def program() -> None:
        ClusterRbac("rbac")
        NamespacedRbac("rights", NamespacedRbacArgs(platform_of("staging")))

    return record(program)


def of(recording: Recording, kind: str) -> dict[str, dict[str, Any]]:
    """Returns the Kubernetes objects of a kind by namespace and name."""
    found = recording.of(f"{API}/v1:{kind}").values()
    return {str(one.physical_name): dict(one.inputs) for one in found}


def written(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    return [
        {
            "apiGroups": [rule.api_group],
            "resources": list(rule.resources),
            "verbs": list(rule.verbs),
        }
        for rule in rules
    ]


def test_the_read_only_group_reads_the_whole_cluster_as_declared() -> None:
    recording = made()
    roles, bindings = of(recording, "ClusterRole"), of(recording, "ClusterRoleBinding")
    assert roles.keys() == bindings.keys() == {"biomage-read-only"}
    role, binding = roles["biomage-read-only"], bindings["biomage-read-only"]
    assert role["rules"] == written(READ_ONLY[KubernetesGroup.READ_ONLY])
    assert binding["roleRef"] == {
        "apiGroup": API,
        "kind": "ClusterRole",
        "name": "biomage-read-only",
    }
    assert binding["subjects"] == [{"kind": "Group", "name": "read-only", "apiGroup": API}]


def test_other_rights_are_namespaced_and_bound_to_their_subject() -> None:
    recording = made()
    roles, bindings = of(recording, "Role"), of(recording, "RoleBinding")
    assert {name: one["subjects"] for name, one in bindings.items()} == {
        name: [subject] for name, subject in WHOSE.items()
    }
    rules = {role.name: written(role.rules) for role in NAMESPACED_ROLES}
    assert {name: one["rules"] for name, one in roles.items()} == {
        name: rules[name.partition("/")[2]] for name in WHOSE
    }
    for name, binding in bindings.items():
        role = {"apiGroup": API, "kind": "Role", "name": name.partition("/")[2]}
        assert binding["roleRef"] == role


def test_bindings_depend_on_their_roles() -> None:
    recording = made()
    for kind in ("ClusterRole", "Role"):
        roles = recording.of(f"{API}/v1:{kind}")
        for name, binding in recording.of(f"{API}/v1:{kind}Binding").items():
            assert roles[name].urn in binding.dependencies
