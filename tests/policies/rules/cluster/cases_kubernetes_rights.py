"""Test stacks for the rules about permissions of Kubernetes roles."""

from policies.engine.resource import Resource
from policies.rules.cluster.kubernetes_admins import BINDING, CLUSTER_BINDING
from policies.rules.cluster.kubernetes_rights import CLUSTER_ROLE, ROLE
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

_READ = ("get", "list", "watch")


def _role(
    resource: str,
    *verbs: str,
    group: str = "",
    type_: str = CLUSTER_ROLE,
    name: str = "reader",
    namespace: str | None = None,
) -> Resource:
    rule = {"apiGroups": [group], "resources": [resource], "verbs": [*verbs]}
    return a(type_, name, metadata={"name": name, "namespace": namespace}, rules=[rule])


def _bound(
    role: str = "reader",
    *,
    subject: str = "read-only",
    kind: str = "ClusterRole",
    type_: str = CLUSTER_BINDING,
    namespace: str | None = None,
    subjects_kind: str = "Group",
    uses: str = "",
) -> Resource:
    return a(
        type_,
        uses={"roleRef": (uses,)} if uses else {},
        metadata={"name": "binding", "namespace": namespace},
        roleRef={"kind": kind, "name": role},
        subjects=[{"kind": subjects_kind, "name": subject}],
    )


def _reading(resource: str, *verbs: str) -> Stack:
    return (_role(resource, *verbs), _bound())


_NAMESPACED = _role("secrets", "get", type_=ROLE, namespace="api-default")


def _in_namespace(namespace: str, kind: str = "Role") -> Stack:
    return (_NAMESPACED, _bound(kind=kind, type_=BINDING, namespace=namespace))


CASES = (
    Case(
        "no-wildcard-kubernetes-role",
        bad={
            "a rule's verbs contain the wildcard *.": _role("pods", "*"),
            "a rule's resources contain the wildcard *.": _role("*", "get"),
            "a rule's apiGroups contain the wildcard *.": _role("pods", "get", group="*"),
            "rule's resources contain the wildcard */scale.": _role("*/scale", "patch", type_=ROLE),
            "a rule's resources contain the wildcard pods/*.": _role("pods/*", "get"),
            "to escalate, bind clusterroles.": _role("clusterroles", "get", "escalate", "bind"),
            "a rule allows to impersonate users.": _role("users", "impersonate", type_=ROLE),
        },
        good=(
            _role("pods", *_READ, "delete"),
            _role("bindings", "create", type_=ROLE),
            a(CLUSTER_ROLE),
            a(CLUSTER_ROLE, rules=[{"nonResourceURLs": ["/healthz/*"], "verbs": ["get"]}]),
        ),
        unknown=(a(CLUSTER_ROLE, rules=UNKNOWN), _role("pods", UNKNOWN)),
    ),
    Case(
        "read-only-excludes-secrets",
        bad={
            "it allows read-only to get, list secrets.": _reading("secrets", "get", "list"),
            "it allows read-only to create pods/exec.": _reading("pods/exec", "create"),
            "it allows read-only to get pods/exec.": _reading("pods/exec", "get"),
            "it allows read-only to get nodes/proxy.": _reading("nodes/proxy", "get"),
            "it allows read-only to delete pods.": _reading("pods", *_READ, "delete"),
            "patch, update pods/portforward": _reading("pods/portforward", "patch", "update"),
            "it allows read-only to get secrets.": [
                _in_namespace("api-default"),
                (_role("secrets", "get"), _bound(type_=BINDING, namespace="api-default")),
            ],
            "it allows read-only to watch secrets.": (
                _role("secrets", "watch"),
                _bound("a name of its own", uses=f"urn:{CLUSTER_ROLE}::reader"),
            ),
            "it binds read-only to the role edit": _bound("edit"),
            "the role admin": _bound("admin", type_=BINDING, namespace="api-default"),
        },
        good=(
            _reading("pods", *_READ),
            _reading("pods/portforward", "create"),
            _reading("pods/log", "get"),
            # no-wildcard-kubernetes-role reports wildcards and bind.
            _reading("secrets", "*"),
            _reading("clusterroles", "bind"),
            _role("secrets", "get"),
            (_role("secrets", "get"), _bound("another")),
            (_role("secrets", "get"), _bound(kind="Role", type_=BINDING)),
            (_role("secrets", "get"), _bound(subject="state-machine-runner-group")),
            (_role("secrets", "get"), _bound(subjects_kind="User")),
            _in_namespace("worker-default"),
            _in_namespace("api-default", kind="ClusterRole"),
            _bound("view"),
            _bound("edit", subject="ops"),
            (_role("pods", "get"), _bound(UNKNOWN, subject="ops")),
        ),
        unknown=(
            (_role("secrets", "get"), _bound(UNKNOWN)),
            (_role("secrets", "get"), _bound(subject=UNKNOWN)),
            (_role("secrets", UNKNOWN), _bound()),
        ),
    ),
)
