"""Tags for owner and data class, used for searches and cost allocation."""

from collections.abc import Mapping
from enum import StrEnum

from settings import AccountSettings, SandboxSettings, StackSettings

PROJECT = "cellscope"
"""The value of the tag `Project` on all resources of the program."""

OF_SANDBOX = "Sandbox"
"""The tag with the id of a sandbox, which its resources have beside those of staging."""

EXPIRES = "Expires"
"""The tag with the last day on which a sandbox is needed, as YYYY-MM-DD."""


ACCOUNT = "account"
"""The value of the tag `Environment` on resources that exist once per AWS account."""


class Owner(StrEnum):
    """The repositories; their teams own the resources. Each, except the platform's, has images."""

    API = "api"
    PIPELINE = "pipeline"
    PLATFORM = "iac"
    UI = "ui"
    WORKER = "worker"


class DataClass(StrEnum):
    """The class of a data store's data, by the harm of its loss or disclosure."""

    CUSTOMER = "customer"
    """Uploads and identities of users, which cannot be recreated."""
    DERIVED = "derived"
    """Computed from customer data; as confidential, but can be recomputed."""
    PUBLIC = "public"
    """Published data sets."""
    OPERATIONS = "operations"
    """Data about the platform, such as logs and state."""


def ownership_tags(owner: Owner, data: DataClass | None = None) -> Mapping[str, str]:
    """Returns the tags for a resource's owner and, if given, data class."""
    return {"Owner": owner} | ({"DataClass": data} if data else {})


def default_tags(settings: StackSettings) -> dict[str, str]:
    """Returns the default tags of all resources, and of what those create in turn."""
    whole_account = isinstance(settings, AccountSettings)
    tags = {
        "Environment": ACCOUNT if whole_account else settings.environment.value,
        "ManagedBy": "pulumi",
        "Project": PROJECT,
    }
    if isinstance(settings, SandboxSettings):
        tags |= {OF_SANDBOX: settings.sandbox, EXPIRES: settings.expires.isoformat()}
    return tags
