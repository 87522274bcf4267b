"""What rules read out of Kubernetes workloads: pods, their containers, and who selects them."""

from collections.abc import Iterator, Mapping
from typing import Any

from .resource import NOTHING, Others, Resource

POD = "kubernetes:core/v1:Pod"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"
DAEMON_SET = "kubernetes:apps/v1:DaemonSet"
REPLICA_SET = "kubernetes:apps/v1:ReplicaSet"
JOB = "kubernetes:batch/v1:Job"
CRON_JOB = "kubernetes:batch/v1:CronJob"
SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"

REPLICATED = (DEPLOYMENT, STATEFUL_SET)
"""Workloads that say how many of their pods there are, and that nothing else makes."""

LASTING = (*REPLICATED, DAEMON_SET, REPLICA_SET)
"""Workloads whose pods run until somebody ends them."""

WORKLOADS = (*LASTING, JOB, CRON_JOB, POD)

SELECTOR = ("matchLabels", "matchExpressions.key", "matchExpressions.operator")
"""The parts of a label selector that `selects` reads, besides an expression's values."""

SCALER_PATHS = (
    *("spec.scaleTargetRef.kind", "spec.scaleTargetRef.name", "metadata.namespace"),
    *("spec.minReplicas", "spec.maxReplicas"),
)
"""What rules read of a HorizontalPodAutoscaler."""

_TEMPLATES = dict.fromkeys(WORKLOADS, "spec.template") | {
    CRON_JOB: "spec.jobTemplate.spec.template",
    POD: "",
}
"""Where a workload describes its pods; a pod does so itself."""


def pod_paths(types: tuple[str, ...], *paths: str) -> dict[str, tuple[str, ...]]:
    """What a rule reads of the pods of each type, by paths from a pod: `spec.containers.image`."""
    return {type_: tuple(_below(type_, path) for path in paths) for type_ in types}


def pod_part(one: Resource, path: str) -> Mapping[str, Any]:
    """A part of the pods that a workload describes, or an empty one."""
    return one.part(_below(one.type, path))


def containers_of(one: Resource) -> Iterator[Mapping[str, Any]]:
    """The containers of a workload's pods, and those that run before them."""
    yield from main_containers_of(one)
    yield from pod_part(one, "spec").get("initContainers") or ()


def main_containers_of(one: Resource) -> Iterator[Mapping[str, Any]]:
    """The containers of a workload's pods that run as long as the pod does."""
    yield from pod_part(one, "spec").get("containers") or ()


def title(container: Mapping[str, Any]) -> str:
    """How messages call a container."""
    return f"container {container.get('name')!r}"


def namespace_of(one: Resource) -> str:
    """Where a Kubernetes object lives."""
    return one.get("metadata.namespace") or "default"


def selects(selector: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether a label selector is about pods with the labels; an empty one is about all."""
    exact = selector.get("matchLabels") or NOTHING
    rules = selector.get("matchExpressions") or ()
    return has_labels(exact, labels) and all(_holds(rule, labels) for rule in rules)


def has_labels(wanted: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether all that is wanted is among the labels."""
    return all(labels.get(key) == value for key, value in wanted.items())


def scalers_of(one: Resource, others: Others) -> Iterator[Resource]:
    """The HorizontalPodAutoscalers that are aimed at a workload."""
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
    # Its name may have come from the workload itself, and be unknown as long as that is.
    if one.urn in scaler.uses.get("spec", ()):
        return True
    return namespace_of(scaler) == namespace_of(one) and (
        scaler.get("spec.scaleTargetRef.name") == one.get("metadata.name")
    )
