"""What AWS answers about resources whose creation named no settings."""

import json
import uuid

import pytest

from simulator.account.account import Account


def test_a_new_queue_has_the_defaults_of_sqs(account: Account) -> None:
    sqs = account.client(account.up(), "sqs")
    url = sqs.create_queue(QueueName=f"queue-{uuid.uuid4().hex}")["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    counted = {name for name in found if name.startswith("Approximate")}
    assert {name: found[name] for name in found.keys() - counted} == {
        "CreatedTimestamp": found["CreatedTimestamp"],
        "DelaySeconds": "0",
        "LastModifiedTimestamp": found["CreatedTimestamp"],
        "MaximumMessageSize": "1048576",
        "MessageRetentionPeriod": "345600",
        "QueueArn": found["QueueArn"],
        "ReceiveMessageWaitTimeSeconds": "0",
        "SqsManagedSseEnabled": "true",
        "VisibilityTimeout": "30",
    }


def test_a_queue_with_a_kms_key_does_not_use_keys_of_sqs(account: Account) -> None:
    sqs = account.client(account.up(), "sqs")
    key = {"KmsMasterKeyId": "alias/aws/sqs"}
    url = sqs.create_queue(QueueName=f"queue-{uuid.uuid4().hex}", Attributes=key)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert found["SqsManagedSseEnabled"] == "false"
    assert found["KmsDataKeyReusePeriodSeconds"] == "300"


@pytest.mark.parametrize(
    ("given", "kind", "private"),
    [
        ({}, "Gateway", False),
        ({"VpcEndpointType": "Gateway"}, "Gateway", False),
        ({"VpcEndpointType": "Interface"}, "Interface", True),
        ({"VpcEndpointType": "Interface", "PrivateDnsEnabled": False}, "Interface", False),
    ],
)
def test_a_new_vpc_endpoint_has_the_defaults_of_ec2(
    account: Account, given: dict[str, object], kind: str, private: bool
) -> None:
    ec2 = account.client(account.up(), "ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    service = "com.amazonaws.eu-west-1.s3"
    made = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=service, **given)["VpcEndpoint"]
    (found,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])["VpcEndpoints"]
    for one in (made, found):
        assert one["VpcEndpointType"] == kind
        assert one["PrivateDnsEnabled"] is private
        assert one["IpAddressType"] == "ipv4"
        (statement,) = json.loads(one["PolicyDocument"])["Statement"]
        assert statement == {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


def test_a_vpc_endpoint_keeps_its_ip_address_type(account: Account) -> None:
    ec2 = account.client(account.up(), "ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    both = {"VpcEndpointType": "Interface", "IpAddressType": "dualstack"}
    service = "com.amazonaws.eu-west-1.sqs"
    made = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=service, **both)["VpcEndpoint"]
    assert made["IpAddressType"] == "dualstack"
