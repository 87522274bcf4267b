"""The Kubernetes RBAC rights in the cluster. No rule has a wildcard verb."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from settings import KubernetesGroup

_READ = ("get", "list", "watch")


@dataclass(frozen=True)
class Rule:
    """Verbs on resources of an API group; the name of the core group is empty."""

    api_group: str
    resources: tuple[str, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class ServiceAccount:
    """A Kubernetes service account; its namespace is a pattern."""

    name: str
    namespace: str


@dataclass(frozen=True)
class NamespacedRole:
    """Rights of a group or a service account in namespaces, whose names are patterns."""

    name: str
    subject: KubernetesGroup | ServiceAccount
    namespaces: tuple[str, ...]
    rules: tuple[Rule, ...]


_CORE = (
    *("configmaps", "endpoints", "events", "limitranges", "namespaces", "nodes"),
    *("persistentvolumeclaims", "persistentvolumes", "pods", "pods/log", "pods/status"),
    *("replicationcontrollers", "resourcequotas", "serviceaccounts", "services"),
)
"""The readable resources of the core group; `secrets` are excluded."""

READ_ONLY: Mapping[KubernetesGroup, tuple[Rule, ...]] = MappingProxyType(
    {
        KubernetesGroup.READ_ONLY: (
            Rule("", _CORE, _READ),
            Rule("", ("pods/portforward",), ("create",)),
            Rule(
                "apps",
                ("controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets"),
                _READ,
            ),
            Rule("autoscaling", ("horizontalpodautoscalers",), _READ),
            Rule("batch", ("cronjobs", "jobs"), _READ),
            Rule("discovery.k8s.io", ("endpointslices",), _READ),
            Rule("events.k8s.io", ("events",), _READ),
            Rule("metrics.k8s.io", ("nodes", "pods"), _READ),
            Rule("networking.k8s.io", ("ingresses", "networkpolicies"), _READ),
            Rule("policy", ("poddisruptionbudgets",), _READ),
        )
    }
)
"""Cluster-wide rights by group."""

NAMESPACED_ROLES = (
    NamespacedRole(
        "can-create-pipelines",
        KubernetesGroup.STATE_MACHINE_RUNNERS,
        ("pipeline-{sandbox}",),
        (Rule("", ("pods",), ("get", "list", "patch", "delete")),),
    ),
    # The API deletes the pods of stopped experiments.
    NamespacedRole(
        "delete-pods",
        ServiceAccount("deployment-runner", "api-{sandbox}"),
        ("pipeline-{sandbox}", "worker-{sandbox}"),
        (Rule("", ("pods",), ("delete",)),),
    ),
)
"""Rights in namespaces."""
