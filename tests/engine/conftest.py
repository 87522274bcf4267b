"""The real engine against simulated accounts of the tests' own."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from simulator.account import CHECKOUT, Account
from simulator.engine import Engine

_PROGRAM = ("__main__.py", "Pulumi*.yaml", "components", "estate", "settings")


class Platform:
    """A project, run by the real engine in an account of its own."""

    def __init__(self, account: Account, project: Path) -> None:
        self.account, self.project = account, project
        self.running = account.up()

    @property
    def engine(self) -> Engine:
        """The engine as the account is now: it may have been started anew."""
        return Engine(self.account, self.account.up(), self.project)

    def pulumi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the CLI in the project; its output is `stdout`."""
        return self.engine.run(["-C", str(self.project), *arguments], capture=True)

    def up(self, stack: str, *arguments: str) -> str:
        """Deploy a stack, which must succeed; answers what the CLI printed."""
        done = self.pulumi("up", "-s", stack, "--yes", "--skip-preview", *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def aws(self, service: str) -> Any:
        """A boto3 client that reaches the account."""
        environment = self.account.environment(self.account.up())
        return boto3.Session(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            region_name=environment["AWS_REGION"],
        ).client(service, endpoint_url=environment["AWS_ENDPOINT_URL"])


PlatformMaker = Callable[[Path], Platform]


@contextmanager
def _account(folder: Path) -> Iterator[Account]:
    real = Account.of_checkout()
    account = Account(folder, real.account_id, real.region)
    try:
        yield account
    finally:
        account.down()


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account that the tests of a module share."""
    with _account(tmp_path_factory.mktemp("account")) as account:
        yield account


@pytest.fixture(scope="module")
def platform(account: Account) -> Platform:
    """The committed program."""
    return Platform(account, CHECKOUT)


@pytest.fixture
def copy(account: Account, tmp_path: Path) -> Platform:
    """A copy of the program for a test to change."""
    for pattern in _PROGRAM:
        for source in CHECKOUT.glob(pattern):
            target = tmp_path / source.name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
    _share_environment(tmp_path)
    return Platform(account, tmp_path)


@pytest.fixture
def program(account: Account, tmp_path: Path) -> Callable[[str], Platform]:
    """Makes a small project of its own from the text of its `__main__.py`, with a stack `dev`."""

    def write(text: str) -> Platform:
        runtime = "{name: python, options: {toolchain: pip, virtualenv: .venv}}"
        (tmp_path / "Pulumi.yaml").write_text(f"name: small\nruntime: {runtime}\n")
        (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
        (tmp_path / "__main__.py").write_text(text)
        _share_environment(tmp_path)
        return Platform(account, tmp_path)

    return write


def _share_environment(folder: Path) -> None:
    if not (folder / ".venv").exists():
        os.symlink(CHECKOUT / ".venv", folder / ".venv")
