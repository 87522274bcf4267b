"""The AWS provider of a stack."""

import pulumi
from pulumi_aws import Provider

from estate.messaging.shared_names import shared_names
from estate.ownership import default_tags
from settings import StackSettings


def aws_provider(settings: StackSettings) -> Provider:
    """Returns a provider that rejects credentials of other accounts and sets default tags.

    Raises RunError if names of the stack would also be those of another environment.
    """
    if lines := list(shared_names()):
        raise pulumi.RunError("\n  ".join(["Nothing was changed.", *lines]))
    return Provider(
        "aws",
        region=settings.region,
        allowed_account_ids=[settings.account_id],
        default_tags={"tags": default_tags(settings)},
    )
