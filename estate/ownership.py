"""Who answers for a thing, and what kind of data lies in it: tags to search and bill by."""

from collections.abc import Mapping
from enum import StrEnum

from settings import SandboxSettings, StackSettings

PROJECT = "cellscope"
"""The value of the tag `Project` on everything that the program makes."""

EXPIRES = "Expires"
"""The tag with the last day on which a sandbox is needed, year-month-day."""


class Owner(StrEnum):
    """The repository whose team answers for a resource."""

    API = "api"
    PIPELINE = "pipeline"
    PLATFORM = "iac"
    UI = "ui"
    WORKER = "worker"


class DataClass(StrEnum):
    """What would be lost, and for whom, if the data were gone or seen."""

    CUSTOMER = "customer"
    """What users brought, or who they are; nobody can make it again."""
    DERIVED = "derived"
    """Computed from customers' data; as confidential, but it can be computed again."""
    PUBLIC = "public"
    """Published data sets."""
    OPERATIONS = "operations"
    """What the platform says about itself."""


def ownership_tags(owner: Owner, data: DataClass | None = None) -> Mapping[str, str]:
    """The tags of a resource that somebody owns, and that may hold data."""
    return {"Owner": owner} | ({"DataClass": data} if data else {})


def default_tags(settings: StackSettings) -> dict[str, str]:
    """The tags of all that the program makes, and of what that makes in turn."""
    tags = {
        "Environment": settings.environment.value,
        "ManagedBy": "pulumi",
        "Project": PROJECT,
    }
    if isinstance(settings, SandboxSettings):
        tags |= {"Sandbox": settings.sandbox, EXPIRES: settings.expires.isoformat()}
    return tags
