"""The whole config of a stack, validated at once: plain frozen values, no Pulumi output inside.

`load()` is what the program calls; `parse()` is the same without an engine. What may be written in
a stack file stands in `models`, what each kind of text must look like in `values`.
"""

from settings.models import STACKS, AccountSettings, DataPlaneSettings, Network, PlatformSettings
from settings.parsing import load, parse
from settings.problems import SettingsError
from settings.values import Environment

__all__ = [
    "STACKS",
    "AccountSettings",
    "DataPlaneSettings",
    "Environment",
    "Network",
    "PlatformSettings",
    "SettingsError",
    "load",
    "parse",
]
