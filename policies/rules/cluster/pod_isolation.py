"""Rules that isolate pods from their nodes."""

from collections.abc import Iterator

from pydantic import Field

from policies.engine.resource import NOTHING, Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.cluster.workloads import WORKLOADS, containers_of, pod_part, pod_paths, title

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
    """The configuration of no-privileged-containers."""

    capabilities: frozenset[str] = Field(
        frozenset({"NET_BIND_SERVICE"}), description="Linux capabilities that may be added"
    )


def _host(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    pod = pod_part(one, "spec")
    yield from (
        f"its {name} is true, so it shares this namespace with the node."
        for name in _HOST
        if pod.get(name)
    )
    for volume in pod.get("volumes") or ():
        if path := volume.get("hostPath"):
            yield f"its volume {volume.get('name')!r} mounts {path.get('path')} of the node."


def _privileges(one: Resource, context: Context[PrivilegesConfig]) -> Iterator[str]:
    pod_context = pod_part(one, "spec.securityContext")
    for container in containers_of(one):
        own = container.get("securityContext") or NOTHING
        if own.get("privileged"):
            yield f"{title(container)} is privileged: it has root access to the node."
        if own.get("allowPrivilegeEscalation") is not False:
            yield f"{title(container)} does not set allowPrivilegeEscalation to false."
        added = {*((own.get("capabilities") or NOTHING).get("add") or ())}
        for name in sorted(added - context.config.capabilities):
            yield f"{title(container)} adds the capability {name}."
        user = own.get("runAsUser")
        if (pod_context.get("runAsUser") if user is None else user) == 0:
            yield f"{title(container)} runs as root."


RULES = (
    Rule(
        "no-host-path",
        description="Pods do not share files, network or processes with their node.",
        reason="An attacker who controls such a pod controls the node and all its pods.",
        remedy="Use another type of volume, and remove hostNetwork, hostPID and hostIPC.",
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
    ),
    Rule(
        "no-privileged-containers",
        description="Containers are not privileged, do not run as root and add no capabilities.",
        reason="A process with root privileges can escape to the node through a single"
        " vulnerability.",
        remedy=(
            "Set securityContext.allowPrivilegeEscalation to false and runAsUser to a value other"
            " than 0, and remove privileged and added capabilities."
        ),
        source=f"{_GUIDE}, Restricted",
        example="spec: {template: {spec: {containers: [{securityContext: {privileged: true}}]}}}",
        judges=pod_paths(WORKLOADS, "spec.securityContext.runAsUser", *_OF_CONTAINERS),
        check=_privileges,
        config=PrivilegesConfig,
    ),
)
