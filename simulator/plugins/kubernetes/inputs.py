"""The inputs of a resource: the provider's defaults, and those that cannot be updated in place."""

from collections.abc import Collection
from typing import cast

from simulator.plugins.aws.schema import UNKNOWN
from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.access.kubeconfig import Kubeconfig
from simulator.plugins.kubernetes.errors import ClusterError
from simulator.plugins.kubernetes.kinds import RELEASE, Kind, is_custom
from simulator.plugins.kubernetes.settings import Settings

_AUTONAMED = "pulumi.com/autonamed"
"""The annotation of an object whose name was generated."""

_SUFFIX_DIGITS = 8
"""Random digits of a generated name: the engine's default (`resource.NewUniqueName`)."""

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


def with_defaults(
    token: str, news: Props, olds: Props, *, name: str, seed: bytes, namespace: str
) -> Props:
    """Returns the inputs of a resource called `name`, with the provider's defaults added.

    `seed` generates a physical name if none is given; `namespace` is the default namespace.
    """
    inputs = {key: value for key, value in news.items() if value is not None}
    made = f"{name}-{seed.hex()[:_SUFFIX_DIGITS]}"
    if token == RELEASE:
        return {"name": olds.get("name", made), "namespace": namespace, **inputs}
    kind = Kind.of_token(token)
    inputs |= {"apiVersion": kind.api_version, "kind": kind.name}
    metadata = inputs.get("metadata") or {}
    if metadata == UNKNOWN:
        return inputs
    if not (metadata.get("name") or metadata.get("generateName")):
        metadata |= {"name": _kept_name(olds) or made}
        annotations = metadata.get("annotations") or {}
        if annotations != UNKNOWN:
            metadata |= {"annotations": annotations | {_AUTONAMED: "true"}}
    if kind.namespaced and not is_custom(token):
        metadata = {"namespace": namespace} | metadata
    return inputs | {"metadata": metadata}


def is_autonamed(inputs: Props) -> bool:
    """Whether the provider generated the object's name."""
    metadata = inputs.get("metadata")
    if not isinstance(metadata, dict):
        return False
    annotations = cast(Props, metadata).get("annotations")
    return isinstance(annotations, dict) and _AUTONAMED in annotations


def _kept_name(olds: Props) -> str | None:
    return olds["metadata"]["name"] if is_autonamed(olds) else None


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
