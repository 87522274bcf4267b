"""Public case 13: an access entry is dead once its role was created again under the same name.

https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3329
"""

import json
import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from simulator.plugins.aws.shapes import Props
from tests.mocks.runs import PROGRAMS
from tests.policies.estate import resources_of
from tests.public_cases.access import ACCOUNT, declare, found

ROLE, USER = f"{ACCOUNT}:role/ops/again", f"{ACCOUNT}:user/again"


class Role:
    """An IAM role with a path."""

    def __init__(self) -> None:
        self._iam = boto3.client("iam")

    def create(self) -> None:
        self._iam.create_role(RoleName="again", Path="/ops/", AssumeRolePolicyDocument="{}")
        # EKS sees the role a minute of the account's clock later.
        time.sleep(0.1)

    def delete(self) -> None:
        self._iam.delete_role(RoleName="again")


class User:
    """An IAM user."""

    def __init__(self) -> None:
        self._iam = boto3.client("iam")

    def create(self) -> None:
        self._iam.create_user(UserName="again")

    def delete(self) -> None:
        self._iam.delete_user(UserName="again")


@pytest.fixture(params=[(ROLE, Role), (USER, User)], ids=["role", "user"])
def principal(
    request: pytest.FixtureRequest, cluster: Props, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, Any]]:
    """A new principal: its ARN, and what creates and deletes it."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    arn, type_ = request.param
    principal = type_()
    principal.create()
    yield arn, principal
    principal.delete()


def test_drift_names_an_entry_of_a_deleted_principal_and_its_commands_bring_it_back(
    principal: tuple[str, Any],
) -> None:
    arn, one = principal
    declared = declare(arn)
    assert not list(found(*declared))
    one.delete()
    (gone,) = found(*declared)
    assert "does not exist in IAM" in gone.problem
    time.sleep(1.1)  # IAM's dates have seconds
    one.create()
    (dead,) = found(*declared)
    assert f"The access entry of {arn} in one has no effect" in dead.problem
    assert "was deleted and created again" in dead.problem
    for command in dead.commands:
        subprocess.run(shlex.split(command), check=True, capture_output=True)
    assert not list(found(*declared))


def test_policies_name_a_deleted_role_by_its_unique_id(
    aws_environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    iam, s3 = boto3.client("iam"), boto3.client("s3")
    named = {"Effect": "Allow", "Principal": {"AWS": f"{ACCOUNT}:role/named"}}
    trust = json.dumps({"Statement": [{**named, "Action": "sts:AssumeRole"}]})
    iam.create_role(RoleName="named", AssumeRolePolicyDocument="{}")
    unique_id = iam.get_role(RoleName="named")["Role"]["RoleId"]
    iam.create_role(RoleName="trusting", AssumeRolePolicyDocument=trust)
    where = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    s3.create_bucket(Bucket="of-the-named", **where)
    arn = "arn:aws:s3:::of-the-named/*"
    grant = {"Statement": [{**named, "Action": "s3:GetObject", "Resource": arn}]}
    s3.put_bucket_policy(Bucket="of-the-named", Policy=json.dumps(grant))
    iam.delete_role(RoleName="named")
    iam.create_role(RoleName="named", AssumeRolePolicyDocument="{}")
    trusting = iam.get_role(RoleName="trusting")["Role"]["AssumeRolePolicyDocument"]
    granting = json.loads(s3.get_bucket_policy(Bucket="of-the-named")["Policy"])
    for policy in (trusting, granting):
        assert policy["Statement"][0]["Principal"] == {"AWS": unique_id}


def test_the_program_names_no_role_or_user_as_a_principal() -> None:
    """It names accounts, and roles in conditions, whose ARNs AWS does not replace."""
    texts = [str(dict(one.props)) for stack in PROGRAMS for one in resources_of(stack)]
    named = re.findall(r'"Principal": (\{.*?\}|"[^"]*")', " ".join(texts))
    assert any(":root" in one for one in named)
    assert not [one for one in named if re.search(r":(role|user)/", one)]
