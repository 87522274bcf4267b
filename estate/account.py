"""What exists once per AWS account, by name: Pulumi's state, the key of secrets, boundaries."""

from estate.buckets import Bucket
from estate.ownership import DataClass, Owner
from settings import StackSettings

STATE_BUCKET = Bucket("cellscope-state", Owner.PLATFORM, DataClass.OPERATIONS, noncurrent_days=90)
"""Where Pulumi keeps the state of all stacks; old versions are the way back from a bad one."""

IAC_KEY_ALIAS = "iac-secret-key"
"""The key of all secrets in public (estate, 8), without KMS's `alias/`."""

IAC_KEY_DESCRIPTION = "Encrypts secrets in public, for the deploy role alone to read"


def state_bucket_name(settings: StackSettings) -> str:
    """The state bucket's name, which all AWS accounts share one space for."""
    return f"{STATE_BUCKET.name}-{settings.account_id}"


PUBLISHED = "published/"
"""Where in the state bucket the states lie whose secrets were taken out."""


def published_state_key(stack: str) -> str:
    """The object that holds a stack's state without its secrets."""
    return f"{PUBLISHED}{stack}.json"


BOUNDARY = "cellscope-boundary"
"""The policy that no role of the program can go beyond, whatever it is given."""

DEPLOY_BOUNDARY = "cellscope-deploy-boundary"
"""The policy that the deploy role cannot go beyond."""

GITHUB_ISSUER = "token.actions.githubusercontent.com"
"""Who signs the tokens of GitHub's workflows (GitHub guide, "OpenID Connect in AWS")."""


def boundary_arn(settings: StackSettings, name: str = BOUNDARY) -> str:
    """The ARN of a boundary; the account's own stack makes it."""
    return f"arn:aws:iam::{settings.account_id}:policy/{name}"


def role_arn(name: str, settings: StackSettings) -> str:
    """The ARN of an IAM role of the account, by its name after its path."""
    return f"arn:aws:iam::{settings.account_id}:role/{name}"


def github_provider_arn(settings: StackSettings) -> str:
    """The ARN of the account's OIDC provider for GitHub."""
    return f"arn:aws:iam::{settings.account_id}:oidc-provider/{GITHUB_ISSUER}"
