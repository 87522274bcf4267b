"""Deployments of several stacks, some of which fail."""

import io
from typing import Any

import pytest
from rich.console import Console

from simulator.account.account import AccountError
from simulator.deployment import Deployed
from tools import bring_up
from tools.steps import Steps


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stacks that were deployed; those of environments fail."""
    stacks: list[str] = []

    def deploy(engine: Any, stack: str, steps: Steps, expected: int = 0) -> Deployed:
        stacks.append(stack)
        if stack != "account":
            raise AccountError(f"{stack} failed")
        return Deployed(stack)

    monkeypatch.setattr(bring_up, "deploy", deploy)
    return stacks


def run(*stacks: str) -> list[Deployed]:
    engine: Any = None
    return bring_up._deploy(engine, stacks, Steps(Console(file=io.StringIO())))


def test_the_account_stack_is_deployed_before_the_others(deployed: list[str]) -> None:
    with pytest.raises(AccountError):
        run("staging", "account", "production")
    assert deployed[0] == "account"


def test_all_stacks_that_fail_are_reported_together(deployed: list[str]) -> None:
    with pytest.raises(AccountError, match="staging failed\n  production failed"):
        run("account", "staging", "production")
    assert len(deployed) == 3
