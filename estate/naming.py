"""Physical names: what AWS calls the things that the estate declares."""

from settings import SandboxSettings, StackSettings

DEFAULT_SANDBOX = "default"
"""The copy of the platform that users meet; staging may hold others beside it (estate, 1)."""


def physical_name(name: str, settings: StackSettings) -> str:
    """The usual name, `<name>-<environment>`."""
    return f"{name}-{settings.environment}"


def sandbox_of(settings: StackSettings) -> str:
    """Which copy of the platform's services a stack holds."""
    return settings.sandbox if isinstance(settings, SandboxSettings) else DEFAULT_SANDBOX


def patterned_name(pattern: str, settings: StackSettings) -> str:
    """A name that has a place of its own for `{environment}` or `{sandbox}`, or for neither."""
    return pattern.format(environment=settings.environment, sandbox=sandbox_of(settings))


def name_in_every_sandbox(pattern: str, settings: StackSettings) -> str:
    """The same with a star for the sandbox, as rights in IAM name things."""
    return pattern.format(environment=settings.environment, sandbox="*")


def bucket_name(name: str, settings: StackSettings) -> str:
    """A bucket's name, which all AWS accounts share one space for: the account id may end it."""
    return physical_name(name, settings) + settings.bucket_suffix


def cluster_name(settings: StackSettings) -> str:
    """The environment's EKS cluster (estate, 2)."""
    return physical_name("biomage", settings)


def vault_name(settings: StackSettings) -> str:
    """The environment's vault of backups."""
    return physical_name("biomage", settings)


def role_name(name: str, settings: StackSettings) -> str:
    """The IAM role of a service, `<name>-role-<environment>` (estate, 6)."""
    return physical_name(f"{name}-role", settings)


def access_group_name(name: str, settings: StackSettings) -> str:
    """The IAM group of people with rights in AWS, `<name>-<environment>-access` (estate, 5)."""
    return f"{physical_name(name, settings)}-access"
