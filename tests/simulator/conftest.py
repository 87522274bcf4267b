"""A simulated account for tests that need no engine, or that run a small program."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.account.account import RECORDS_FILE, Account
from simulator.plugins.aws.resource import _client
from simulator.plugins.aws.servicer import AwsProvider
from tests.engine import conftest as engine
from tests.simulator.plugins.life import aws_provider

program = engine.program
"""Creates a small project, as in the engine tests, in the account of these tests."""


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A running account for this test process, whose clusters have no control planes."""
    account = Account.of_checkout().at(tmp_path_factory.mktemp("account"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SIMULATOR_CONTROL_PLANES", "0")
        account.up()
    yield account
    account.down()
    _client.cache_clear()


@pytest.fixture(scope="session")
def people(account: Account) -> tuple[str, ...]:
    """The names of IAM users that exist in the account."""
    iam, names = account.client(account.up(), "iam"), ("ada", "grace", "hedy")
    for name in names:
        iam.create_user(UserName=name)
    return names


@pytest.fixture(scope="session")
def environment(account: Account) -> dict[str, str]:
    """The environment of an AWS client of the account; cached, because a request takes time."""
    return account.environment(account.up())


@pytest.fixture
def aws_environment(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The environment in which every boto3 client uses the account.

    The plugin's clients are kept between tests: creating one takes longer than most tests.
    """
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(RECORDS_FILE, str(tmp_path / "records.sqlite"))


@pytest.fixture
def provider(aws_environment: None) -> AwsProvider:
    """A provider configured for the account."""
    return aws_provider()
