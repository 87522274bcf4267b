"""Reads Kubernetes workloads: pods, containers and selectors."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.engine.resource import NOTHING, Others, Resource

POD = "kubernetes:core/v1:Pod"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"
DAEMON_SET = "kubernetes:apps/v1:DaemonSet"
REPLICA_SET = "kubernetes:apps/v1:ReplicaSet"
JOB = "kubernetes:batch/v1:Job"
CRON_JOB = "kubernetes:batch/v1:CronJob"
SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"

REPLICATED = (DEPLOYMENT, STATEFUL_SET)
"""Workloads with a number of replicas that no other workload creates."""

LASTING = (*REPLICATED, DAEMON_SET, REPLICA_SET)
"""Workloads whose pods run until they are deleted."""

WORKLOADS = (*LASTING, JOB, CRON_JOB, POD)

SELECTOR = ("matchLabels", "matchExpressions.key", "matchExpressions.operator")
"""The parts of a label selector that `selects` reads, besides an expression's values."""

SCALER_PATHS = (
    *("spec.scaleTargetRef.kind", "spec.scaleTargetRef.name", "metadata.namespace"),
    *("spec.minReplicas", "spec.maxReplicas"),
)
"""The properties that rules read of a HorizontalPodAutoscaler."""

_TEMPLATES = dict.fromkeys(WORKLOADS, "spec.template") | {
    CRON_JOB: "spec.jobTemplate.spec.template",
    POD: "",
}
"""The path of the pod template, by workload type; empty for a pod itself."""


def pod_paths(types: tuple[str, ...], *paths: str) -> dict[str, tuple[str, ...]]:
    """Returns the properties to read by workload type, for paths in a pod."""
    return {type_: tuple(_below(type_, path) for path in paths) for type_ in types}


def pod_part(one: Resource, path: str) -> Mapping[str, Any]:
    """Returns a part of a workload's pod template, or an empty object."""
    return one.part(_below(one.type, path))


def containers_of(one: Resource) -> Iterator[Mapping[str, Any]]:
    """Yields the containers of a workload's pods, including init containers."""
    yield from main_containers_of(one)
    yield from pod_part(one, "spec").get("initContainers") or ()


def main_containers_of(one: Resource) -> Iterator[Mapping[str, Any]]:
    """Yields the containers of a workload's pods without init containers."""
    yield from pod_part(one, "spec").get("containers") or ()


def title(container: Mapping[str, Any]) -> str:
    """Returns the container's name for messages."""
    return f"container {container.get('name')!r}"


def namespace_of(one: Resource) -> str:
    """Returns the namespace of a Kubernetes object."""
    return one.get("metadata.namespace") or "default"


def selects(selector: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether a label selector matches the labels; an empty selector matches all."""
    exact = selector.get("matchLabels") or NOTHING
    rules = selector.get("matchExpressions") or ()
    return has_labels(exact, labels) and all(_holds(rule, labels) for rule in rules)


def has_labels(wanted: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether the labels contain all wanted labels."""
    return all(labels.get(key) == value for key, value in wanted.items())


def scalers_of(one: Resource, others: Others) -> Iterator[Resource]:
    """Yields the HorizontalPodAutoscalers that scale a workload."""
    return (each for each in others.of(SCALER) if _is_aimed_at(each, one))


def _below(type_: str, path: str) -> str:
    return ".".join(filter(None, (_TEMPLATES[type_], path)))


def _holds(rule: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    found = labels.get(rule["key"])
    match rule["operator"]:
        case "In":
            return found in rule["values"]
        case "NotIn":
            return found not in rule["values"]
        case "Exists":
            return found is not None
        case _:
            return found is None


def _is_aimed_at(scaler: Resource, one: Resource) -> bool:
    if scaler.get("spec.scaleTargetRef.kind") != one.type.rpartition(":")[2]:
        return False
    # The target's name may be an output of the workload that is still unknown.
    if one.urn in scaler.uses.get("spec", ()):
        return True
    return namespace_of(scaler) == namespace_of(one) and (
        scaler.get("spec.scaleTargetRef.name") == one.get("metadata.name")
    )
