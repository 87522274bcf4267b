"""The AWS provider that everything in a stack is made through."""

from pulumi_aws import Provider

from estate.ownership import default_tags
from settings import StackSettings


def aws_provider(settings: StackSettings) -> Provider:
    """A provider that refuses another account's credentials and tags whatever it makes."""
    return Provider(
        "aws",
        region=settings.region,
        allowed_account_ids=[settings.account_id],
        default_tags={"tags": default_tags(settings)},
    )
