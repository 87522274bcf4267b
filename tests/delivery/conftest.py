"""Fixtures of a simulated account for commands that need no Pulumi engine."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest
import requests

from delivery.aws import Clients
from delivery.bootstrap.bootstrap import bootstrap
from delivery.pulumi_cli import Cli
from estate.account.account import state_bucket_name
from settings import AccountSettings
from simulator.account.account import Account
from simulator.engine import pulumi_command
from tests.account_roles import make_account_roles
from tests.github_tokens import github_session
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
def deployer(running: tuple[Clients, str], aws: Clients) -> Clients:
    """Returns clients of the account with a session of staging's deploy role."""
    make_account_roles(aws("iam"))
    return deployer_of("staging", running[1], aws)


def deployer_of(environment: str, url: str, aws: Clients) -> Clients:
    """Returns clients of the account at the URL with a session of an environment's deploy role."""
    keys = github_session(aws("sts"), f"environment:{environment}")
    session = boto3.Session(*keys.values(), region_name="eu-west-1")
    return cache(lambda service: session.client(service, endpoint_url=url))


@pytest.fixture
def clone(
    monkeypatch: pytest.MonkeyPatch,
    running: tuple[Clients, str],
    as_deployer: None,
    settings: AccountSettings,
    tmp_path: Path,
) -> Cli:
    """Returns the real CLI as the deploy role, in a clone whose stack file has no encryption keys.

    It uses the state bucket and has no passphrase.
    """
    (tmp_path / "Pulumi.yaml").write_text("{name: cellscope, runtime: python}\n")
    (tmp_path / "Pulumi.staging.yaml").write_text("config: {}\n")
    aws, url = running
    bucket = f"s3://{state_bucket_name(settings)}?region={settings.region}&awssdk=v2"
    variables = github_session(aws("sts"), "environment:staging") | {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": settings.region,
        "PATH": f"{Path(pulumi_command()).parent}{os.pathsep}{os.environ['PATH']}",
        "PULUMI_BACKEND_URL": f"{bucket}&s3ForcePathStyle=true",
        "PULUMI_HOME": str(tmp_path / "home"),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    return Cli(tmp_path)


@pytest.fixture
def in_the_account(monkeypatch: pytest.MonkeyPatch, aws: Clients) -> None:
    """Makes commands use the account as its administrator."""
    _use(monkeypatch, aws)


@pytest.fixture
def as_deployer(
    monkeypatch: pytest.MonkeyPatch, settings: AccountSettings, aws: Clients, deployer: Clients
) -> None:
    """Makes commands use the account, with its key and state bucket, as the deploy role."""
    list(bootstrap(settings, aws))
    _use(monkeypatch, deployer)


def _use(monkeypatch: pytest.MonkeyPatch, clients: Clients) -> None:
    session = SimpleNamespace(client=clients)
    monkeypatch.setattr("delivery.aws.boto3", SimpleNamespace(Session=lambda **_: session))


@pytest.fixture
def settings() -> AccountSettings:
    """Returns the committed settings of the account stack."""
    found = committed("account")
    assert isinstance(found, AccountSettings)
    return found
