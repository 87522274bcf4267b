"""The environments' committed settings, and what a test would like them to be instead."""

from datetime import date
from functools import cache

from settings import DataServicesSettings, PlatformSettings, SandboxSettings, StackSettings
from tests.unit.test_settings import committed

ENVIRONMENTS = ("development", "staging", "production")
KEEPING = ("staging", "production")
"""Those that outlive a mistake."""


@cache
def settings_of(environment: str, **changes: object) -> DataServicesSettings:
    """The committed settings of an environment, with some changed."""
    settings = committed(environment)
    assert isinstance(settings, DataServicesSettings)
    return settings.model_copy(update=changes)


def platform_of(environment: str, **changes: object) -> PlatformSettings:
    """The committed settings of staging or production, with some changed."""
    settings = settings_of(environment)
    assert isinstance(settings, PlatformSettings)
    return settings.model_copy(update=changes)


def in_sandbox(settings: StackSettings, sandbox: str) -> StackSettings:
    """The settings of a sandbox in the place of an environment, whatever its id."""
    if sandbox == "default":
        return settings
    return SandboxSettings.model_construct(
        **settings.model_dump(include={"environment", "account_id", "region"}),
        sandbox=sandbox,
        expires=date(2026, 12, 31),
    )
