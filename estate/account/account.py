"""Names of what exists once per AWS account: state bucket, KMS key of secrets, boundaries."""

from estate.data.buckets import Bucket
from estate.ownership import DataClass, Owner
from settings import StackSettings

STATE_BUCKET = Bucket("cellscope-state", Owner.PLATFORM, DataClass.OPERATIONS, noncurrent_days=90)
"""The bucket with the Pulumi state of all stacks; old versions allow recovery."""

IAC_KEY_ALIAS = "iac-secret-key"
"""Alias of the KMS key that encrypts secrets in stack files, without the prefix `alias/`."""

IAC_KEY_DESCRIPTION = "Encrypts secrets in stack files; only the deploy role may decrypt them"


def state_bucket_name(settings: StackSettings) -> str:
    """Returns the state bucket's name, which is unique across all AWS accounts."""
    return f"{STATE_BUCKET.name}-{settings.account_id}"


PUBLISHED = "published/"
"""The prefix in the state bucket of the states without secrets."""


def published_state_key(stack: str) -> str:
    """Returns the key of the object with a stack's state without secrets."""
    return f"{PUBLISHED}{stack}.json"


BOUNDARY = "cellscope-boundary"
"""The permissions boundary of all roles of the program except the deploy role."""

DEPLOY_BOUNDARY = "cellscope-deploy-boundary"
"""The permissions boundary of the deploy role."""

GITHUB_ISSUER = "token.actions.githubusercontent.com"
"""The issuer of GitHub Actions' OIDC tokens (GitHub Docs, "OpenID Connect reference")."""


def boundary_arn(settings: StackSettings, name: str = BOUNDARY) -> str:
    """Returns the ARN of a permissions boundary, which the stack `account` creates."""
    return f"arn:aws:iam::{settings.account_id}:policy/{name}"


def role_arn(name: str, settings: StackSettings) -> str:
    """Returns the ARN of an IAM role of the account; `name` includes the path."""
    return f"arn:aws:iam::{settings.account_id}:role/{name}"


def github_provider_arn(settings: StackSettings) -> str:
    """Returns the ARN of the account's OIDC provider for GitHub."""
    return f"arn:aws:iam::{settings.account_id}:oidc-provider/{GITHUB_ISSUER}"
