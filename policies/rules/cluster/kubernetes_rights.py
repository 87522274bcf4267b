"""Rules for the permissions of Kubernetes roles."""

from collections.abc import Iterator

from pydantic import Field

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.engine.text import listed
from policies.rules.cluster.kubernetes_admins import BINDING, CLUSTER_BINDING

ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role"
CLUSTER_ROLE = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"

_GUIDE = "Kubernetes documentation, Role Based Access Control Good Practices"
_PARTS = ("apiGroups", "resources", "verbs")
_ESCALATING = ("bind", "escalate", "impersonate")
"""Verbs that allow a subject to obtain permissions it was not granted."""

_READING = ("get", "list", "watch")
_WRITING_ROLES = ("admin", "edit")
"""Default roles that can read secrets ("Using RBAC Authorization", User-facing roles)."""


class ReadersConfig(RuleConfig):
    """The configuration of read-only-excludes-secrets."""

    groups: tuple[str, ...] = Field(
        ("read-only",), description="groups of users with read-only access to the cluster"
    )
    hidden: tuple[str, ...] = Field(
        (
            "nodes/proxy",
            "pods/attach",
            "pods/exec",
            "pods/proxy",
            "secrets",
            "serviceaccounts/token",
        ),
        description="resources that expose secrets, or give access to a pod's identity, with any"
        " verb",
    )
    besides: tuple[str, ...] = Field(
        ("pods/portforward",), description="resources that the groups may create nevertheless"
    )


def _wildcards(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for rule in one.items("rules"):
        for part in _PARTS:
            wide = [value for value in rule.get(part) or () if "*" in value]
            if wide:
                yield f"a rule's {part} contain the wildcard {listed(wide)}."
        escalating = [verb for verb in rule.get("verbs") or () if verb in _ESCALATING]
        if escalating:
            resources = listed(rule.get("resources") or ())
            yield f"a rule allows to {listed(escalating)} {resources}."


def _readers(one: Resource, context: Context[ReadersConfig]) -> Iterator[str]:
    if one.type in (CLUSTER_BINDING, BINDING):
        groups = _groups(one, context.config)
        if groups and (role := one.get("roleRef.name")) in _WRITING_ROLES:
            yield (
                f"it binds {listed(groups)} to the role {role}, which can read secrets and write."
            )
        return
    readers = {
        group
        for binding in context.others.of(CLUSTER_BINDING, BINDING)
        for group in _groups(binding, context.config)
        if _binds(binding, one)
    }
    if readers:
        for problem in _more_than_reading(one, context.config):
            yield f"it allows {listed(sorted(readers))} to {problem}."


def _groups(binding: Resource, config: ReadersConfig) -> list[str]:
    return [
        subject["name"]
        for subject in binding.items("subjects")
        if subject.get("kind") == "Group" and subject.get("name") in config.groups
    ]


def _binds(binding: Resource, role: Resource) -> bool:
    kind = role.type.rpartition(":")[2]
    if binding.get("roleRef.kind") != kind:
        return False
    if kind == "Role" and binding.get("metadata.namespace") != role.get("metadata.namespace"):
        return False
    if role.urn in binding.uses.get("roleRef", ()):
        return True
    return binding.get("roleRef.name") == role.get("metadata.name")


def _more_than_reading(role: Resource, config: ReadersConfig) -> Iterator[str]:
    # no-wildcard-kubernetes-role reports wildcards.
    for rule in role.items("rules"):
        verbs = [verb for verb in rule.get("verbs") or () if verb not in (*_ESCALATING, "*")]
        writing = [verb for verb in verbs if verb not in _READING]
        for resource in rule.get("resources") or ():
            if resource in config.hidden and verbs:
                yield f"{listed(verbs)} {resource}"
            elif writing and not (resource in config.besides and writing == ["create"]):
                yield f"{listed(writing)} {resource}"


RULES = (
    Rule(
        "no-wildcard-kubernetes-role",
        description="A Kubernetes role lists its permissions without wildcards, and allows no"
        " escalation.",
        reason="A wildcard covers each resource type that a controller adds later; bind, escalate"
        " and"
        " impersonate allow a subject to obtain any permission.",
        remedy="List the required apiGroups, resources and verbs in rules.",
        source=_GUIDE,
        example="rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]",
        judges=dict.fromkeys((CLUSTER_ROLE, ROLE), tuple(f"rules.{part}" for part in _PARTS)),
        check=_wildcards,
        config=RuleConfig,
    ),
    Rule(
        "read-only-excludes-secrets",
        description="A read-only group can read no secrets, run no commands in pods and write"
        " nothing.",
        reason="Reading a secret or running commands in a pod gives the permissions of that"
        " workload.",
        remedy="Remove the resource or the verb from the role's rules, or bind the group to another"
        " role.",
        source=_GUIDE,
        example="rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]",
        judges={
            **dict.fromkeys(
                (CLUSTER_ROLE, ROLE),
                ("metadata.name", "metadata.namespace", "rules.resources", "rules.verbs"),
            ),
            **dict.fromkeys(
                (CLUSTER_BINDING, BINDING),
                (
                    "metadata.namespace",
                    "roleRef.kind",
                    "roleRef.name",
                    "subjects.kind",
                    "subjects.name",
                ),
            ),
        },
        check=_readers,
        config=ReadersConfig,
        over_stack=True,
    ),
)
