"""Users, roles and sessions of the simulated account, with policies."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from simulator.account.account import Account

ACCOUNT = "242905224710"


def document(*statements: dict[str, Any]) -> str:
    """Returns a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions: str, on: str = "*", **more: Any) -> dict[str, Any]:
    """Returns a statement that allows actions."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def deny(*actions: str, on: str = "*", **more: Any) -> dict[str, Any]:
    """Returns a statement that denies actions."""
    return {**allow(*actions, on=on, **more), "Effect": "Deny"}


class World:
    """The account, as its administrator sees it."""

    def __init__(self, account: Account) -> None:
        self.url, self.folder = account.up().url, account.folder
        self._account = account

    def __call__(self, service: str) -> Any:
        """A boto3 client of the administrator."""
        return self._account.client(self._account.up(), service)

    def user(self, *statements: dict[str, Any]) -> tuple[str, "Clients"]:
        """Create a user with an inline policy; returns its name and clients."""
        name = f"user-{uuid.uuid4().hex[:8]}"
        iam = self("iam")
        iam.create_user(UserName=name)
        if statements:
            iam.put_user_policy(
                UserName=name, PolicyName="own", PolicyDocument=document(*statements)
            )
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return name, Clients(self.url, key["AccessKeyId"], key["SecretAccessKey"])

    def role(self, trust: dict[str, Any], *statements: dict[str, Any], boundary: str = "") -> str:
        """Create a role with an inline policy; returns its ARN."""
        name = f"role-{uuid.uuid4().hex[:8]}"
        iam = self("iam")
        more = {"PermissionsBoundary": boundary} if boundary else {}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust), **more)
        if statements:
            iam.put_role_policy(
                RoleName=name, PolicyName="own", PolicyDocument=document(*statements)
            )
        return made["Role"]["Arn"]

    def policy(self, *statements: dict[str, Any]) -> str:
        """Create a managed policy; returns its ARN."""
        made = self("iam").create_policy(
            PolicyName=f"policy-{uuid.uuid4().hex[:8]}", PolicyDocument=document(*statements)
        )
        return made["Policy"]["Arn"]

    def session(self, sts: Any, role: str, **parameters: Any) -> "Clients":
        """Assume a role with a client of STS; returns the clients of the session."""
        made = sts.assume_role(RoleArn=role, RoleSessionName="test", **parameters)
        return self.of(made["Credentials"])

    def of(self, credentials: dict[str, str]) -> "Clients":
        """The clients of temporary credentials."""
        keys = ("AccessKeyId", "SecretAccessKey", "SessionToken")
        return Clients(self.url, *(credentials[key] for key in keys))


class Clients:
    """Clients of AWS with an access key."""

    def __init__(self, url: str, key: str, secret: str, token: str | None = None) -> None:
        self._session = boto3.Session(key, secret, token, region_name="eu-west-1")
        self._url = url

    def __call__(self, service: str, **options: Any) -> Any:
        """A boto3 client of a service."""
        return self._session.client(service, endpoint_url=self._url, **options)

    def signature(self, service: str) -> dict[str, str]:
        """The headers with the access key that sign a request."""
        key = self._session.get_credentials()
        scope = f"Credential={key.access_key}/20261130/eu-west-1/{service}/aws4_request"
        token = {"X-Amz-Security-Token": key.token} if key.token else {}
        return {"Authorization": f"AWS4-HMAC-SHA256 {scope}", **token}

    def credentials(self) -> Any:
        """The access key, secret and token."""
        return self._session.get_credentials().get_frozen_credentials()


BY_ACCOUNT = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "sts:AssumeRole",
}
"""The trust of a role that everyone in the account may assume whose policies allow it."""


@pytest.fixture(scope="session")
def world(account: Account) -> World:
    return World(account)


@pytest.fixture
def named() -> Callable[[str], str]:
    """Returns new names, such as of buckets."""
    return lambda kind: f"{kind}-{uuid.uuid4().hex[:12]}"
