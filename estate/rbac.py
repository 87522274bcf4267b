"""What Kubernetes lets whom do in the cluster (estate, 4). No verb is a wildcard."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from settings import KubernetesGroup

_READ = ("get", "list", "watch")


@dataclass(frozen=True)
class Rule:
    """Verbs on resources of an API group; the core group's name is empty."""

    api_group: str
    resources: tuple[str, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class ServiceAccount:
    """A service account; its namespace is a pattern."""

    name: str
    namespace: str


@dataclass(frozen=True)
class NamespacedRole:
    """Rights in some namespaces, whose names are patterns, for a group or a service account."""

    name: str
    subject: KubernetesGroup | ServiceAccount
    namespaces: tuple[str, ...]
    rules: tuple[Rule, ...]


_CORE = (
    *("configmaps", "endpoints", "events", "limitranges", "namespaces", "nodes"),
    *("persistentvolumeclaims", "persistentvolumes", "pods", "pods/log", "pods/status"),
    *("replicationcontrollers", "resourcequotas", "serviceaccounts", "services"),
)
"""All of the core group that somebody may want to look at, and never `secrets` (estate, 4)."""

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
"""Rights in the whole cluster, by group."""

NAMESPACED_ROLES = (
    NamespacedRole(
        "can-create-pipelines",
        KubernetesGroup.STATE_MACHINE_RUNNERS,
        ("pipeline-{sandbox}",),
        (Rule("", ("pods",), ("get", "list", "patch", "delete")),),
    ),
    # The api clears away the pods of experiments that were stopped, and no others (estate, 4).
    NamespacedRole(
        "delete-pods",
        ServiceAccount("deployment-runner", "api-{sandbox}"),
        ("pipeline-{sandbox}", "worker-{sandbox}"),
        (Rule("", ("pods",), ("delete",)),),
    ),
)
"""Rights in single namespaces."""
