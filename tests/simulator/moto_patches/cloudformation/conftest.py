"""CloudFormation of the account of these tests."""

import pytest

from simulator.account.account import Account
from tests.simulator.moto_patches.cloudformation.stacks import Stacks


@pytest.fixture(scope="session")
def stacks(account: Account) -> Stacks:
    return Stacks(account, account.client(account.up(), "cloudformation"))
