"""Public case 13: an access entry is dead once its role was created again under the same name.

https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3329
"""

import shlex
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from simulator.plugins.aws.shapes import Props
from tests.public_cases.access import ACCOUNT, declare, found

ROLE, USER = f"{ACCOUNT}:role/ops/returning", f"{ACCOUNT}:user/returning"


class Role:
    """An IAM role with a path."""

    def __init__(self) -> None:
        self._iam = boto3.client("iam")

    def create(self) -> None:
        self._iam.create_role(RoleName="returning", Path="/ops/", AssumeRolePolicyDocument="{}")
        # EKS sees the role a minute of the account's clock later.
        time.sleep(0.1)

    def delete(self) -> None:
        self._iam.delete_role(RoleName="returning")


class User:
    """An IAM user."""

    def __init__(self) -> None:
        self._iam = boto3.client("iam")

    def create(self) -> None:
        self._iam.create_user(UserName="returning")

    def delete(self) -> None:
        self._iam.delete_user(UserName="returning")


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
