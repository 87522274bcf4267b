"""The declared Kubernetes rights: no wildcards, no secrets, no privilege escalation."""

from collections.abc import Iterator

import pytest

from estate.cluster.rbac import NAMESPACED_ROLES, READ_ONLY, Rule, ServiceAccount
from estate.identity.service_roles import SERVICE_ROLES
from estate.naming import patterned_name
from settings import KubernetesGroup
from tests.environments import settings_of

ROLES = {role.name: role for role in NAMESPACED_ROLES}
RULES = [
    *((group.value, rule) for group, rules in READ_ONLY.items() for rule in rules),
    *((role.name, rule) for role in NAMESPACED_ROLES for rule in role.rules),
]
READING = {"get", "list", "watch"}
VERBS = READING | {"create", "delete", "patch"}
"""The verbs in use. Others, such as `escalate`, need a decision."""

SUBRESOURCES = {"pods/log", "pods/status", "pods/portforward"}
"""The harmless subresources; reading `pods/exec` or `nodes/proxy` allows running commands.

https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

every_rule = pytest.mark.parametrize(
    ("who", "rule"), RULES, ids=[f"{who}-{rule.api_group}-{rule.verbs[0]}" for who, rule in RULES]
)


@every_rule
def test_rules_are_not_empty_and_have_no_wildcards(who: str, rule: Rule) -> None:
    assert "*" not in "".join((rule.api_group, *rule.resources, *rule.verbs))
    assert rule.resources
    assert set(rule.verbs) <= VERBS


@every_rule
def test_no_rule_grants_secrets_or_a_way_to_them(who: str, rule: Rule) -> None:
    assert "secrets" not in rule.resources
    assert {one for one in rule.resources if "/" in one} <= SUBRESOURCES
    # Writing RBAC objects is equivalent to having all rights.
    assert rule.api_group not in ("rbac.authorization.k8s.io", "authentication.k8s.io")


@every_rule
def test_a_rule_lists_each_resource_and_verb_once(who: str, rule: Rule) -> None:
    for words in (rule.resources, rule.verbs):
        assert len(set(words)) == len(words)


def granted(rules: tuple[Rule, ...]) -> Iterator[tuple[str, str]]:
    """Yields each resource with each verb."""
    for rule in rules:
        yield from ((resource, verb) for resource in rule.resources for verb in rule.verbs)


def test_read_only_grants_only_reads_and_port_forwarding() -> None:
    (group,) = READ_ONLY
    assert group is KubernetesGroup.READ_ONLY
    rights = set(granted(READ_ONLY[group]))
    assert {right for right in rights if right[1] not in READING} == {
        ("pods/portforward", "create")
    }
    for resource in ("pods", "pods/log", "nodes", "events", "deployments", "ingresses", "jobs"):
        assert {(resource, verb) for verb in READING} <= rights


def test_the_state_machine_manages_only_pipeline_pods() -> None:
    # The role of the pipeline's Helm chart in the old estate.
    role = ROLES["can-create-pipelines"]
    assert role.subject is KubernetesGroup.STATE_MACHINE_RUNNERS
    assert role.namespaces == ("pipeline-{sandbox}",)
    assert set(granted(role.rules)) == {
        ("pods", verb) for verb in ("get", "list", "patch", "delete")
    }


def test_the_api_deletes_pods_only_in_pipeline_and_worker_namespaces() -> None:
    role = ROLES["delete-pods"]
    assert role.subject == ServiceAccount("deployment-runner", "api-{sandbox}")
    assert set(role.namespaces) == {"pipeline-{sandbox}", "worker-{sandbox}"}
    assert set(granted(role.rules)) == {("pods", "delete")}


def test_each_kubernetes_group_has_rights() -> None:
    subjects = [*READ_ONLY, *(role.subject for role in NAMESPACED_ROLES)]
    groups = [one for one in subjects if isinstance(one, KubernetesGroup)]
    assert sorted(groups) == sorted(KubernetesGroup)


def test_each_service_account_with_rights_belongs_to_a_service() -> None:
    staging = settings_of("staging")
    running = {
        (role.service_account, role.namespace.replace("*", "default")) for role in SERVICE_ROLES
    }
    named = {
        (role.subject.name, patterned_name(role.subject.namespace, staging))
        for role in NAMESPACED_ROLES
        if isinstance(role.subject, ServiceAccount)
    }
    assert named
    assert named <= running


def test_namespaces_with_rights_are_the_services_namespaces() -> None:
    staging = settings_of("staging")
    there = {role.namespace.replace("*", "default") for role in SERVICE_ROLES}
    named = {
        patterned_name(namespace, staging)
        for role in NAMESPACED_ROLES
        for namespace in role.namespaces
    }
    assert named <= there


def test_no_two_roles_share_a_name() -> None:
    assert len(ROLES) == len(NAMESPACED_ROLES)
