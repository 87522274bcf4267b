"""What the types of managed services owe beyond any other: tokens, protections, names."""

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import boto3
import pytest
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.rpc import _special_secret_sig, _special_sig_key

from simulator.provider.resource import _client
from simulator.provider.servicer import AwsProvider
from simulator.provider.shapes import Props
from simulator.provider.values import to_props, to_struct
from tests.simulator.life import Context, Life, RefusedError

CACHE: Props = {
    "replicationGroupId": "redis",
    "description": "one",
    "engine": "redis",
    "nodeType": "cache.t3.micro",
    "numCacheClusters": 2,
    "automaticFailoverEnabled": True,
    "transitEncryptionEnabled": True,
    "applyImmediately": True,
    "authToken": "a-token-of-sixteen",
    "authTokenUpdateStrategy": "ROTATE",
}
ALIAS: Props = {"name": "one.elb", "zoneId": "Z1", "evaluateTargetHealth": True}
PASSWORD = "aws:secretsmanager/getRandomPassword:getRandomPassword"
ZONE = "aws:route53/getZone:getZone"


@pytest.fixture
def provider(aws_environment: None) -> AwsProvider:
    """A provider of the region `eu-west-1`."""
    provider = AwsProvider("0.0.0")
    args = to_struct({"region": "eu-west-1"})
    provider.Configure(provider_pb2.ConfigureRequest(args=args), Context())
    return provider


@pytest.fixture
def cache(provider: AwsProvider) -> Iterator[Life]:
    """A cache of two nodes that asks for a token."""
    life = Life(provider, "aws:elasticache/replicationGroup:ReplicationGroup")
    life.create(CACHE)
    yield life
    life.delete()


@pytest.fixture
def users(provider: AwsProvider) -> Iterator[Life]:
    """A user pool that refuses deletion."""
    life = Life(provider, "aws:cognito/userPool:UserPool")
    life.create({"name": "users", "deletionProtection": "ACTIVE"})
    yield life
    life.unprotect()
    life.delete()


@pytest.fixture
def balancer(provider: AwsProvider) -> Iterator[Life]:
    """A load balancer that nobody protects yet."""
    vpc, subnet = Life(provider, "aws:ec2/vpc:Vpc"), Life(provider, "aws:ec2/subnet:Subnet")
    vpc.create({"cidrBlock": "10.1.0.0/16"})
    subnet.create({"vpcId": vpc.id, "cidrBlock": "10.1.0.0/19"})
    life = Life(provider, "aws:lb/loadBalancer:LoadBalancer")
    life.create({"name": "edge", "subnets": [subnet.id]})
    yield life
    for each in (life, subnet, vpc):
        each.unprotect()
        each.delete()


@pytest.fixture
def zone(provider: AwsProvider) -> Iterator[Life]:
    """The public hosted zone of `example.org`."""
    life = hosted(provider)
    yield life
    life.delete()


def hosted(provider: AwsProvider) -> Life:
    life = Life(provider, "aws:route53/zone:Zone")
    life.create({"name": "example.org"})
    return life


def asked(provider: AwsProvider, token: str, arguments: Props) -> Props:
    """What the provider answers when the engine invokes a function."""
    request = provider_pb2.InvokeRequest(tok=token, args=to_struct(arguments))
    return to_props(getattr(provider.Invoke(request, Context()), "return"))


def password(provider: AwsProvider, **arguments: Any) -> str:
    """The password that the provider answers, out of its mark as a secret."""
    answer = asked(provider, PASSWORD, arguments)["randomPassword"]
    assert answer[_special_sig_key] == _special_secret_sig
    return answer["value"]


def told_to(service: str, call: str, monkeypatch: pytest.MonkeyPatch) -> list[Props]:
    """What each of the calls from now on is made with; none reaches the account."""
    told: list[Props] = []
    client = _client(service, "eu-west-1")
    monkeypatch.setattr(client, call, lambda **parameters: told.append(parameters))
    return told


def test_a_caches_token_is_secret_and_nobody_is_told_it(cache: Life) -> None:
    assert cache.secret == {"authToken"}
    elsewhere = Life(cache.provider, cache.token)
    elsewhere.id = cache.id
    assert elsewhere.refresh()
    assert "authToken" not in elsewhere.inputs | elsewhere.state


def test_a_changed_token_is_given_to_the_cache_with_how_to_change_it(
    cache: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_to("elasticache", "modify_replication_group", monkeypatch)
    news = CACHE | {"authToken": "another-of-sixteen"}
    assert not cache.diff(news).replaces
    cache.update(news)
    assert told == [
        {
            "ReplicationGroupId": "redis",
            "AuthToken": "another-of-sixteen",
            "AuthTokenUpdateStrategy": "ROTATE",
        }
    ]


def test_a_caches_token_is_given_only_when_it_changes(
    cache: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_to("elasticache", "modify_replication_group", monkeypatch)
    cache.update(CACHE | {"description": "two"})
    assert told == [{"ReplicationGroupId": "redis", "ReplicationGroupDescription": "two"}]


def test_a_cache_answers_at_one_address_to_write_and_another_to_read(cache: Life) -> None:
    writer, reader = (cache.state[f"{who}EndpointAddress"] for who in ("primary", "reader"))
    assert writer.startswith("master.redis.")
    assert reader == writer.replace("master.", "replica.")
    assert len(cache.state["memberClusters"]) == 2


def test_nodes_are_not_added_to_a_cache(cache: Life) -> None:
    with pytest.raises(RefusedError, match="does not change how many nodes a cache has"):
        cache.update(CACHE | {"numCacheClusters": 3, "description": "two"})
    assert cache.refresh()
    assert cache.state["description"] == "one"


def test_a_protected_user_pool_refuses_deletion(users: Life) -> None:
    with pytest.raises(RefusedError, match="deletion protection is activated"):
        users.delete()
    assert users.refresh()
    users.update({"name": "users", "deletionProtection": "INACTIVE"})
    users.delete()
    assert not users.refresh()


def test_a_client_has_a_secret_only_where_it_asks_for_one(users: Life) -> None:
    for asks, secret in ((True, {"clientSecret"}), (False, set())):
        client = Life(users.provider, "aws:cognito/userPoolClient:UserPoolClient")
        client.create({"name": "pages", "userPoolId": users.id, "generateSecret": asks})
        assert client.secret == secret


def test_a_protected_load_balancer_refuses_deletion_whoever_protects_it(balancer: Life) -> None:
    boto3.client("elbv2", region_name="eu-west-1").modify_load_balancer_attributes(
        LoadBalancerArn=balancer.id,
        Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}],
    )
    with pytest.raises(RefusedError, match=r"OperationNotPermitted: .* deletion protection"):
        balancer.delete()
    assert balancer.refresh()
    assert balancer.inputs["enableDeletionProtection"]


def test_a_name_and_all_below_it_are_proved_by_one_record(provider: AwsProvider) -> None:
    life = Life(provider, "aws:acm/certificate:Certificate")
    every = "*.example.org"
    life.create(
        {
            "domainName": "example.org",
            "subjectAlternativeNames": [every],
            "validationMethod": "DNS",
        }
    )
    proofs = {one.pop("domainName"): one for one in life.state["domainValidationOptions"]}
    assert proofs.keys() == {"example.org", every}
    assert proofs["example.org"] == proofs[every]
    assert proofs[every]["resourceRecordType"] == "CNAME"
    assert proofs[every]["resourceRecordName"].endswith(".example.org.")
    life.delete()


def test_a_certificate_may_be_waited_for_again(provider: AwsProvider) -> None:
    waiting = {"certificateArn": "arn:aws:acm:eu-west-1:242905224710:certificate/1"}
    for _ in range(2):
        life = Life(provider, "aws:acm/certificateValidation:CertificateValidation")
        life.create(waiting)
    life.delete()


def test_a_record_that_is_there_already_is_taken_over_only_where_that_is_allowed(
    provider: AwsProvider, zone: Life
) -> None:
    inputs = {"zoneId": zone.id, "name": "example.org", "type": "A", "aliases": [ALIAS]}
    record, other, later = (Life(provider, "aws:route53/record:Record") for _ in range(3))
    record.create(inputs)
    later.create(inputs | {"name": "later.example.org"})
    with pytest.raises(RefusedError, match="already exists"):
        other.create(inputs)
    other.create(inputs | {"allowOverwrite": True})
    assert other.id == record.id == f"{zone.id}_example.org_A"
    other.delete()
    record.create(inputs)
    record.delete()
    later.delete()


@pytest.mark.parametrize("name", ["example.org", "example.org."])
def test_a_zone_is_found_by_its_name(provider: AwsProvider, zone: Life, name: str) -> None:
    answer = asked(provider, ZONE, {"name": name})
    assert answer["zoneId"] == answer["id"] == zone.id
    assert answer["arn"] == f"arn:aws:route53:::hostedzone/{zone.id}"
    assert answer["nameServers"] == zone.state["nameServers"]


def test_a_zone_that_is_not_there_is_told_by_its_name(provider: AwsProvider, zone: Life) -> None:
    with pytest.raises(RefusedError, match=r"no matching Route 53 Hosted Zone .* in\.example\.org"):
        asked(provider, ZONE, {"name": "in.example.org"})


def test_of_two_zones_of_a_name_none_is_chosen(provider: AwsProvider, zone: Life) -> None:
    other = hosted(provider)
    with pytest.raises(RefusedError, match=r"multiple .* Zones matched example\.org"):
        asked(provider, ZONE, {"name": "example.org"})
    other.delete()


def test_a_random_password_is_a_secret_of_what_was_asked_for(provider: AwsProvider) -> None:
    made = password(provider, passwordLength=64, excludePunctuation=True)
    assert len(made) == 64
    assert set(made) <= {*string.ascii_letters, *string.digits}
    assert made != password(provider, passwordLength=64, excludePunctuation=True)
    without = password(provider, passwordLength=64, excludeCharacters="0123456")
    assert not set(without) & {*"0123456"}


CANARY: Props = {
    "name": "up",
    "artifactS3Location": "s3://canaries/up",
    "executionRoleArn": "arn:aws:iam::1:role/canary",
    "handler": "up.handler",
    "runtimeVersion": "syn-nodejs-puppeteer-13.1",
    "schedule": {"expression": "rate(5 minutes)"},
    "successRetentionPeriod": 7,
    "zipFile": "up.zip",
}


@pytest.fixture
def canary(
    provider: AwsProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Life]:
    """A canary whose package is in the folder that the engine runs in."""
    monkeypatch.chdir(tmp_path)
    with ZipFile(tmp_path / "up.zip", "w") as archive:
        archive.writestr("up.js", "exports.handler = 1;")
    life = Life(provider, "aws:synthetics/canary:Canary")
    life.create(CANARY)
    yield life
    life.delete()


def state_of_canary(name: str = "up") -> str:
    synthetics: Any = boto3.client("synthetics", region_name="eu-west-1")
    return synthetics.get_canary(Name=name)["Canary"]["Status"]["State"]


def test_a_canary_starts_and_stops_when_it_is_told(canary: Life) -> None:
    assert state_of_canary() == "READY"
    canary.update({**CANARY, "startCanary": True})
    assert state_of_canary() == "RUNNING"
    canary.update(CANARY)
    assert state_of_canary() == "STOPPED"


def test_a_canary_that_is_not_to_start_is_ready(canary: Life, provider: AwsProvider) -> None:
    other = Life(provider, "aws:synthetics/canary:Canary")
    other.create({**CANARY, "name": "other", "startCanary": False, "tags": {"a": "b"}})
    assert state_of_canary("other") == "READY"
    synthetics: Any = boto3.client("synthetics", region_name="eu-west-1")
    tags = synthetics.list_tags_for_resource(ResourceArn=other.state["arn"])
    assert tags["Tags"] == {"a": "b"}
    other.delete()


def test_a_canary_runs_in_a_function_that_is_named_after_it(canary: Life) -> None:
    assert ":function:cwsyn-up-" in canary.state["engineArn"]


def test_a_canary_wants_its_package(canary: Life) -> None:
    with pytest.raises(RefusedError, match=r"none\.zip is no zip file in the project's folder"):
        canary.update({**CANARY, "zipFile": "none.zip"})


def test_two_canaries_have_two_names(canary: Life, provider: AwsProvider) -> None:
    with pytest.raises(RefusedError, match="Canary up already exists"):
        Life(provider, "aws:synthetics/canary:Canary").create(CANARY)
