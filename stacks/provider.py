"""The AWS provider of a stack."""

from pulumi_aws import Provider

from estate.ownership import default_tags
from settings import StackSettings


def aws_provider(settings: StackSettings) -> Provider:
    """Returns a provider that rejects credentials of other accounts and sets default tags."""
    return Provider(
        "aws",
        region=settings.region,
        allowed_account_ids=[settings.account_id],
        default_tags={"tags": default_tags(settings)},
    )
