"""Special behaviour of managed service types: tokens, protections, names."""

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import boto3
import pytest
from pulumi.runtime.rpc import _special_secret_sig, _special_sig_key

from simulator.plugins.aws.resource import _client
from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.shapes import Props
from tests.simulator.plugins.life import Life, RefusedError, invoked

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
def cache(provider: AwsProvider) -> Iterator[Life]:
    """A cache of two nodes that requires a token."""
    life = Life(provider, "aws:elasticache/replicationGroup:ReplicationGroup")
    life.create(CACHE)
    yield life
    life.delete()


@pytest.fixture
def users(provider: AwsProvider) -> Iterator[Life]:
    """A user pool with deletion protection."""
    life = Life(provider, "aws:cognito/userPool:UserPool")
    life.create({"name": "users", "deletionProtection": "ACTIVE"})
    yield life
    life.unprotect()
    life.delete()


@pytest.fixture
def balancer(provider: AwsProvider) -> Iterator[Life]:
    """A load balancer without deletion protection."""
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


def password(provider: AwsProvider, **arguments: Any) -> str:
    """The password in the provider's answer, without its mark as a secret."""
    answer = invoked(provider, PASSWORD, arguments)["randomPassword"]
    assert answer[_special_sig_key] == _special_secret_sig
    return answer["value"]


def calls_of(service: str, call: str, monkeypatch: pytest.MonkeyPatch) -> list[Props]:
    """The parameters of each call from now on; the calls do not reach the account."""
    calls: list[Props] = []
    client = _client(service, "eu-west-1")
    monkeypatch.setattr(client, call, lambda **parameters: calls.append(parameters))
    return calls


def test_cache_token_is_secret_and_not_returned(cache: Life) -> None:
    assert cache.secret == {"authToken"}
    elsewhere = Life(cache.provider, cache.token)
    elsewhere.id = cache.id
    assert elsewhere.refresh()
    assert "authToken" not in elsewhere.inputs | elsewhere.state


def test_changed_token_is_sent_with_its_update_strategy(
    cache: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = calls_of("elasticache", "modify_replication_group", monkeypatch)
    news = CACHE | {"authToken": "another-of-sixteen"}
    assert not cache.diff(news).replaces
    cache.update(news)
    assert calls == [
        {
            "ReplicationGroupId": "redis",
            "AuthToken": "another-of-sixteen",
            "AuthTokenUpdateStrategy": "ROTATE",
        }
    ]


def test_cache_token_is_sent_only_when_it_changes(
    cache: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = calls_of("elasticache", "modify_replication_group", monkeypatch)
    cache.update(CACHE | {"description": "two"})
    assert calls == [{"ReplicationGroupId": "redis", "ReplicationGroupDescription": "two"}]


def test_cache_has_primary_and_reader_endpoints(cache: Life) -> None:
    writer, reader = (cache.state[f"{who}EndpointAddress"] for who in ("primary", "reader"))
    assert writer.startswith("master.redis.")
    assert reader == writer.replace("master.", "replica.")
    assert len(cache.state["memberClusters"]) == 2


def test_number_of_cache_nodes_cannot_change(cache: Life) -> None:
    with pytest.raises(RefusedError, match="cannot change the number of nodes of a cache"):
        cache.update(CACHE | {"numCacheClusters": 3, "description": "two"})
    assert cache.refresh()
    assert cache.state["description"] == "one"


def test_deletion_protection_prevents_user_pool_deletion(users: Life) -> None:
    with pytest.raises(RefusedError, match="deletion protection is activated"):
        users.delete()
    assert users.refresh()
    users.update({"name": "users", "deletionProtection": "INACTIVE"})
    users.delete()
    assert not users.refresh()


def test_client_has_a_secret_only_if_requested(users: Life) -> None:
    for asks, secret in ((True, {"clientSecret"}), (False, set())):
        client = Life(users.provider, "aws:cognito/userPoolClient:UserPoolClient")
        client.create({"name": "pages", "userPoolId": users.id, "generateSecret": asks})
        assert client.secret == secret


def test_deletion_protection_prevents_load_balancer_deletion(balancer: Life) -> None:
    boto3.client("elbv2", region_name="eu-west-1").modify_load_balancer_attributes(
        LoadBalancerArn=balancer.id,
        Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}],
    )
    with pytest.raises(RefusedError, match=r"OperationNotPermitted: .* deletion protection"):
        balancer.delete()
    assert balancer.refresh()
    assert balancer.inputs["enableDeletionProtection"]


def test_name_and_wildcard_share_one_validation_record(provider: AwsProvider) -> None:
    life = Life(provider, "aws:acm/certificate:Certificate")
    every = "*.example.org"
    life.create(
        {"domainName": "example.org", "subjectAlternativeNames": [every], "validationMethod": "DNS"}
    )
    proofs = {one.pop("domainName"): one for one in life.state["domainValidationOptions"]}
    assert proofs.keys() == {"example.org", every}
    assert proofs["example.org"] == proofs[every]
    assert proofs[every]["resourceRecordType"] == "CNAME"
    assert proofs[every]["resourceRecordName"].endswith(".example.org.")
    life.delete()


def test_certificate_validation_waits_for_the_record_and_can_be_replaced(
    provider: AwsProvider, zone: Life
) -> None:
    certificate = Life(provider, "aws:acm/certificate:Certificate")
    certificate.create({"domainName": "example.org", "validationMethod": "DNS"})
    (proof,) = certificate.state["domainValidationOptions"]
    waiting = {"certificateArn": certificate.id, "validationRecordFqdns": ["_else.example.org"]}
    validations = [
        Life(provider, "aws:acm/certificateValidation:CertificateValidation") for _ in range(2)
    ]
    with pytest.raises(RefusedError, match=r"missing example\.org DNS validation record: _"):
        validations[0].create(waiting)
    del waiting["validationRecordFqdns"]
    with pytest.raises(RefusedError, match="last state: 'PENDING_VALIDATION', timeout: 1h15m0s"):
        validations[0].create(waiting)
    record = Life(provider, "aws:route53/record:Record")
    record.create(
        {
            "zoneId": zone.id,
            "name": proof["resourceRecordName"],
            "type": proof["resourceRecordType"],
            "records": [proof["resourceRecordValue"]],
            "ttl": 60,
        }
    )
    for validation in validations:
        validation.create(waiting)
    for life in (validations[0], record, certificate):
        life.delete()


def test_existing_record_is_taken_over_only_with_allow_overwrite(
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
    answer = invoked(provider, ZONE, {"name": name})
    assert answer["zoneId"] == answer["id"] == zone.id
    assert answer["arn"] == f"arn:aws:route53:::hostedzone/{zone.id}"
    assert answer["nameServers"] == zone.state["nameServers"]


def test_missing_zone_is_reported_by_name(provider: AwsProvider, zone: Life) -> None:
    with pytest.raises(RefusedError, match=r"no matching Route 53 Hosted Zone .* in\.example\.org"):
        invoked(provider, ZONE, {"name": "in.example.org"})


def test_two_zones_with_one_name_are_an_error(provider: AwsProvider, zone: Life) -> None:
    other = hosted(provider)
    with pytest.raises(RefusedError, match=r"multiple .* Zones matched example\.org"):
        invoked(provider, ZONE, {"name": "example.org"})
    other.delete()


def test_random_password_is_secret_and_has_the_requested_format(provider: AwsProvider) -> None:
    made = password(provider, passwordLength=64, excludePunctuation=True)
    assert len(made) == 64
    assert set(made) <= {*string.ascii_letters, *string.digits}
    assert made != password(provider, passwordLength=64, excludePunctuation=True)
    without = password(provider, passwordLength=64, excludeCharacters="0123456")
    assert not set(without) & {*"0123456"}


CANARY: Props = {
    "name": "up",
    "artifactS3Location": "s3://canaries/up",
    "executionRoleArn": "arn:aws:iam::242905224710:role/canary",
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
    """A canary whose package is in the engine's working folder."""
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


def test_canary_starts_and_stops_on_request(canary: Life) -> None:
    assert state_of_canary() == "READY"
    canary.update({**CANARY, "startCanary": True})
    assert state_of_canary() == "RUNNING"
    canary.update(CANARY)
    assert state_of_canary() == "STOPPED"


def test_canary_that_is_not_started_is_ready(canary: Life, provider: AwsProvider) -> None:
    other = Life(provider, "aws:synthetics/canary:Canary")
    other.create({**CANARY, "name": "other", "startCanary": False, "tags": {"a": "b"}})
    assert state_of_canary("other") == "READY"
    synthetics: Any = boto3.client("synthetics", region_name="eu-west-1")
    tags = synthetics.list_tags_for_resource(ResourceArn=other.state["arn"])
    assert tags["Tags"] == {"a": "b"}
    other.delete()


def test_canary_function_is_named_after_the_canary(canary: Life) -> None:
    assert ":function:cwsyn-up-" in canary.state["engineArn"]


def test_canary_requires_its_package(canary: Life) -> None:
    with pytest.raises(RefusedError, match=r"none\.zip must be a zip file in the project's folder"):
        canary.update({**CANARY, "zipFile": "none.zip"})


def test_duplicate_canary_name_is_refused(canary: Life, provider: AwsProvider) -> None:
    with pytest.raises(RefusedError, match="Canary up already exists"):
        Life(provider, "aws:synthetics/canary:Canary").create(CANARY)
