"""Keeps inputs of adopted resources as AWS has them.

A Pulumi transform of the stack also changes the children that a remote component such as
`eks:index:Cluster` registers, and it runs after the transforms of components.
https://www.pulumi.com/docs/iac/concepts/resources/options/transforms/
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pulumi import Output, ResourceTransformArgs, ResourceTransformResult
from pulumi.runtime import register_resource_transform

from settings.adopted import AdoptingSettings, resource_label


def keep_adopted(settings: AdoptingSettings) -> None:
    """Registers the transform; a stack without adopted resources has none."""
    if settings.adopted:
        register_resource_transform(Kept(settings).transform)


class Kept:
    """The inputs that adopted resources keep; `transform` sets them."""

    def __init__(self, settings: AdoptingSettings) -> None:
        self._inputs = {record.resource: record.keep for record in settings.adopted}

    def transform(self, args: ResourceTransformArgs) -> ResourceTransformResult | None:
        """Sets the kept inputs of an adopted resource, and removes those kept without a value."""
        kept = self._inputs.get(resource_label(args.type_, args.name))
        if kept is None:
            return None
        props: Any = args.props
        for path, value in kept.items():
            props = _with(props, path.split("."), value)
        return ResourceTransformResult(props, args.opts)


def _with(given: Any, path: Sequence[str], value: Any) -> Any:
    """Returns a mapping with another value at a path; None removes it."""
    if isinstance(given, Output):
        known = cast(Output[Any], given)
        return known.apply(lambda inner: _with(inner, path, value))
    first, *rest = path
    values = dict(cast(Mapping[str, Any], given or {}))
    if rest and (value is not None or first in values):
        inner = _with(values.get(first), rest, value)
        if value is None and inner == {}:
            # An object without properties is not the same as none.
            del values[first]
        else:
            values[first] = inner
    elif value is None:
        values.pop(first, None)
    else:
        values[first] = value
    return values
