"""What the provider fills into a resource's inputs: its kind, namespace and name."""

from typing import cast

from simulator.kubernetes.kinds import RELEASE, Kind, is_custom
from simulator.provider.schema import UNKNOWN
from simulator.provider.shapes import Props

_AUTONAMED = "pulumi.com/autonamed"
"""The annotation of an object whose name the provider made up."""

_SUFFIX_DIGITS = 8
"""Random digits of a made name: the engine's own default (`resource.NewUniqueName`)."""


def with_defaults(
    token: str, news: Props, olds: Props, *, name: str, seed: bytes, namespace: str
) -> Props:
    """The inputs of a resource called `name`, with the provider's defaults in them.

    `seed` makes up a physical name where none is given; `namespace` is for those without one.
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
    """Whether the provider made up the object's name."""
    metadata = inputs.get("metadata")
    if not isinstance(metadata, dict):
        return False
    annotations = cast(Props, metadata).get("annotations")
    return isinstance(annotations, dict) and _AUTONAMED in annotations


def _kept_name(olds: Props) -> str | None:
    return olds["metadata"]["name"] if is_autonamed(olds) else None
