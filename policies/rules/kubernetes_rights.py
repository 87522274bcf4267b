"""Rules for what roles allow in a cluster."""

from collections.abc import Iterator

from pydantic import Field

from .documents import in_words
from .kubernetes_admins import BINDING, CLUSTER_BINDING
from .resource import Resource
from .rule import Context, Rule, RuleConfig

ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role"
CLUSTER_ROLE = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"

_GUIDE = "Kubernetes documentation, Role Based Access Control Good Practices"
_PARTS = ("apiGroups", "resources", "verbs")
_ESCALATING = ("bind", "escalate", "impersonate")
"""Verbs with which a subject can take rights that it was not given."""

_READING = ("get", "list", "watch")
_WRITING_ROLES = ("admin", "edit")
"""Roles that every cluster has, in which secrets can be read too (Kubernetes, "Using RBAC
Authorization", User-facing roles).
"""


class ReadersConfig(RuleConfig):
    """What can be set of read-only-excludes-secrets."""

    groups: tuple[str, ...] = Field(
        ("read-only",), description="groups of people who may only look at what is in the cluster"
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
        description="resources that show secrets, or let somebody act as a pod, by any verb",
    )
    besides: tuple[str, ...] = Field(
        ("pods/portforward",), description="resources that they may create besides"
    )


def _wildcards(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for rule in one.items("rules"):
        for part in _PARTS:
            wide = [value for value in rule.get(part) or () if "*" in value]
            if wide:
                yield f"a rule's {part} are {in_words(wide)}, which is all there are."
        escalating = [verb for verb in rule.get("verbs") or () if verb in _ESCALATING]
        if escalating:
            resources = in_words(rule.get("resources") or ())
            yield f"a rule allows to {in_words(escalating)} {resources}."


def _readers(one: Resource, context: Context[ReadersConfig]) -> Iterator[str]:
    if one.type in (CLUSTER_BINDING, BINDING):
        groups = _groups(one, context.config)
        if groups and (role := one.get("roleRef.name")) in _WRITING_ROLES:
            yield f"it gives {in_words(groups)} the role {role}, which sees secrets and writes."
        return
    readers = {
        group
        for binding in context.others.of(CLUSTER_BINDING, BINDING)
        for group in _groups(binding, context.config)
        if _binds(binding, one)
    }
    if readers:
        for problem in _more_than_reading(one, context.config):
            yield f"it lets {in_words(sorted(readers))} {problem}."


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
    # Stars are no-wildcard-kubernetes-role' to tell.
    for rule in role.items("rules"):
        verbs = [verb for verb in rule.get("verbs") or () if verb not in (*_ESCALATING, "*")]
        writing = [verb for verb in verbs if verb not in _READING]
        for resource in rule.get("resources") or ():
            if resource in config.hidden and verbs:
                yield f"{in_words(verbs)} {resource}"
            elif writing and not (resource in config.besides and writing == ["create"]):
                yield f"{in_words(writing)} {resource}"


NO_WILDCARDS_IN_KUBERNETES_ROLES = Rule(
    "no-wildcard-kubernetes-role",
    description="A role in a cluster writes out what it allows, and allows no taking of rights.",
    reason="A star grows with each kind of resource that a controller adds; bind, escalate and"
    " impersonate give whatever anybody has.",
    remedy="List apiGroups, resources and verbs that are needed in rules.",
    source=_GUIDE,
    example="rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]",
    judges=dict.fromkeys((CLUSTER_ROLE, ROLE), tuple(f"rules.{part}" for part in _PARTS)),
    check=_wildcards,
    config=RuleConfig,
)

READERS_SEE_NO_SECRETS = Rule(
    "read-only-excludes-secrets",
    description="A group that reads the cluster sees no secrets, runs nothing and writes nothing.",
    reason="A secret that is read, or a pod that is entered, gives the rights of what runs there.",
    remedy="Take the resource or the verb out of the role's rules, or bind the group to another.",
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
)

RULES = (NO_WILDCARDS_IN_KUBERNETES_ROLES, READERS_SEE_NO_SECRETS)
