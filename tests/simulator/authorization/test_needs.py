"""The further actions that the account demands, which the stand-in's own calls do not make."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.plugins.aws import needs
from simulator.plugins.aws.resource import Session
from tests.simulator.authorization.conftest import BY_ACCOUNT, Clients, World, allow, deny

CANARY = "aws:synthetics/canary:Canary"
LIBRARY = "arn:aws:s3:::aws-synthetics-library-*"


ROLES_OF_POOL = "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment"
IAM = "arn:aws:iam::242905224710"


@pytest.fixture
def creates(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Asks the account whether these clients' credentials may create a resource."""

    monkeypatch.setenv("AWS_ENDPOINT_URL", world.url)

    def ask(clients: Clients, type_: str, **properties: Any) -> None:
        monkeypatch.setattr(needs, "credentials", clients.credentials)
        needs.ask(Session("eu-west-1"), type_, "create", "", properties)

    return ask


def test_a_canary_is_created_only_by_those_who_may_read_the_library_of_synthetics(
    world: World, creates: Callable[..., None]
) -> None:
    whole = world.role(BY_ACCOUNT, allow("*"))
    creates(world.session(world("sts"), whole), CANARY, name="it")
    without = world.role(BY_ACCOUNT, allow("*"), deny("s3:GetObjectVersion", on=f"{LIBRARY}/*"))
    with pytest.raises(ClientError, match=r"s3:GetObjectVersion on resource.*synthetics-library"):
        creates(world.session(world("sts"), without), CANARY, name="it")


def test_an_identity_pool_gets_a_role_only_from_those_who_may_pass_it_to_this_service(
    world: World, creates: Callable[..., None]
) -> None:
    role = f"{IAM}:role/user"
    properties = {"identityPoolId": "eu-west-1:1", "roles": {"authenticated": role}}
    for service, message in (("cognito-identity", ""), ("ec2", "iam:PassRole on resource")):
        condition = {"StringEquals": {"iam:PassedToService": f"{service}.amazonaws.com"}}
        _, clients = world.user(
            allow("cognito-identity:*"), allow("iam:PassRole", on=role, Condition=condition)
        )
        if not message:
            creates(clients, ROLES_OF_POOL, **properties)
        else:
            with pytest.raises(ClientError, match=message):
                creates(clients, ROLES_OF_POOL, **properties)
