"""The AWS provider that everything in a stack is made through."""

from pulumi_aws import Provider

from settings import AccountSettings

PROJECT = "cellscope"
"""The value of the tag `Project` on everything that the program makes."""


def default_tags(settings: AccountSettings) -> dict[str, str]:
    """The tags of all that the program makes, and of what that makes in turn."""
    return {
        "Environment": settings.environment.value,
        "ManagedBy": "pulumi",
        "Project": PROJECT,
    }


def aws_provider(settings: AccountSettings) -> Provider:
    """A provider that refuses another account's credentials and tags whatever it makes."""
    return Provider(
        "aws",
        region=settings.region,
        allowed_account_ids=[settings.account_id],
        default_tags={"tags": default_tags(settings)},
    )
