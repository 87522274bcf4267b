"""The further actions that the account demands, which the stand-in's own calls do not make."""

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from simulator.plugins.aws import needs
from simulator.plugins.aws.resource import Session
from tests.simulator.authorization.conftest import BY_ACCOUNT, Clients, World, allow, deny

CANARY = "aws:synthetics/canary:Canary"
LIBRARY = "arn:aws:s3:::aws-synthetics-library-*"


@pytest.fixture
def creates(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[Clients], None]:
    """Asks the account whether these clients' credentials may create a canary."""

    monkeypatch.setenv("AWS_ENDPOINT_URL", world.url)

    def ask(clients: Clients) -> None:
        monkeypatch.setattr(needs, "credentials", clients.credentials)
        needs.ask(Session("eu-west-1"), CANARY, "create", "", {"name": "it"})

    return ask


def test_a_canary_is_created_only_by_those_who_may_read_the_library_of_synthetics(
    world: World, creates: Callable[[Clients], None]
) -> None:
    whole = world.role(BY_ACCOUNT, allow("*"))
    creates(world.session(world("sts"), whole))
    without = world.role(BY_ACCOUNT, allow("*"), deny("s3:GetObjectVersion", on=f"{LIBRARY}/*"))
    with pytest.raises(ClientError, match=r"s3:GetObjectVersion on resource.*synthetics-library"):
        creates(world.session(world("sts"), without))
