"""The committed settings of the environments, optionally with changes."""

from datetime import date
from functools import cache

from settings import (
    Capacity,
    DataServicesSettings,
    NodeGroup,
    PlatformSettings,
    SandboxSettings,
    StackSettings,
)
from tests.settings.test_settings import committed

ENVIRONMENTS = ("development", "staging", "production")
KEEPING = ("staging", "production")
"""The environments whose data is kept."""

GROUP = NodeGroup(
    name="post-scaling-x86",
    instance_types=("r5.large",),
    capacity=Capacity.ON_DEMAND,
    min_size=2,
    max_size=4,
    disk_size=80,
)
"""A node group of tests that change one; those of the stack files may change."""


@cache
def settings_of(environment: str, **changes: object) -> DataServicesSettings:
    """Returns the committed settings of an environment, with changes."""
    settings = committed(environment)
    assert isinstance(settings, DataServicesSettings)
    return settings.model_copy(update=changes)


def platform_of(environment: str, **changes: object) -> PlatformSettings:
    """Returns the committed settings of staging or production, with changes."""
    settings = settings_of(environment)
    assert isinstance(settings, PlatformSettings)
    return settings.model_copy(update=changes)


def in_sandbox(settings: StackSettings, sandbox: str) -> StackSettings:
    """Returns the environment's settings as those of a sandbox with this id."""
    if sandbox == "default":
        return settings
    return SandboxSettings.model_construct(
        **settings.model_dump(include={"environment", "account_id", "region"}),
        sandbox=sandbox,
        expires=date(2026, 12, 31),
    )
