"""The inputs that the provider adds to a resource: its kind, namespace and name."""

from typing import cast

from simulator.plugins.aws.schema import UNKNOWN
from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.kinds import RELEASE, Kind, is_custom

_AUTONAMED = "pulumi.com/autonamed"
"""The annotation of an object whose name was generated."""

_SUFFIX_DIGITS = 8
"""Random digits of a generated name: the engine's default (`resource.NewUniqueName`)."""


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
