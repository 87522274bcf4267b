"""Tests of `deploy` with the real CLI, in which a double replaces preview and update."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from delivery.aws import Clients
from delivery.commands import deploy as command
from delivery.commands.deploy import DeployError, deploy
from delivery.pulumi_cli import Cli
from delivery.stacks import stacks_in
from settings import AccountSettings

Deploy = Callable[[int], list[str]]


@pytest.fixture
def deployed(
    monkeypatch: pytest.MonkeyPatch, clone: Cli, deployer: Clients, settings: AccountSettings
) -> Deploy:
    """Deploys staging for the first time; `pulumi up` ends with the given exit code."""

    def run(exit_code: int) -> list[str]:
        def up(cli: Cli, *arguments: str) -> int:
            assert arguments[:3] == ("up", "-s", "staging")
            assert stacks_in(cli, deployer) == ["staging"]
            return exit_code

        def passes(*_: Any) -> SimpleNamespace:
            return SimpleNamespace(passes=True, text="no dangers")

        monkeypatch.setattr(Cli, "run", up)
        monkeypatch.setattr(command, "preview", lambda *_: [])
        monkeypatch.setattr(command, "plans_in", lambda _: [])
        monkeypatch.setattr(command, "judge", passes)
        return list(deploy("staging", settings, clone.project, deployer, ""))

    return run


def published(aws: Clients) -> Any:
    key = "published/staging.json"
    answer = aws("s3").get_object(Bucket="cellscope-state-242905224710", Key=key)
    return json.loads(answer["Body"].read())


def test_the_first_deployment_creates_the_stack(deployed: Deploy, aws: Clients) -> None:
    created, *others = deployed(0)
    assert created.startswith("$ pulumi stack init staging --no-select --secrets-provider awskms:")
    assert others == ["no dangers", "staging: deployed"]
    assert published(aws)["deployment"]


def test_the_state_is_published_also_after_a_failed_deployment(
    deployed: Deploy, aws: Clients
) -> None:
    with pytest.raises(DeployError, match="the deployment failed"):
        deployed(1)
    assert published(aws)["deployment"]
