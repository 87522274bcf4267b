"""The table of simulated AWS resource types, from the modules of all services."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import walk_packages

from simulator.plugins.aws.resource import ResourceType

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    row.token: row
    for module in walk_packages(__path__, f"{__name__}.")
    for row in getattr(import_module(module.name), "RESOURCE_TYPES", ())
}
"""The simulated resource types by token."""
