"""Deployments that remove a cluster or an environment."""

import json
from typing import Any, cast

import pytest

from delivery.commands import deploy as command
from delivery.commands.deploy import Judged, deploy
from delivery.commands.health import health
from delivery.deployment.removal import SandboxesRemainError, check_no_sandbox_needs_it
from delivery.pulumi_cli import Cli
from settings import PlatformSettings
from settings.retirement import Data, Kind, Retirement
from tests.environments import platform_of
from tests.settings.test_settings import ROOT

CLUSTER = Retirement(kind=Kind.CLUSTER, data=Data.DESTROYED)
REMOVED = CLUSTER.model_copy(update={"removed": True})
ENVIRONMENT = Retirement(kind=Kind.ENVIRONMENT, data=Data.KEPT)
GONE = ENVIRONMENT.model_copy(update={"removed": True})


class Stacks:
    """Replaces a CLI with stacks of these names."""

    def __init__(self, *names: str) -> None:
        self._names, self.project = names, ROOT

    def output(self, *arguments: str, **_: Any) -> str:
        if arguments[0] == "whoami":
            return json.dumps({"url": "https://app.pulumi.com/cellscope"})
        assert arguments[:2] == ("stack", "ls")
        return json.dumps([{"name": name} for name in self._names])

    @property
    def cli(self) -> Cli:
        return cast(Cli, self)


def retiring(*retired: Retirement, stack: str = "staging") -> PlatformSettings:
    return platform_of(stack, retired=retired)


def no_aws(service: str) -> Any:
    raise AssertionError(service)


@pytest.mark.parametrize("removed", [REMOVED, GONE])
def test_a_cluster_is_not_removed_while_sandboxes_use_it(removed: Retirement) -> None:
    cli = Stacks("staging", "sandbox-b", "sandbox-a").cli
    with pytest.raises(SandboxesRemainError) as refused:
        check_no_sandbox_needs_it("staging", retiring(removed), cli, no_aws)
    assert str(refused.value) == (
        "staging: no resource was changed. Sandboxes use the cluster that would be removed. Remove"
        " them first:\n  python -m delivery sandbox remove a\n  python -m delivery sandbox remove b"
    )


@pytest.mark.parametrize(
    ("stack", "retired", "others"),
    [
        ("staging", (), ("sandbox-a",)),
        ("staging", (CLUSTER,), ("sandbox-a",)),
        ("staging", (REMOVED,), ("production",)),
        ("production", (REMOVED,), ("sandbox-a",)),
    ],
)
def test_sandboxes_block_only_the_removal_of_stagings_cluster(
    stack: str, retired: tuple[Retirement, ...], others: tuple[str, ...]
) -> None:
    settings = retiring(*retired, stack=stack)
    check_no_sandbox_needs_it(stack, settings, Stacks(stack, *others).cli, no_aws)


def test_a_deployment_asks_whether_sandboxes_need_the_cluster(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(command, "Cli", lambda _: Stacks("staging", "sandbox-a").cli)
    with pytest.raises(SandboxesRemainError):
        list(deploy("staging", retiring(REMOVED), tmp_path, no_aws, Judged(""), tmp_path))


def test_a_deleted_stack_of_a_removed_environment_is_not_created_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(command, "Cli", lambda _: Stacks("production").cli)
    lines = deploy("staging", retiring(GONE), tmp_path, no_aws, Judged(""), tmp_path)
    assert list(lines) == [
        "staging: is retired, and its stack is deleted; there is nothing to deploy"
    ]


def test_a_removed_environment_is_healthy_without_a_check() -> None:
    assert list(health("staging", retiring(GONE), no_aws)) == [
        "staging: is retired, and has nothing to check"
    ]


def test_an_environment_without_a_cluster_is_checked_without_it() -> None:
    class Client:
        """Answers that every table, queue and cache is healthy."""

        def describe_table(self, **_: Any) -> Any:
            return {"Table": {"TableStatus": "ACTIVE"}}

        def get_queue_url(self, **_: Any) -> None:
            return None

        def describe_replication_groups(self, **_: Any) -> Any:
            return {"ReplicationGroups": [{"Status": "available"}]}

    asked: list[str] = []

    def aws(service: str) -> Any:
        asked.append(service)
        return Client()

    lines = [*health("staging", retiring(REMOVED), aws)]
    assert lines[0] == "cluster biomage-staging: is retired, and not checked"
    assert {line.partition(" ")[0] for line in lines[1:]} == {"table", "queue", "cache"}
    assert set(asked) == {"dynamodb", "sqs", "elasticache"}
