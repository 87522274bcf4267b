"""Permissions in the cluster: access of AWS principals, and RBAC of Kubernetes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from delivery.plan.change import value_at
from delivery.plan.grants import Grant, Kind
from iam.aws_auth import identity_mappings, is_aws_auth

_ENTRY = "aws:eks/accessEntry:AccessEntry"
_POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
_CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
_RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"

IN_CLUSTER = (_ENTRY, _POLICY, _CONFIG_MAP, _RBAC)
"""Prefixes of the types that grant permissions in the cluster."""

Rule = Mapping[str, list[str]]

Objects = Iterable[tuple[str, Mapping[str, Any]]]


def in_cluster(token: str, inputs: Mapping[str, Any]) -> Iterator[Grant]:
    """Yields the access to the cluster that a resource grants to AWS principals."""
    if token == _CONFIG_MAP and is_aws_auth(inputs):
        for row in identity_mappings(inputs):
            for group in row.groups:
                yield _access(row.arn, f"group {group}")
    elif token == _ENTRY:
        for group in cast(list[str], inputs.get("kubernetesGroups") or []):
            yield _access(inputs["principalArn"], f"group {group}")
    elif token == _POLICY:
        scope = value_at(inputs, "accessScope.type")
        yield _access(inputs["principalArn"], f"{inputs['policyArn']} of its {scope}")


def rbac(objects: Objects) -> Iterator[Grant]:
    """Yields the permissions of subjects, by the roles and bindings of the cluster."""
    found = [(token.removeprefix(_RBAC), one) for token, one in objects if token.startswith(_RBAC)]
    rules = {
        (kind, *_place(one)): cast(list[Rule], one.get("rules") or [])
        for kind, one in found
        if kind in ("ClusterRole", "Role")
    }
    for kind, one in found:
        if kind in ("ClusterRoleBinding", "RoleBinding"):
            namespace, _ = _place(one)
            to: Mapping[str, str] = one["roleRef"]
            role = (to["kind"], namespace if to["kind"] == "Role" else "", to["name"])
            for subject in cast(list[Mapping[str, str]], one.get("subjects") or []):
                where = namespace or "all namespaces"
                yield from _granted(_subject(subject), where, role, rules.get(role))


def _granted(
    who: str, where: str, role: tuple[str, str, str], rules: list[Rule] | None
) -> Iterator[Grant]:
    if rules is None:
        kind, _, name = role
        yield Grant(Kind.RBAC, who, f"all of {kind} {name}", where)
        return
    for rule in rules:
        for verb in rule.get("verbs") or []:
            for named in _resources(rule):
                yield Grant(Kind.RBAC, who, f"{verb} {named}", where)


def _resources(rule: Rule) -> Iterator[str]:
    names = ", ".join(sorted(rule.get("resourceNames") or []))
    for group in rule.get("apiGroups") or [""]:
        for resource in rule.get("resources") or []:
            whole = f"{resource}.{group}" if group else resource
            yield f"{whole} named {names}" if names else whole
    yield from rule.get("nonResourceURLs") or []


def _subject(subject: Mapping[str, str]) -> str:
    of = f"{subject['namespace']}/" if subject.get("namespace") else ""
    return f"{subject['kind']} {of}{subject['name']}"


def _place(inputs: Mapping[str, Any]) -> tuple[str, str]:
    metadata = cast(Mapping[str, str], inputs.get("metadata") or {})
    return metadata.get("namespace", ""), metadata.get("name", "")


def _access(principal: str, as_what: str) -> Grant:
    return Grant(Kind.CLUSTER, principal, "entry", as_what)
