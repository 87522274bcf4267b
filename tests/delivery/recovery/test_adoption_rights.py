"""The roles of previews and deployments may look for data stores, as the program does."""

from functools import cache

import boto3
import pytest

from delivery.aws import Clients
from stacks.adoption import KINDS
from tests.account_roles import make_account_roles
from tests.github_tokens import github_session

SUBJECTS = ("pull_request", "ref:refs/heads/main", "environment:staging", "environment:production")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_roles_may_search_by_tags(
    running: tuple[Clients, str], aws: Clients, subject: str
) -> None:
    make_account_roles(aws("iam"))
    key = aws("kms").create_key()["KeyMetadata"]["KeyId"]
    session = boto3.Session(*github_session(aws("sts"), subject).values(), region_name="eu-west-1")
    role = cache(lambda service: session.client(service, endpoint_url=running[1]))
    role("resourcegroupstaggingapi").get_resources(ResourceTypeFilters=[*KINDS])
    role("secretsmanager").list_secrets()
    role("kms").describe_key(KeyId=key)
