"""The old estate, in an account whose clusters have no control planes."""

from collections.abc import Iterator

import pytest

from simulator.account.account import Account
from tests.adoption.old_estate import Old, build


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    account = Account.of_checkout().at(tmp_path_factory.mktemp("old-estate"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SIMULATOR_CONTROL_PLANES", "0")
        account.up()
    yield account
    account.down()


@pytest.fixture(scope="module")
def old(account: Account) -> Old:
    """The old estate of staging."""
    return build(account, "staging")
