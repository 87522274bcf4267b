"""The Resource Groups Tagging API finds resources of all services, on all pages."""

import uuid
from typing import Any

import pytest

from simulator.account.account import Account
from simulator.plugins.aws.servicer import AwsProvider
from tests.simulator.plugins.life import invoked

RESOURCES = "aws:resourcegroupstaggingapi/getResources:getResources"


@pytest.fixture
def tag() -> dict[str, str]:
    return {"Owner": uuid.uuid4().hex}


def found(account: Account, tags: dict[str, str], *types: str) -> set[str]:
    client = account.client(account.up(), "resourcegroupstaggingapi")
    filters = [{"Key": key, "Values": [value]} for key, value in tags.items()]
    pages = client.get_paginator("get_resources").paginate(
        TagFilters=filters, ResourceTypeFilters=[*types]
    )
    return {one["ResourceARN"] for page in pages for one in page["ResourceTagMappingList"]}


def test_repositories_and_pools_are_found_by_their_tags(
    account: Account, tag: dict[str, str]
) -> None:
    server = account.up()
    listed = [{"Key": key, "Value": value} for key, value in tag.items()]
    ecr, name = account.client(server, "ecr"), f"one-{tag['Owner']}"
    made = ecr.create_repository(repositoryName=name, tags=listed)["repository"]
    users = account.client(server, "cognito-idp").create_user_pool(PoolName="one", UserPoolTags=tag)
    identities = account.client(server, "cognito-identity").create_identity_pool(
        IdentityPoolName="one", AllowUnauthenticatedIdentities=False, IdentityPoolTags=tag
    )
    id_ = identities["IdentityPoolId"]
    pool = f"arn:aws:cognito-identity:eu-west-1:242905224710:identitypool/{id_}"
    assert found(account, tag) == {made["repositoryArn"], users["UserPool"]["Arn"], pool}
    assert found(account, tag, "ecr:repository", "kms:key") == {made["repositoryArn"]}
    assert found(account, {"Owner": "another"}) == set()


def test_the_providers_function_reads_all_pages(
    account: Account, provider: AwsProvider, aws_environment: None, tag: dict[str, str]
) -> None:
    kms: Any = account.client(account.up(), "kms")
    tags = [{"TagKey": key, "TagValue": value} for key, value in tag.items()]
    keys = {kms.create_key(Tags=tags)["KeyMetadata"]["Arn"] for _ in range(60)}
    filters = [{"key": key, "values": [value]} for key, value in tag.items()]
    answer = invoked(provider, RESOURCES, {"tagFilters": filters})["resourceTagMappingLists"]
    assert {one["resourceArn"] for one in answer} == keys
    assert all(one["tags"] == tag for one in answer)
