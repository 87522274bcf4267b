"""A rule for workloads that users reach: they need a HorizontalPodAutoscaler."""

from collections.abc import Iterator
from typing import Any

from policies.engine.resource import Others, Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.cluster.workloads import (
    REPLICATED,
    SCALER,
    SCALER_PATHS,
    has_labels,
    namespace_of,
    pod_part,
    pod_paths,
    scalers_of,
)

SERVICE = "kubernetes:core/v1:Service"
INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"


def _workloads(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    services = [
        name
        for each in _services_of(one, context.others)
        if (name := _reached(each, context.others))
    ]
    if not services:
        return
    scalers = [*scalers_of(one, context.others)]
    if not scalers:
        yield f"users reach it by {services[0]}, but it has no HorizontalPodAutoscaler."
    for each in scalers:
        least, most = each.get("spec.minReplicas") or 1, each.get("spec.maxReplicas") or 1
        if most <= least:
            yield (
                f"users reach it by {services[0]}, but its HorizontalPodAutoscaler is fixed at"
                f" {int(least)} pods."
            )


def _services_of(one: Resource, others: Others) -> Iterator[Resource]:
    labels = pod_part(one, "metadata.labels")
    for each in others.of(SERVICE):
        selector = each.part("spec.selector")
        if namespace_of(each) == namespace_of(one) and selector and has_labels(selector, labels):
            yield each


def _reached(service: Resource, others: Others) -> str:
    """Returns the ingress or load balancer that exposes a service, or an empty string."""
    if service.get("spec.type") == "LoadBalancer":
        return f"the load balancer {service.name!r}"
    for each in others.of(INGRESS):
        if namespace_of(each) == namespace_of(service) and _routes_to(each, service):
            return f"the ingress {each.name!r}"
    return ""


def _routes_to(ingress: Resource, service: Resource) -> bool:
    if service.urn in ingress.uses.get("spec", ()):
        return True
    name = service.get("metadata.name")
    return any(backend.get("service", {}).get("name") == name for backend in _backends(ingress))


def _backends(ingress: Resource) -> Iterator[Any]:
    yield ingress.part("spec.defaultBackend")
    for rule in ingress.items("spec.rules"):
        for path in (rule.get("http") or {}).get("paths") or ():
            yield path["backend"]


RULES = (
    Rule(
        "interactive-workload-autoscaling",
        description="Workloads behind an ingress or a load balancer scale with the load.",
        reason="With a fixed number of pods, users wait or get errors under load.",
        remedy="Add a HorizontalPodAutoscaler whose maxReplicas is greater than its minReplicas.",
        source=(
            "the team's paradigms, user experience first;"
            " Kubernetes documentation, Horizontal Pod Autoscaling"
        ),
        example="spec: {replicas: 2}  # behind an Ingress, without a HorizontalPodAutoscaler",
        judges={
            type_: (*paths, "metadata.name", "metadata.namespace")
            for type_, paths in pod_paths(REPLICATED, "metadata.labels").items()
        },
        joins={
            SERVICE: ("spec.selector", "spec.type", "metadata.name", "metadata.namespace"),
            INGRESS: (
                "spec.defaultBackend.service.name",
                "spec.rules.http.paths.backend.service.name",
                "metadata.namespace",
            ),
            SCALER: SCALER_PATHS,
        },
        check=_workloads,
        config=RuleConfig,
        dormant="services are deployed outside this program; the rule applies if one moves into it",
    ),
)
