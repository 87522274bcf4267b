"""Physical names: the names in AWS of the declared resources."""

from settings import SandboxSettings, StackSettings

DEFAULT_SANDBOX = "default"
"""The sandbox id of an environment's own services; the old estate used the same."""


def physical_name(name: str, settings: StackSettings) -> str:
    """Returns the usual physical name, `<name>-<environment>`."""
    return f"{name}-{settings.environment}"


def sandbox_of(settings: StackSettings) -> str:
    """Returns the sandbox id of the stack's services."""
    return settings.sandbox if isinstance(settings, SandboxSettings) else DEFAULT_SANDBOX


def patterned_name(pattern: str, settings: StackSettings) -> str:
    """Returns the pattern with `{environment}` and `{sandbox}` filled in."""
    return pattern.format(environment=settings.environment, sandbox=sandbox_of(settings))


def name_in_every_sandbox(pattern: str, settings: StackSettings) -> str:
    """Returns the pattern with `*` for the sandbox, for use in IAM policies."""
    return pattern.format(environment=settings.environment, sandbox="*")


def bucket_name(name: str, settings: StackSettings) -> str:
    """Returns a bucket's name, with the account id as suffix if the settings say so."""
    return physical_name(name, settings) + settings.bucket_suffix


def cluster_name(settings: StackSettings) -> str:
    """Returns the name of the environment's EKS cluster."""
    return physical_name("biomage", settings)


def vault_name(settings: StackSettings) -> str:
    """Returns the name of the environment's backup vault."""
    return physical_name("biomage", settings)


def role_name(name: str, settings: StackSettings) -> str:
    """Returns the name of a service's IAM role, `<name>-role-<environment>`."""
    return physical_name(f"{name}-role", settings)


def access_group_name(name: str, settings: StackSettings) -> str:
    """Returns the name of an IAM group of people, `<name>-<environment>-access`."""
    return f"{physical_name(name, settings)}-access"
