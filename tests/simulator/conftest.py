"""A simulated account for tests that need no engine, or one for a few lines of program."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.account import RECORDS_FILE, Account
from simulator.provider.resource import _client
from tests.engine import conftest as engine

program = engine.program
"""Makes a small project, as the engine's tests do, in the account of these."""


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A running account of this test process's own, whose clusters have no control planes."""
    real = Account.of_checkout()
    account = Account(tmp_path_factory.mktemp("account"), real.account_id, real.region)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SIMULATOR_CONTROL_PLANES", "0")
        account.up()
    yield account
    account.down()
    _client.cache_clear()


@pytest.fixture(scope="session")
def people(account: Account) -> tuple[str, ...]:
    """The names of IAM users that the account has from the start."""
    iam, names = account.client(account.up(), "iam"), ("ada", "grace", "hedy")
    for name in names:
        iam.create_user(UserName=name)
    return names


@pytest.fixture(scope="session")
def environment(account: Account) -> dict[str, str]:
    """What an AWS client needs to reach the account; asked once, since an answer takes a while."""
    return account.environment(account.up())


@pytest.fixture
def aws_environment(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The environment in which any boto3 client reaches the account.

    The plugin's clients stay from test to test: to make one takes longer than most tests.
    """
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(RECORDS_FILE, str(tmp_path / "records.sqlite"))
