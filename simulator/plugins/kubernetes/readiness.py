"""When an object is ready, and waiting for it as the official provider does.

The conditions and messages follow the provider's awaiters
(https://github.com/pulumi/pulumi-kubernetes/tree/master/provider/pkg/await).
"""

import time
from collections.abc import Callable
from typing import Any, cast

from simulator.plugins.aws.shapes import Props

TIMEOUT_SECONDS = 600
"""How long the provider waits by default, for an object of any kind."""

_SKIP = "pulumi.com/skipAwait"
_TIMEOUT = "pulumi.com/timeoutSeconds"
"""The provider's annotations (https://www.pulumi.com/registry/packages/kubernetes/)."""

_POLL_SECONDS = 0.05


class NotReadyError(Exception):
    """The time to wait has passed; `reasons` says what is missing, `live` is the last object."""

    def __init__(self, live: Props, reasons: list[str]) -> None:
        # The provider waits for a DaemonSet with a library that has its own message.
        message = f"'{live['metadata']['name']}' timed out waiting to be Ready"
        is_daemon_set = live["kind"] == "DaemonSet"
        super().__init__("timed out waiting for the condition" if is_daemon_set else message)
        self.live, self.reasons = live, reasons


def awaited(read: Callable[[], Props], live: Props, seconds: float) -> Props:
    """Wait until an object is ready; returns it. Raises NotReadyError after these seconds."""
    end = time.monotonic() + seconds
    while reasons := unready(live):
        if time.monotonic() >= end:
            raise NotReadyError(live, reasons)
        time.sleep(_POLL_SECONDS)
        live = read()
    return live


def is_awaited(inputs: Props) -> bool:
    """Whether the provider waits for the object, unless its annotation says otherwise."""
    return _annotation(inputs, _SKIP).lower() != "true"


def timeout_of(inputs: Props, given: float) -> float:
    """Seconds to wait: those of the resource's option, else of its annotation, else the default."""
    annotated = _annotation(inputs, _TIMEOUT)
    return given or (float(annotated) if annotated.isdecimal() else TIMEOUT_SECONDS)


def unready(live: Props) -> list[str]:
    """Returns what an object lacks to be ready; empty if it is ready or its kind is not awaited."""
    find = _MISSING.get(live["kind"])
    return find(live.get("spec") or {}, live.get("status") or {}, live) if find else []


def _deployment(spec: Props, status: Props, live: Props) -> list[str]:
    if not _is_observed(status, live) or not _has_condition(status, "Available"):
        return ["Minimum number of live Pods was not attained"]
    if status.get("updatedReplicas", 0) < spec.get("replicas", 1):
        return ["Minimum number of Pods to consider the application live was not attained"]
    return []


def _stateful_set(spec: Props, status: Props, live: Props) -> list[str]:
    wanted, ready = spec.get("replicas", 1), status.get("readyReplicas", 0)
    if _is_observed(status, live) and ready >= wanted:
        return []
    return [f"{ready} out of {wanted} replicas succeeded readiness checks"]


def _daemon_set(spec: Props, status: Props, live: Props) -> list[str]:
    wanted, ready = status.get("desiredNumberScheduled", 0), status.get("numberAvailable", 0)
    if not _is_observed(status, live):
        return ["the DaemonSet's controller has not observed its last change"]
    return [] if ready >= wanted else [f"{ready} out of {wanted} Pods are available"]


def _ingress(spec: Props, status: Props, live: Props) -> list[str]:
    if _has_address(status):
        return []
    return ["Ingress .status.loadBalancer field was not updated with a hostname/IP address."]


def _service(spec: Props, status: Props, live: Props) -> list[str]:
    if spec.get("type") != "LoadBalancer" or _has_address(status):
        return []
    return ["Service was not allocated an IP address; does your cloud provider support this?"]


_MISSING: dict[str, Callable[[Props, Props, Props], list[str]]] = {
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "Ingress": _ingress,
    "Service": _service,
    "StatefulSet": _stateful_set,
}


def _is_observed(status: Props, live: Props) -> bool:
    return status.get("observedGeneration", 0) >= live["metadata"].get("generation", 1)


def _has_condition(status: Props, kind: str) -> bool:
    return {"type": kind, "status": "True"}.items() <= next(
        (one for one in cast(list[Props], status.get("conditions", [])) if one["type"] == kind), {}
    ).items()


def _has_address(status: Props) -> bool:
    return bool((status.get("loadBalancer") or {}).get("ingress"))


def _annotation(inputs: Props, name: str) -> str:
    annotations: dict[str, Any] = (inputs.get("metadata") or {}).get("annotations") or {}
    return str(annotations.get(name, ""))
