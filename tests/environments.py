"""The environments' committed settings, and what a test would like them to be instead."""

from functools import cache

from settings import DataPlaneSettings, PlatformSettings
from tests.unit.test_settings import committed

ENVIRONMENTS = ("development", "staging", "production")
KEEPING = ("staging", "production")
"""Those that outlive a mistake."""


@cache
def settings_of(environment: str, **changes: object) -> DataPlaneSettings:
    """The committed settings of an environment, with some changed."""
    settings = committed(environment)
    assert isinstance(settings, DataPlaneSettings)
    return settings.model_copy(update=changes)


def platform_of(environment: str, **changes: object) -> PlatformSettings:
    """The committed settings of staging or production, with some changed."""
    settings = settings_of(environment)
    assert isinstance(settings, PlatformSettings)
    return settings.model_copy(update=changes)
