"""Inputs that cannot be updated in place: their change replaces the resource."""

from collections.abc import Collection

from simulator.plugins.aws.schema import UNKNOWN
from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.errors import ClusterError
from simulator.plugins.kubernetes.kinds import RELEASE, Kind, is_custom
from simulator.plugins.kubernetes.kubeconfig import Kubeconfig
from simulator.plugins.kubernetes.settings import Settings

_FIXED = {
    "ClusterRoleBinding": ["roleRef"],
    "ConfigMap": ["binaryData", "data"],
    "DaemonSet": ["spec.selector"],
    "Deployment": ["spec.selector"],
    "Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
    "PersistentVolumeClaim": ["spec"],
    "Pod": ["spec"],
    "ResourceQuota": ["spec.scopes"],
    "RoleBinding": ["roleRef"],
    "Secret": ["data", "stringData", "type"],
    "Service": ["spec.clusterIP"],
    "StatefulSet": [
        "spec.podManagementPolicy",
        "spec.revisionHistoryLimit",
        "spec.selector",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ],
    "StorageClass": ["parameters", "provisioner"],
}
"""For each kind, the fields whose change replaces an object, as in the official provider."""

_IDENTIFIER = "clusterIdentifier"


def fixed_fields(token: str, old: Props, settings: Settings) -> Collection[str]:
    """Paths of the inputs whose change replaces the resource, given its old inputs."""
    if token == RELEASE:
        return ["name", "namespace"]
    kind = Kind.of_token(token)
    identity = ["kind", "metadata.name", "metadata.namespace"]
    if is_custom(token):
        return identity
    fixed = _FIXED.get(kind.name, [])
    if old.get("immutable"):
        fixed = [*fixed, "immutable"]
    elif kind.name == "ConfigMap" and settings.config_maps_mutable:
        fixed = []
    elif kind.name == "Secret" and settings.secrets_mutable:
        fixed = ["type"]
    return [*identity, *fixed]


def fixed_settings(old: Props, new: Props) -> Collection[str]:
    """Provider settings whose change replaces the provider, and with it all its resources.

    The provider is replaced if its cluster changes or may change; `clusterIdentifier` overrides
    this (see its description in `pulumi_kubernetes.ProviderArgs`).
    """
    if old.get(_IDENTIFIER) and new.get(_IDENTIFIER):
        return [_IDENTIFIER]
    if new.get(_IDENTIFIER) or _cluster_of(old) == _cluster_of(new):
        return []
    return ["kubeconfig", "context"]


def _cluster_of(config: Props) -> Props | None:
    kubeconfig, context = config.get("kubeconfig") or "", config.get("context")
    try:
        return None if context == UNKNOWN else Kubeconfig.parse(kubeconfig, context).cluster
    except ClusterError:
        return None
