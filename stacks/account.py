"""The stack `account`: what exists once per AWS account."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions

from components.account.account import Account, AccountArgs
from components.identity.iam_limits import check_account_limits
from settings import AccountSettings
from stacks.adoption import adoption
from stacks.kept import keep_adopted
from stacks.preflight import check_organization, check_retirements, key_of_secrets
from stacks.provider import aws_provider


@dataclass(frozen=True)
class AccountOutputs:
    """The account's Access Analyzer, buckets, key of secrets, roles, groups and image repositories.

    `access_groups` are ARNs by the groups' names in AWS; `runner_address` is None without runners.
    """

    analyzer_arn: Output[str]
    state_bucket: Output[str]
    trail_bucket: Output[str]
    key_arn: Output[str]
    role_arns: Mapping[str, Output[str]]
    access_groups: Mapping[str, Output[str]]
    runner_address: Output[str] | None
    image_urls: Mapping[str, Output[str]]


def account(settings: AccountSettings) -> AccountOutputs:
    """Creates the account's resources.

    Raises before the first resource if a retirement names no resource, if IAM's limits are
    exceeded, or if the account lacks the key of secrets or belongs to another organization.
    """
    check_retirements(pulumi.get_stack(), settings)
    check_account_limits(settings)
    keep_adopted(settings)
    aws = aws_provider(settings)
    check_organization(settings, aws)
    made = Account(
        "account",
        AccountArgs(settings, key_of_secrets(settings, aws)),
        ResourceOptions(providers=[aws], transformations=[adoption(settings, aws)]),
    )
    return AccountOutputs(
        analyzer_arn=made.analyzer_arn,
        state_bucket=made.state_bucket,
        trail_bucket=made.trail_bucket,
        key_arn=made.key_arn,
        role_arns=made.role_arns,
        access_groups=made.access_groups,
        runner_address=made.runner_address,
        image_urls=made.image_urls,
    )
