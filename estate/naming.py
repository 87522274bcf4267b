"""Physical names: what AWS calls the things that the estate declares."""

from settings import AccountSettings, DataPlaneSettings

DEFAULT_SANDBOX = "default"
"""The copy of the platform that users meet; staging may hold others beside it (estate, 1)."""


def physical_name(name: str, settings: AccountSettings) -> str:
    """The usual name, `<name>-<environment>`."""
    return f"{name}-{settings.environment}"


def patterned_name(pattern: str, settings: AccountSettings, sandbox: str = DEFAULT_SANDBOX) -> str:
    """A name that has a place of its own for `{environment}` or `{sandbox}`, or for neither."""
    return pattern.format(environment=settings.environment, sandbox=sandbox)


def bucket_name(name: str, settings: DataPlaneSettings) -> str:
    """A bucket's name, which all AWS accounts share one space for: the account id may end it."""
    suffix = f"-{settings.account_id}" if settings.account_suffix else ""
    return physical_name(name, settings) + suffix


def cluster_name(settings: AccountSettings) -> str:
    """The environment's EKS cluster (estate, 2)."""
    return physical_name("biomage", settings)


def role_name(name: str, settings: AccountSettings) -> str:
    """The IAM role of a service, `<name>-role-<environment>` (estate, 6)."""
    return physical_name(f"{name}-role", settings)
