"""Which resources of an account are listed as unmanaged."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import NamedTuple

import boto3
import pytest
import requests

from delivery.aws import Clients
from delivery.unmanaged import last_use
from delivery.unmanaged.inventory import KINDS
from delivery.unmanaged.kind import Kind
from delivery.unmanaged.states import published_states
from delivery.unmanaged.unmanaged import Listing, unmanaged
from settings import AccountSettings
from tests.account_roles import make_account_roles
from tests.delivery.unmanaged.account import (
    BUCKET,
    make_by_aws,
    make_known,
    make_other_stack,
    plant,
    plant_cluster,
)
from tests.github_tokens import github_session
from tests.settings.test_settings import committed

PLANTED = 200
PAGE = 5
"""The size of pages in the tests: EC2's minimum."""

WITHOUT_TOKEN = ("describe_launch_templates", "list_buckets")
"""Calls of which moto returns only the first page."""

NOW = datetime.now(UTC) + timedelta(days=40, hours=1)


class World(NamedTuple):
    """The account: clients of its administrator and its URL, and the ARNs that it has."""

    aws: Clients
    url: str
    planted: set[str]
    known: set[str]


def small_pages(aws: Clients) -> Iterator[Kind]:
    """Yields the kinds with a page size that makes several pages."""
    for kind in KINDS:
        client = aws(kind.service)
        pages = client.can_paginate(kind.call)
        limit = client.get_paginator(kind.call)._limit_key if pages else None
        if limit is None or kind.call in WITHOUT_TOKEN:
            yield kind
            continue
        size = str(PAGE) if kind.service == "route53" else PAGE
        yield kind._replace(parameters={**kind.parameters, limit: size})


def settings() -> AccountSettings:
    found = committed("account")
    assert isinstance(found, AccountSettings)
    return found


def list_them(aws: Clients, kinds: Iterator[Kind] | None = None) -> Listing:
    states = partial(published_states, "cellscope", BUCKET, aws)
    return unmanaged(settings(), states, aws, aws, NOW, KINDS if kinds is None else kinds)


@pytest.fixture(scope="module")
def world(running: tuple[Clients, str]) -> Iterator[World]:
    """The account with known resources and 200 unmanaged ones."""
    aws, url = running
    requests.post(f"{url}/moto-api/reset", timeout=10).raise_for_status()
    known = make_known(aws)
    make_by_aws(aws)
    first = plant_cluster(aws, "shadow")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(last_use, "_SECONDS", 0)
        yield World(aws, url, first | plant(aws, PLANTED - len(first)), known)


@pytest.fixture(scope="module")
def listing(world: World) -> Listing:
    return list_them(world.aws, small_pages(world.aws))


def test_all_of_200_unmanaged_resources_are_found_and_no_known_one(
    world: World, listing: Listing
) -> None:
    assert len(world.planted) == PLANTED
    assert sorted(one.arn for one in listing.resources) == sorted(world.planted)


def test_each_kind_of_resource_that_the_account_simulates_is_planted(listing: Listing) -> None:
    missing = {kind.type for kind in KINDS} - {one.type for one in listing.resources}
    assert missing == NOT_PLANTED


NOT_PLANTED = {
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::Backup::BackupPlan",
    "AWS::CloudFormation::Stack",
    "AWS::CloudTrail::Trail",
    "AWS::RDS::DBCluster",
    "AWS::Synthetics::Canary",
}


def test_a_stack_that_is_not_of_the_estate_is_listed_with_its_resources(
    world: World, listing: Listing
) -> None:
    other = make_other_stack(world.aws)
    later = list_them(world.aws)
    before = {one.arn for one in listing.resources}
    assert {one.arn for one in later.resources} - before == other


def test_the_age_is_in_days_where_the_service_has_it(listing: Listing) -> None:
    days = {one.type: one.days for one in listing.resources}
    dated = {"AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Logs::LogGroup", "AWS::IAM::Role"}
    assert {days[one] for one in dated} == {40}
    assert days["AWS::SNS::Topic"] is None


def test_the_role_of_the_nightly_drift_may_list_everything(world: World, listing: Listing) -> None:
    make_account_roles(world.aws("iam"))
    keys = github_session(world.aws("sts"), "ref:refs/heads/main")
    session = boto3.Session(*keys.values(), region_name="eu-west-1")
    role = cache(lambda service: session.client(service, endpoint_url=world.url))
    found = list_them(role)
    assert {one.arn for one in listing.resources} <= {one.arn for one in found.resources}
    (costs,) = found.notes
    assert costs.endswith("The requested data is unavailable.")


def test_a_service_that_refuses_is_a_note_and_the_others_are_listed(
    world: World, listing: Listing
) -> None:
    world.aws("iam").create_user(UserName="reads-no-caches")
    world.aws("iam").put_user_policy(
        UserName="reads-no-caches", PolicyName="own", PolicyDocument=json.dumps(ALL_BUT_CACHES)
    )
    key = world.aws("iam").create_access_key(UserName="reads-no-caches")["AccessKey"]
    session = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name="eu-west-1")
    found = list_them(cache(lambda service: session.client(service, endpoint_url=world.url)))
    caches = {one.arn for one in listing.resources if "ElastiCache" in one.type}
    assert {one.arn for one in listing.resources} - {one.arn for one in found.resources} == caches
    groups, clusters, _ = found.notes
    assert groups.startswith("AWS::ElastiCache::ReplicationGroup is not readable: ")
    assert "elasticache:DescribeCacheClusters" in clusters


ALL_BUT_CACHES = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "elasticache:*", "Resource": "*"},
    ],
}
