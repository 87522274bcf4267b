"""Rules for containers: resource requests and probes."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.cluster.workloads import (
    LASTING,
    containers_of,
    main_containers_of,
    pod_paths,
    title,
)

_GUIDE = "Kubernetes documentation"


def _requests(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for container in containers_of(one):
        stated = container.get("resources") or {}
        missing = [what for what in ("cpu", "memory") if not _requested(stated, what)]
        if missing:
            yield f"{title(container)} requests no {' and no '.join(missing)}."


def _requested(stated: Mapping[str, Any], what: str) -> bool:
    # Without a request, Kubernetes uses the limit as the request.
    return any((stated.get(kind) or {}).get(what) for kind in ("requests", "limits"))


def _probes(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    for container in main_containers_of(one):
        missing = [each for each in ("readiness", "liveness") if not container.get(f"{each}Probe")]
        if missing:
            yield f"{title(container)} has no {' and no '.join(missing)} probe."


RULES = (
    Rule(
        "container-resource-requests",
        description="Each container requests CPU and memory.",
        reason="The scheduler and the autoscaler place pods and add nodes according to requests.",
        remedy="Set resources.requests.cpu and resources.requests.memory.",
        source=f"{_GUIDE}, Resource Management for Pods and Containers",
        example="spec: {template: {spec: {containers: [{name: api, resources: {}}]}}}",
        judges=pod_paths(
            LASTING,
            *(
                f"spec.{kind}.{what}"
                for kind in ("containers", "initContainers")
                for what in ("name", "resources.requests", "resources.limits")
            ),
        ),
        check=_requests,
        config=RuleConfig,
    ),
    Rule(
        "container-probes",
        description="Each container has a readiness probe and a liveness probe.",
        reason="Kubernetes restarts a container that hangs, and sends requests only to ready pods.",
        remedy="Set readinessProbe and livenessProbe.",
        source=f"{_GUIDE}, Configure Liveness, Readiness and Startup Probes",
        example="spec: {template: {spec: {containers: [{name: api}]}}}",
        judges=pod_paths(
            LASTING,
            *(f"spec.containers.{what}" for what in ("name", "readinessProbe", "livenessProbe")),
        ),
        check=_probes,
        config=RuleConfig,
    ),
)
