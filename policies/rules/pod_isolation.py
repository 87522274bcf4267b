"""Rules that keep pods off the nodes they run on."""

from collections.abc import Iterator

from pydantic import Field

from .resource import NOTHING, Resource
from .rule import Context, Rule, RuleConfig
from .workloads import WORKLOADS, containers_of, pod_part, pod_paths, title

_HOST = ("hostNetwork", "hostPID", "hostIPC")
_GUIDE = "Kubernetes documentation, Pod Security Standards"
_OF_CONTAINERS = tuple(
    f"spec.{kind}.{what}"
    for kind in ("containers", "initContainers")
    for what in (
        "name",
        "securityContext.privileged",
        "securityContext.allowPrivilegeEscalation",
        "securityContext.capabilities.add",
        "securityContext.runAsUser",
    )
)


class PrivilegesConfig(RuleConfig):
    """What is no privilege."""

    capabilities: frozenset[str] = Field(
        frozenset({"NET_BIND_SERVICE"}), description="Linux capabilities that may be added"
    )


def _host(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    pod = pod_part(one, "spec")
    yield from (
        f"its {name} is true: it shares that of its node." for name in _HOST if pod.get(name)
    )
    for volume in pod.get("volumes") or ():
        if path := volume.get("hostPath"):
            yield f"its volume {volume.get('name')!r} is the node's own {path.get('path')}."


def _privileges(one: Resource, context: Context[PrivilegesConfig]) -> Iterator[str]:
    everybody = pod_part(one, "spec.securityContext")
    for container in containers_of(one):
        own = container.get("securityContext") or NOTHING
        if own.get("privileged"):
            yield f"{title(container)} is privileged: it can do to its node whatever root can."
        if own.get("allowPrivilegeEscalation") is not False:
            yield f"{title(container)} may gain more rights than it was started with."
        added = {*((own.get("capabilities") or NOTHING).get("add") or ())}
        for name in sorted(added - context.config.capabilities):
            yield f"{title(container)} is given the capability {name}."
        user = own.get("runAsUser")
        if (everybody.get("runAsUser") if user is None else user) == 0:
            yield f"{title(container)} runs as root."


NO_HOST_PATH = Rule(
    "no-host-path",
    description="Pods share no files, network or processes with their node.",
    reason="Whoever takes over such a pod has the node, and all pods on it.",
    remedy="Use a volume of the pod's own, and remove hostNetwork, hostPID and hostIPC.",
    source=f"{_GUIDE}, Baseline",
    example="spec: {template: {spec: {volumes: [{name: logs, hostPath: {path: /var/log}}]}}}",
    judges=pod_paths(
        WORKLOADS,
        *(f"spec.{name}" for name in _HOST),
        "spec.volumes.name",
        "spec.volumes.hostPath.path",
    ),
    check=_host,
    config=RuleConfig,
)

NO_PRIVILEGED_CONTAINERS = Rule(
    "no-privileged-containers",
    description="Containers have no more rights than a process without any needs.",
    reason="A container with root's rights is one mistake away from the node.",
    remedy=(
        "Set securityContext.allowPrivilegeEscalation to false and a runAsUser other than 0, and"
        " remove privileged and added capabilities."
    ),
    source=f"{_GUIDE}, Restricted",
    example="spec: {template: {spec: {containers: [{securityContext: {privileged: true}}]}}}",
    judges=pod_paths(WORKLOADS, "spec.securityContext.runAsUser", *_OF_CONTAINERS),
    check=_privileges,
    config=PrivilegesConfig,
)

RULES = (NO_HOST_PATH, NO_PRIVILEGED_CONTAINERS)
