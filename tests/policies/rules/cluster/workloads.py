"""Kubernetes workloads for the test stacks."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.workloads import CRON_JOB, DEPLOYMENT, POD
from tests.policies.rules.cases import a

LABELS = {"app": "ui"}


def workload(
    type_: str = DEPLOYMENT,
    name: str = "ui",
    *,
    namespace: str | None = None,
    labels: Any = LABELS,
    pod: Any = None,
    **spec: Any,
) -> Resource:
    """Returns a workload with labels and the pod spec `pod`."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    template = {"metadata": {"labels": labels}, "spec": pod or {}}
    if type_ == POD:
        return a(type_, name, metadata=metadata | {"labels": labels}, spec=pod or {})
    inner = {"template": template, **spec}
    if type_ == CRON_JOB:
        inner = {"jobTemplate": {"spec": inner}}
    return a(type_, name, metadata=metadata, spec=inner)


def running(type_: str = DEPLOYMENT, *, init: bool = False, **container: Any) -> Resource:
    """Returns a workload with one container or one init container."""
    kind = "initContainers" if init else "containers"
    return workload(type_, pod={kind: [{"name": "main", **container}]})


def named(type_: str, name: str, spec: Any, *, namespace: str = "", **more: Any) -> Resource:
    """Returns another Kubernetes object."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return a(type_, name, metadata=metadata, spec=spec, **more)
