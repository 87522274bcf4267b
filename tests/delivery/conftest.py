"""Fixtures of a simulated account for commands that need no Pulumi engine."""

from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace

import pytest
import requests

from delivery.aws import Clients
from settings import AccountSettings
from simulator.account.account import Account
from tests.settings.test_settings import committed


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Clients, str]]:
    """Returns clients of a simulated account for this test process, and its URL."""
    account = Account.of_checkout().at(tmp_path_factory.mktemp("account"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SIMULATOR_CONTROL_PLANES", "0")
        server = account.up()
    yield cache(lambda service: account.client(server, service)), server.url
    account.down()


@pytest.fixture
def aws(running: tuple[Clients, str]) -> Clients:
    """Returns clients of the account after resetting it."""
    clients, url = running
    requests.post(f"{url}/moto-api/reset", timeout=10).raise_for_status()
    return clients


@pytest.fixture
def in_the_account(monkeypatch: pytest.MonkeyPatch, aws: Clients) -> None:
    """Makes commands use the account."""
    boto3 = SimpleNamespace(Session=lambda **_: SimpleNamespace(client=aws))
    monkeypatch.setattr("delivery.aws.boto3", boto3)


@pytest.fixture
def settings() -> AccountSettings:
    """Returns the committed settings of the account stack."""
    found = committed("account")
    assert isinstance(found, AccountSettings)
    return found
