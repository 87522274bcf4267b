"""The quotas that only AWS's APIs check."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)


def document(size: int, *, resource: bool = True, **parts: Any) -> str:
    """A policy document with this number of characters, and white space, which is not counted."""
    statement = {"Sid": "", "Effect": "Allow", "Action": "s3:GetObject", **parts}
    statement |= {"Resource": "arn:aws:s3:::a/*"} if resource else {}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    missing = size - len(json.dumps(policy, separators=(",", ":")))
    statement["Sid"] = "a" * missing
    return json.dumps(policy, indent=4)


def refused(call: Callable[..., Any], **arguments: Any) -> str:
    """The code and the message with which AWS refuses a call."""
    with pytest.raises(ClientError) as error:
        call(**arguments)
    found = error.value.response["Error"]
    return f"{found['Code']}: {found['Message']}"


@pytest.fixture
def name() -> str:
    return f"quota-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def iam(account: Account) -> Any:
    return account.client(account.up(), "iam")


@pytest.fixture
def role(iam: Any, name: str) -> str:
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    return name


def test_a_managed_policy_has_at_most_6144_characters(iam: Any, name: str) -> None:
    made = iam.create_policy(PolicyName=name, PolicyDocument=document(6144))
    quota = "LimitExceeded: Cannot exceed quota for PolicySize: 6144"
    longer = document(6145)
    assert refused(iam.create_policy, PolicyName=f"{name}-2", PolicyDocument=longer) == quota
    arn = made["Policy"]["Arn"]
    assert refused(iam.create_policy_version, PolicyArn=arn, PolicyDocument=longer) == quota


def test_the_inline_policies_of_a_role_have_10240_characters_together(iam: Any, role: str) -> None:
    iam.put_role_policy(RoleName=role, PolicyName="one", PolicyDocument=document(6000))
    iam.put_role_policy(RoleName=role, PolicyName="two", PolicyDocument=document(4240))
    iam.put_role_policy(RoleName=role, PolicyName="two", PolicyDocument=document(4240))
    three = {"RoleName": role, "PolicyName": "two", "PolicyDocument": document(4241)}
    assert refused(iam.put_role_policy, **three) == (
        f"LimitExceeded: Maximum policy size of 10240 bytes exceeded for role {role}"
    )


def test_the_inline_policies_of_a_group_have_5120_characters(iam: Any, name: str) -> None:
    iam.create_group(GroupName=name)
    given = {"GroupName": name, "PolicyName": "one"}
    iam.put_group_policy(**given, PolicyDocument=document(5120))
    assert refused(iam.put_group_policy, **given, PolicyDocument=document(5121)) == (
        f"LimitExceeded: Maximum policy size of 5120 bytes exceeded for group {name}"
    )


def test_a_trust_policy_has_at_most_2048_characters(iam: Any, role: str) -> None:
    parts = {"Action": "sts:AssumeRole", "Principal": {"AWS": "242905224710"}}
    iam.update_assume_role_policy(
        RoleName=role, PolicyDocument=document(2048, resource=False, **parts)
    )
    longer = document(2049, resource=False, **parts)
    quota = "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048"
    assert refused(iam.update_assume_role_policy, RoleName=role, PolicyDocument=longer) == quota
    other = {"RoleName": f"{role}-2", "AssumeRolePolicyDocument": longer}
    assert refused(iam.create_role, **other) == quota


def test_ten_managed_policies_are_attached_to_a_role(iam: Any, role: str) -> None:
    arns = [
        iam.create_policy(PolicyName=f"{role}-{index}", PolicyDocument=document(200))["Policy"][
            "Arn"
        ]
        for index in range(11)
    ]
    for arn in [*arns[:10], arns[0]]:
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    assert refused(iam.attach_role_policy, RoleName=role, PolicyArn=arns[10]) == (
        "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10"
    )


def test_a_user_is_in_at_most_ten_groups(iam: Any, name: str) -> None:
    iam.create_user(UserName=name)
    for index in range(11):
        iam.create_group(GroupName=f"{name}-{index}")
    for index in range(10):
        iam.add_user_to_group(GroupName=f"{name}-{index}", UserName=name)
    assert refused(iam.add_user_to_group, GroupName=f"{name}-10", UserName=name) == (
        "LimitExceeded: Cannot exceed quota for GroupsPerUser: 10"
    )


def test_a_bucket_policy_has_at_most_20_kilobytes(s3: Any, bucket: str) -> None:
    parts = {"Principal": "*", "Resource": f"arn:aws:s3:::{bucket}/*"}
    fitting = json.dumps(json.loads(document(20_000, **parts)))
    s3.put_bucket_policy(Bucket=bucket, Policy=fitting)
    longer = document(20_481, **parts)
    assert refused(s3.put_bucket_policy, Bucket=bucket, Policy=longer).startswith("PolicyTooLarge")


def test_a_key_policy_has_at_most_32_kilobytes(account: Account) -> None:
    kms = account.client(account.up(), "kms")
    longer = document(32_769, Principal="*", Action="kms:*")
    assert refused(kms.create_key, Policy=longer).startswith("LimitExceededException")


def test_a_queue_policy_has_at_most_8_kilobytes(account: Account, name: str) -> None:
    sqs = account.client(account.up(), "sqs")
    longer = {"Policy": document(8_193, Principal="*", Action="sqs:SendMessage")}
    assert "over max allowed size" in refused(sqs.create_queue, QueueName=name, Attributes=longer)


def test_a_secret_has_at_most_65536_bytes(account: Account, name: str) -> None:
    secrets = account.client(account.up(), "secretsmanager")
    secrets.create_secret(Name=name, SecretString="a" * 65_536)
    longer = {"SecretId": name, "SecretString": "a" * 65_537}
    assert refused(secrets.put_secret_value, **longer).startswith("InvalidParameter")


def test_a_cluster_has_at_most_40_public_access_cidrs(account: Account, name: str) -> None:
    eks, ec2 = (account.client(account.up(), service) for service in ("eks", "ec2"))
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.9.{index}.0/24", AvailabilityZone=f"eu-west-1{zone}"
        )["Subnet"]["SubnetId"]
        for index, zone in enumerate("ab")
    ]
    cidrs = [f"198.51.100.{index}/32" for index in range(41)]
    settings = {"subnetIds": subnets, "publicAccessCidrs": cidrs}
    cluster = {"name": name, "roleArn": "arn:aws:iam::242905224710:role/cluster"}
    message = refused(eks.create_cluster, **cluster, resourcesVpcConfig=settings)
    assert message.startswith("InvalidParameterException")
    assert "40" in message
    eks.create_cluster(**cluster, resourcesVpcConfig=settings | {"publicAccessCidrs": cidrs[:40]})
    changed = {"publicAccessCidrs": cidrs}
    assert "40" in refused(eks.update_cluster_config, name=name, resourcesVpcConfig=changed)
