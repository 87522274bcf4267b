"""Records the provider's defaults: what it plans for inputs that are not given."""

from typing import Any

from conformance.inputs import Config
from conformance.properties import SimulatedType, properties
from conformance.provider import CrashError, is_unknown


def record(type_: SimulatedType, base: Config) -> dict[str, Any]:
    """The known planned values of inputs that the base lacks, and that AWS does not compute."""
    config = type_.configuration(base)
    try:
        state = type_.provider.plan(type_.name, None, config, config).state
    except CrashError:
        state = None
    if state is None:
        return {}
    found: dict[str, Any] = {}
    for one in properties(type_):
        name = one.terraform[0]
        attribute = type_.block.attributes.get(name)
        if len(one.names) == 1 and attribute and name != "region" and config.get(name) is None:
            value = state.get(name)
            if value is not None and not is_unknown(value):
                found[one.path] = value
    return found
