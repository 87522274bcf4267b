"""The roles that deploy the stacks in the simulated account."""

import pytest

from simulator.account.account import Account


@pytest.mark.parametrize(
    ("stack", "role"),
    [
        ("staging", "cellscope-deploy-staging"),
        ("production", "cellscope-deploy-production"),
        ("sandbox-ada-1", "cellscope-deploy-sandbox"),
        ("account", None),
        ("development", None),
        ("", None),
    ],
)
def test_a_stack_is_deployed_by_its_role_or_by_the_administrator(
    stack: str, role: str | None
) -> None:
    assert Account.of_checkout().role_of(stack) == role
