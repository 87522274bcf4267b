"""Records the provider's defaults: what it plans for inputs that are not given."""

from collections.abc import Mapping
from typing import Any

from conformance.terraform.inputs import Config
from conformance.terraform.properties import SimulatedType, properties
from conformance.terraform.provider import CrashError, is_unknown


def record(type_: SimulatedType, base: Config) -> dict[str, Any]:
    """The known planned values of inputs that are not given, and that AWS does not compute."""
    found: dict[str, Any] = {}
    for one in properties(type_):
        [name, *inner] = one.names
        attribute = type_.block.attributes.get(one.terraform[0])
        if inner or not attribute or attribute.required or name == "region":
            continue
        planned = _planned(type_, {key: part for key, part in base.items() if key != name})
        value = planned.get(one.terraform[0])
        if value is not None and not is_unknown(value):
            found[name] = value
    return found


def _planned(type_: SimulatedType, inputs: Config) -> Mapping[str, Any]:
    """The planned state of a creation; empty if it is refused."""
    config = type_.configuration(inputs)
    try:
        return type_.provider.plan(type_.name, None, config, config).state or {}
    except CrashError:
        return {}
