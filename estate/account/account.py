"""Names of what exists once per AWS account: state bucket, KMS key of secrets, boundaries."""

from estate.data.buckets import Bucket
from estate.ownership import DataClass, Owner
from settings import AccountSettings, Environment, EnvironmentSettings, StackSettings

STATE_BUCKET = Bucket("cellscope-state", Owner.PLATFORM, DataClass.OPERATIONS, noncurrent_days=90)
"""The bucket with the Pulumi state of all stacks; old versions allow recovery."""

IAC_KEY_ALIAS = "iac-secret-key"
"""Alias of the KMS key that encrypts secrets in stack files, without the prefix `alias/`."""

IAC_KEY_DESCRIPTION = "Encrypts secrets of stacks; only their own deploy roles may decrypt them"


def state_bucket_name(settings: StackSettings) -> str:
    """Returns the state bucket's name, which is unique across all AWS accounts."""
    return f"{STATE_BUCKET.name}-{settings.account_id}"


PUBLISHED = "published/"
"""The prefix in the state bucket of the states without secrets."""


def published_state_key(stack: str) -> str:
    """Returns the key of the object with a stack's state without secrets."""
    return f"{PUBLISHED}{stack}.json"


DEPLOYED_ENVIRONMENTS = (Environment.STAGING, Environment.PRODUCTION)
"""The environments that exist in AWS."""

BOUNDARY = "cellscope-boundary"
"""The permissions boundary of the account's roles; with `-<environment>`, of all roles there."""

DEPLOY_BOUNDARY = "cellscope-deploy-boundary"
"""The permissions boundary of deploy roles, without `-<environment>`."""

GITHUB_ISSUER = "token.actions.githubusercontent.com"
"""The issuer of GitHub Actions' OIDC tokens (GitHub Docs, "OpenID Connect reference")."""


def environments(settings: AccountSettings) -> list[EnvironmentSettings]:
    """Returns the environments in the account, for names and ARNs of their resources."""
    return [
        EnvironmentSettings(
            environment=one,
            account_id=settings.account_id,
            region=settings.region,
            account_suffix=settings.account_suffix,
        )
        for one in DEPLOYED_ENVIRONMENTS
    ]


def boundary_name(settings: StackSettings) -> str:
    """Returns the name of the permissions boundary of the stack's roles."""
    if isinstance(settings, AccountSettings):
        return BOUNDARY
    return f"{BOUNDARY}-{settings.environment}"


def boundary_arn(settings: StackSettings, name: str | None = None) -> str:
    """Returns the ARN of a permissions boundary, which the stack `account` creates.

    Without `name` it is the boundary of the stack's roles.
    """
    return f"arn:aws:iam::{settings.account_id}:policy/{name or boundary_name(settings)}"


def role_arn(name: str, settings: StackSettings) -> str:
    """Returns the ARN of an IAM role of the account; `name` includes the path."""
    return f"arn:aws:iam::{settings.account_id}:role/{name}"


def github_provider_arn(settings: StackSettings) -> str:
    """Returns the ARN of the account's OIDC provider for GitHub."""
    return f"arn:aws:iam::{settings.account_id}:oidc-provider/{GITHUB_ISSUER}"
