"""A simulated account for tests that need no engine, or that run a small program."""

import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import requests

from simulator.account.account import RECORDS_FILE, Account
from simulator.account.clock import CLOCK_PATH
from simulator.plugins.aws.resource import _client
from simulator.plugins.aws.servicer import AwsProvider
from tests.engine import conftest as engine
from tests.simulator.plugins.life import aws_provider

program = engine.program
"""Creates a small project, as in the engine tests, in the account of these tests."""


@pytest.fixture
def clock(account: Account) -> Iterator[Callable[[str], requests.Response]]:
    """Sets the pace of the account's clock; at the end it is fast, as before."""

    def run(pace: str) -> requests.Response:
        return requests.put(f"{account.up().url}{CLOCK_PATH}", data=pace, timeout=10)

    yield run
    run("fast")


def make_roles(account: Account, *names: str) -> None:
    """Create IAM roles, whose names may have a path before them, and wait until services see them.

    A minute of the account's clock lasts a twentieth of a second.
    """
    iam = account.client(account.up(), "iam")
    for name in names:
        path, _, last = f"/{name}".rpartition("/")
        iam.create_role(RoleName=last, Path=f"{path}/", AssumeRolePolicyDocument="{}")
    time.sleep(0.06)


@cache
def _shared(folder: Path) -> Account:
    """Starts the account, of which a test process has one: the plugin keeps its clients."""
    account = Account.of_checkout().at(folder)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SIMULATOR_CONTROL_PLANES", "0")
        services = ("backup", "builder", "canary", "cluster", "cni", "flows", "nodes", "pods")
        make_roles(account, *services, "people/deploys")
        account.client(account.up(), "iam").attach_role_policy(
            RoleName="nodes", PolicyArn="arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
        )
    return account


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A running account for this test process, whose clusters have no control planes."""
    account = _shared(tmp_path_factory.getbasetemp() / "account-of-all")
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
