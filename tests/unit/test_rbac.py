"""The declared Kubernetes rights: no wildcard, no secret, and nothing that leads to either."""

from collections.abc import Iterator

import pytest

from estate.naming import patterned_name
from estate.rbac import NAMESPACED_ROLES, READ_ONLY, Rule, ServiceAccount
from estate.service_roles import SERVICE_ROLES
from settings import KubernetesGroup
from tests.environments import settings_of

ROLES = {role.name: role for role in NAMESPACED_ROLES}
RULES = [
    *((group.value, rule) for group, rules in READ_ONLY.items() for rule in rules),
    *((role.name, rule) for role in NAMESPACED_ROLES for rule in role.rules),
]
READING = {"get", "list", "watch"}
VERBS = READING | {"create", "delete", "patch"}
"""What Kubernetes' verbs there is a use for here. Others, such as `escalate`, are a decision."""

SUBRESOURCES = {"pods/log", "pods/status", "pods/portforward"}
"""Those that give no more than their resource. `pods/exec` or `nodes/proxy`, for which reading is
enough, run commands (Kubernetes, "Role Based Access Control Good Practices")."""

every_rule = pytest.mark.parametrize(
    ("who", "rule"), RULES, ids=[f"{who}-{rule.api_group}-{rule.verbs[0]}" for who, rule in RULES]
)


@every_rule
def test_no_rule_has_a_wildcard_or_nothing_to_say(who: str, rule: Rule) -> None:
    assert "*" not in "".join((rule.api_group, *rule.resources, *rule.verbs))
    assert rule.resources
    assert set(rule.verbs) <= VERBS


@every_rule
def test_nobody_reaches_a_secret_nor_what_leads_to_it(who: str, rule: Rule) -> None:
    assert "secrets" not in rule.resources
    assert {one for one in rule.resources if "/" in one} <= SUBRESOURCES
    # Whoever writes rights has all of them.
    assert rule.api_group not in ("rbac.authorization.k8s.io", "authentication.k8s.io")


@every_rule
def test_a_rule_names_each_resource_and_verb_once(who: str, rule: Rule) -> None:
    for words in (rule.resources, rule.verbs):
        assert len(set(words)) == len(words)


def granted(rules: tuple[Rule, ...]) -> Iterator[tuple[str, str]]:
    """Each resource with each verb."""
    for rule in rules:
        yield from ((resource, verb) for resource in rule.resources for verb in rule.verbs)


def test_read_only_reads_and_forwards_ports_and_does_nothing_else() -> None:
    (group,) = READ_ONLY
    assert group is KubernetesGroup.READ_ONLY
    rights = set(granted(READ_ONLY[group]))
    assert {right for right in rights if right[1] not in READING} == {
        ("pods/portforward", "create")
    }
    for resource in ("pods", "pods/log", "nodes", "events", "deployments", "ingresses", "jobs"):
        assert {(resource, verb) for verb in READING} <= rights


def test_the_state_machine_manages_pods_of_pipelines_and_nothing_else() -> None:
    # The role that the pipeline's own chart made (estate, 4).
    role = ROLES["can-create-pipelines"]
    assert role.subject is KubernetesGroup.STATE_MACHINE_RUNNERS
    assert role.namespaces == ("pipeline-{sandbox}",)
    assert set(granted(role.rules)) == {
        ("pods", verb) for verb in ("get", "list", "patch", "delete")
    }


def test_the_api_deletes_pods_where_pipelines_and_workers_run_and_nowhere_else() -> None:
    role = ROLES["delete-pods"]
    assert role.subject == ServiceAccount("deployment-runner", "api-{sandbox}")
    assert set(role.namespaces) == {"pipeline-{sandbox}", "worker-{sandbox}"}
    assert set(granted(role.rules)) == {("pods", "delete")}


def test_each_group_that_lists_may_name_has_rights_somewhere() -> None:
    subjects = [*READ_ONLY, *(role.subject for role in NAMESPACED_ROLES)]
    groups = [one for one in subjects if isinstance(one, KubernetesGroup)]
    assert sorted(groups) == sorted(KubernetesGroup)


def test_each_service_account_with_rights_is_one_that_a_service_runs_as() -> None:
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


def test_namespaces_with_rights_are_those_that_services_run_in() -> None:
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
