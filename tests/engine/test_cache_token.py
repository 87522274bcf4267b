"""The cache's token over time: generated once, kept, and replaced on request."""

import json
from typing import Any

import pytest

from simulator.account.account import Account
from tests.engine.conftest import Platform, Step, copied

SECRET = "biomage-redis-token-staging"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"

PROGRAM = """
import pulumi
import settings
SETTINGS = settings.load()
from pulumi_aws import ec2
from components.services.cache import Cache, CacheArgs
from stacks.provider import aws_provider
from estate.services.cache import REDIS
opts = pulumi.ResourceOptions(providers=[aws_provider(SETTINGS)])
vpc = ec2.Vpc("vpc", cidr_block="10.0.0.0/16", opts=opts)
subnet = ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=opts)
clients = ec2.SecurityGroup("clients", vpc_id=vpc.id, opts=opts)
Cache(REDIS.name, CacheArgs(REDIS, SETTINGS, vpc.id, [subnet.id], clients.id), opts)
"""
"""The part of the program for the cache; the rest would only take time."""


@pytest.fixture(scope="module")
def cache(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """A copy of the program that creates only the cache."""
    platform = copied(account, tmp_path_factory.mktemp("project"))
    (platform.project / "__main__.py").write_text(PROGRAM)
    return platform


def token(platform: Platform, **which: str) -> str:
    secrets = platform.aws("secretsmanager")
    return secrets.get_secret_value(SecretId=SECRET, **which)["SecretString"]


def token_of_the_cache(platform: Platform) -> str:
    """The token that the cache was given, which ElastiCache never returns."""
    export = platform.pulumi("stack", "export", "-s", "staging", "--show-secrets").stdout
    resources: list[dict[str, Any]] = json.loads(export)["deployment"]["resources"]
    (group,) = (one for one in resources if one["type"] == GROUP)
    return json.loads(group["inputs"]["authToken"]["plaintext"])


def test_token_is_kept_until_rotation_and_then_updated_in_place(cache: Platform) -> None:
    printed = cache.up("staging", "--diff")
    first = token(cache)
    assert token_of_the_cache(cache) == first
    assert cache.done("staging") == []
    assert token(cache) == first

    file = cache.project / "estate" / "services" / "cache.py"
    file.write_text(file.read_text().replace("token=1,", "token=2,"))
    assert cache.planned("staging") == [
        Step("create", VERSION, "biomage-redis-token-2"),
        Step("update", GROUP, "biomage-redis", ("authToken",)),
        Step("delete", VERSION, "biomage-redis-token-1"),
    ]
    printed += cache.up("staging", "--diff")
    second = token(cache)
    assert second != first
    assert token_of_the_cache(cache) == second
    assert cache.planned("staging") == []
    printed += cache.pulumi("stack", "export", "-s", "staging").stdout
    assert VERSION in printed
    assert not [one for one in (first, second) if one in printed]
