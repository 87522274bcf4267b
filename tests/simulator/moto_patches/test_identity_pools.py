"""Credentials of an identity pool are a session of its role."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from simulator.account.account import RECORDS_FILE, Account
from simulator.plugins.aws.servicer import AwsProvider
from tests.simulator.authorization.conftest import Clients, World, allow
from tests.simulator.plugins.life import Life

HOST = "cognito-identity.amazonaws.com"


@pytest.fixture
def world(account: Account) -> World:
    return World(account)


@pytest.fixture
def attach(
    provider: AwsProvider, account: Account, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], None]:
    """Attaches a role to a pool, in the records that the account's server reads."""
    monkeypatch.setenv(RECORDS_FILE, str(Path(account.folder) / "records.sqlite"))

    def attach(pool: str, role: str) -> None:
        life = Life(provider, "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment")
        life.create({"identityPoolId": pool, "roles": {"authenticated": role}})

    return attach


def role_for(world: World, pool: str) -> str:
    """The ARN of a role that trusts the signed-in users of a pool, and may list queues."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": HOST},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{HOST}:aud": pool},
            "ForAnyValue:StringLike": {f"{HOST}:amr": "authenticated"},
        },
    }
    return world.role(trust, allow("sqs:ListQueues"))


def sign_in(world: World, pool: str, **logins: Any) -> Clients:
    """The clients of a user, who is signed in if there are logins."""
    unsigned = Config(signature_version=UNSIGNED)
    cognito = boto3.client("cognito-identity", "eu-west-1", endpoint_url=world.url, config=unsigned)
    identity = cognito.get_id(IdentityPoolId=pool)["IdentityId"]
    found = cognito.get_credentials_for_identity(IdentityId=identity, **logins)["Credentials"]
    return world.of({**found, "SecretAccessKey": found["SecretKey"]})


LOGINS = {"cognito-idp.eu-west-1.amazonaws.com/eu-west-1_1": "token"}


def test_signed_in_users_have_the_rights_of_the_role_of_their_pool(
    world: World, attach: Callable[[str, str], None]
) -> None:
    made = world("cognito-identity").create_identity_pool(
        IdentityPoolName=f"pool-{uuid.uuid4().hex}", AllowUnauthenticatedIdentities=False
    )
    pool = made["IdentityPoolId"]
    with pytest.raises(ClientError, match="Invalid identity pool configuration"):
        sign_in(world, pool, Logins=LOGINS)
    attach(pool, role_for(world, pool))
    user = sign_in(world, pool, Logins=LOGINS)
    user("sqs").list_queues()
    with pytest.raises(ClientError, match="no identity-based policy allows the sns:ListTopics"):
        user("sns").list_topics()
    with pytest.raises(ClientError, match="Invalid identity pool configuration"):
        sign_in(world, pool)


def test_a_role_that_does_not_trust_the_pool_gives_no_credentials(
    world: World, attach: Callable[[str, str], None]
) -> None:
    made = world("cognito-identity").create_identity_pool(
        IdentityPoolName=f"pool-{uuid.uuid4().hex}", AllowUnauthenticatedIdentities=False
    )
    attach(made["IdentityPoolId"], role_for(world, "eu-west-1:another-pool"))
    with pytest.raises(ClientError, match="Invalid identity pool configuration"):
        sign_in(world, made["IdentityPoolId"], Logins=LOGINS)
