"""Provider functions that a program calls while it runs."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from pulumi.runtime.rpc import _special_secret_sig, _special_sig_key

from simulator.plugins.aws.functions import FUNCTIONS
from simulator.plugins.aws.servicer import AwsProvider
from simulator.plugins.aws.shapes import Props
from tests.simulator.plugins.life import RefusedError, invoked

CONTEXT = {"environment": "staging"}


@pytest.fixture
def kms(aws_environment: None) -> Any:
    return boto3.client("kms", region_name="eu-west-1")


@pytest.fixture
def key(kms: Any) -> Iterator[Props]:
    """A key with the alias `alias/mail`, as KMS describes it."""
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName="alias/mail", TargetKeyId=key["KeyId"])
    yield key
    kms.delete_alias(AliasName="alias/mail")


def decrypted(provider: AwsProvider, *secrets: Props) -> Props:
    return invoked(provider, "aws:kms/getSecrets:getSecrets", {"secrets": list(secrets)})


def encrypted(kms: Any, key: Props, text: str) -> str:
    answer = kms.encrypt(KeyId=key["KeyId"], Plaintext=text, EncryptionContext=CONTEXT)
    return b64encode(answer["CiphertextBlob"]).decode()


def test_addresses_are_found_by_their_tags(provider: AwsProvider, aws_environment: None) -> None:
    ec2 = boto3.client("ec2", region_name="eu-west-1")
    tags = {"ResourceType": "elastic-ip", "Tags": [{"Key": "Name", "Value": "fixed"}]}
    address = ec2.allocate_address(Domain="vpc", TagSpecifications=[tags])
    ec2.allocate_address(Domain="vpc")
    found = invoked(provider, "aws:ec2/getEips:getEips", {"tags": {"Name": "fixed"}})
    assert found["publicIps"] == [address["PublicIp"]]
    assert found["allocationIds"] == [address["AllocationId"]]
    missing = invoked(provider, "aws:ec2/getEips:getEips", {"tags": {"Name": "missing"}})
    assert missing["publicIps"] == []


def test_users_are_found_by_path_and_name(provider: AwsProvider, people: tuple[str, ...]) -> None:
    iam = boto3.client("iam", region_name="eu-west-1")
    iam.create_user(UserName="robot", Path="/ci/")
    everybody = invoked(provider, "aws:iam/getUsers:getUsers", {})
    assert {*people, "robot"} <= set(everybody["names"])
    robots = invoked(provider, "aws:iam/getUsers:getUsers", {"pathPrefix": "/ci/"})
    assert robots["arns"] == ["arn:aws:iam::242905224710:user/ci/robot"]
    named = invoked(provider, "aws:iam/getUsers:getUsers", {"nameRegex": "^(ada|robo)"})
    assert sorted(named["names"]) == ["ada", "robot"]
    iam.delete_user(UserName="robot")


def test_users_of_every_page_are_found() -> None:
    class Pages:
        def get_paginator(self, operation: str) -> "Pages":
            assert operation == "list_users"
            return self

        def paginate(self, **_: Any) -> Iterator[Props]:
            yield {"Users": [{"UserName": "ada", "Arn": "a"}]}
            yield {"Users": [{"UserName": "grace", "Arn": "g"}]}

    class Aws:
        region = "eu-west-1"
        account_id = "242905224710"

        def __call__(self, service: str) -> Pages:
            return Pages()

    assert FUNCTIONS["aws:iam/getUsers:getUsers"](Aws(), {})["names"] == ["ada", "grace"]


def test_invalid_pattern_is_reported(provider: AwsProvider) -> None:
    with pytest.raises(RefusedError, match="nameRegex is not a valid regular expression"):
        invoked(provider, "aws:iam/getUsers:getUsers", {"nameRegex": "("})


def test_a_group_is_found_with_its_members(provider: AwsProvider, people: tuple[str, ...]) -> None:
    iam = boto3.client("iam", region_name="eu-west-1")
    group = iam.create_group(GroupName="engineers", Path="/team/")["Group"]
    iam.add_user_to_group(GroupName="engineers", UserName=people[0])
    found = invoked(provider, "aws:iam/getGroup:getGroup", {"groupName": "engineers"})
    assert (found["arn"], found["path"]) == (group["Arn"], "/team/")
    assert [user["userName"] for user in found["users"]] == [people[0]]
    iam.remove_user_from_group(GroupName="engineers", UserName=people[0])
    iam.delete_group(GroupName="engineers")


def test_missing_group_is_an_error(provider: AwsProvider) -> None:
    with pytest.raises(RefusedError, match=r"reading IAM Group \(strangers\)"):
        invoked(provider, "aws:iam/getGroup:getGroup", {"groupName": "strangers"})


def test_alias_returns_its_key(provider: AwsProvider, key: Props) -> None:
    answer = invoked(provider, "aws:kms/getAlias:getAlias", {"name": "alias/mail"})
    assert answer["targetKeyId"] == key["KeyId"]
    assert answer["targetKeyArn"] == key["Arn"]
    assert answer["arn"] == "arn:aws:kms:eu-west-1:242905224710:alias/mail"


def test_missing_alias_is_an_error(provider: AwsProvider) -> None:
    with pytest.raises(RefusedError, match=r"^reading KMS Alias \(alias/none\): empty result$"):
        invoked(provider, "aws:kms/getAlias:getAlias", {"name": "alias/none"})


def test_alias_is_looked_up_in_the_given_region(provider: AwsProvider, key: Props) -> None:
    elsewhere = {"name": "alias/mail", "region": "eu-central-1"}
    with pytest.raises(RefusedError, match="empty result"):
        invoked(provider, "aws:kms/getAlias:getAlias", elsewhere)


def test_decrypted_values_are_returned_as_secrets(
    provider: AwsProvider, kms: Any, key: Props
) -> None:
    payloads = {name: encrypted(kms, key, f"{name} grüßt") for name in ("one", "two")}
    secrets = [{"name": n, "payload": p, "context": CONTEXT} for n, p in payloads.items()]
    assert decrypted(provider, *secrets)["plaintext"] == {
        _special_sig_key: _special_secret_sig,
        "value": {"one": "one grüßt", "two": "two grüßt"},
    }


@pytest.mark.parametrize("context", [{}, {"environment": "production"}])
def test_other_encryption_context_is_not_decrypted(
    provider: AwsProvider, kms: Any, key: Props, context: Props
) -> None:
    payload = encrypted(kms, key, "quiet")
    with pytest.raises(RefusedError, match=r"decrypting secret \(mail\): .*InvalidCiphertext"):
        decrypted(provider, {"name": "mail", "payload": payload, "context": context})


def test_invalid_base64_payload_is_reported_with_its_name(provider: AwsProvider) -> None:
    with pytest.raises(RefusedError, match=r"invalid base64 value for secret \(mail\)"):
        decrypted(provider, {"name": "mail", "payload": "quiet!"})


def test_a_subnet_is_found_with_its_zone_and_network(
    provider: AwsProvider, aws_environment: None
) -> None:
    ec2 = boto3.client("ec2", region_name="eu-west-1")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    zone = "eu-west-1b"
    made = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24", AvailabilityZone=zone)["Subnet"]
    found = invoked(provider, "aws:ec2/getSubnet:getSubnet", {"id": made["SubnetId"]})
    assert (found["vpcId"], found["availabilityZone"]) == (vpc, zone)
    with pytest.raises(RefusedError, match="no matching EC2 Subnets found"):
        invoked(provider, "aws:ec2/getSubnet:getSubnet", {"id": "subnet-0a1b2c3d"})


def test_the_records_of_a_zone_are_found_with_their_targets(
    provider: AwsProvider, aws_environment: None
) -> None:
    route53 = boto3.client("route53", region_name="eu-west-1")
    zone = route53.create_hosted_zone(Name="records.example", CallerReference="x")["HostedZone"]
    id_, target = zone["Id"].rpartition("/")[2], "k8s-staging-1.eu-west-1.elb.amazonaws.com"
    alias = {"DNSName": target, "HostedZoneId": "Z32O12XQLNTSW2", "EvaluateTargetHealth": True}
    record = {"Name": "*.scp.records.example", "Type": "A", "AliasTarget": alias}
    change = {"Action": "CREATE", "ResourceRecordSet": record}
    route53.change_resource_record_sets(HostedZoneId=id_, ChangeBatch={"Changes": [change]})
    asked = {"zoneId": id_, "nameRegex": "scp"}
    (found,) = invoked(provider, "aws:route53/getRecords:getRecords", asked)["resourceRecordSets"]
    assert found["type"] == "A"
    assert found["name"].removesuffix(".") in (record["Name"], "\\052.scp.records.example")
    assert found["aliasTarget"]["dnsName"].removesuffix(".") == target


def test_a_cluster_that_does_not_exist_is_an_error(
    provider: AwsProvider, aws_environment: None
) -> None:
    with pytest.raises(RefusedError, match=r"reading EKS Cluster \(strange\)"):
        invoked(provider, "aws:eks/getCluster:getCluster", {"name": "strange"})
