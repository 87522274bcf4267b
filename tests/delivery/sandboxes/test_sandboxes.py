"""Tests of the expiry of sandboxes, and of the Pulumi commands for them."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from delivery.__main__ import main
from delivery.pulumi_cli import Cli
from delivery.recovery import RecoveryError
from delivery.sandboxes import sandboxes
from delivery.sandboxes.sandboxes import (
    Sandbox,
    SandboxError,
    create,
    expiry_lines,
    list_sandboxes,
    remove_expired,
)
from settings.retirement import Data, Kind, Retirement
from tests.environments import platform_of

TODAY = date(2026, 12, 1)


class Backend:
    """Replaces the CLI: stacks with their last days; `stubborn` ones cannot be destroyed."""

    def __init__(self, stacks: dict[str, date | None], stubborn: tuple[str, ...] = ()) -> None:
        self.project, self.stacks, self.stubborn = Path(), stacks, stubborn
        self.ran: list[tuple[str, ...]] = []

    def output(self, *arguments: str, **_: Any) -> str:
        if arguments[0] == "whoami":
            return json.dumps({"url": "https://app.pulumi.com/cellscope"})
        if arguments[:2] == ("stack", "ls"):
            return json.dumps([{"name": name} for name in self.stacks])
        assert arguments[:2] == ("stack", "export")
        expires = self.stacks[arguments[3]]
        tags = json.dumps({"tags": {"Expires": str(expires)}})
        provider = {"type": "pulumi:providers:aws", "inputs": {"defaultTags": tags}}
        return json.dumps({"deployment": {"resources": [provider] if expires else []}})

    def run(self, *arguments: str) -> int:
        self.ran.append(arguments)
        return int(arguments[2] in self.stubborn)

    @property
    def cli(self) -> Cli:
        return cast(Cli, self)


@pytest.fixture(autouse=True)
def _nothing_to_recover(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxes, "recover", lambda *_: iter(()))


def no_aws(service: str) -> Any:
    raise AssertionError(service)


def test_the_list_shows_the_expiry_of_each_sandbox() -> None:
    stacks = {"staging": None, "sandbox-b": TODAY, "sandbox-a": None, "sandbox-c": date(2026, 1, 1)}
    assert list(expiry_lines(list_sandboxes(Backend(stacks).cli, no_aws), TODAY)) == [
        "a: has no resources; remove it unless its creation is in progress",
        "b: until 2026-12-01",
        "c: expired on 2026-01-01",
    ]


@pytest.mark.parametrize(
    ("expires", "expired"),
    [
        (TODAY, False),
        (TODAY - timedelta(days=1), True),
        (TODAY + timedelta(days=1), False),
        # Its creation is in progress.
        (None, False),
    ],
)
def test_a_sandbox_expires_after_its_last_day(expires: date | None, expired: bool) -> None:
    assert Sandbox("a", expires).has_expired(TODAY) is expired


def test_an_empty_list_is_reported() -> None:
    assert list(expiry_lines([], TODAY)) == ["no sandboxes"]


def expired(*stubborn: str) -> Backend:
    """Returns three expired sandboxes, and one that expires after today."""
    gone = TODAY - timedelta(days=1)
    stacks: dict[str, date | None] = {f"sandbox-{name}": gone for name in "abc"}
    return Backend(stacks | {"sandbox-d": TODAY}, stubborn)


def test_a_failed_removal_is_reported_after_the_others() -> None:
    backend = expired("sandbox-b")
    with pytest.raises(SandboxError, match="b: pulumi destroy"):
        list(remove_expired(backend.cli, no_aws, today=TODAY))
    assert [words[2] for words in backend.ran] == ["sandbox-a", "sandbox-b", "sandbox-c"]
    assert {words[0] for words in backend.ran} == {"destroy"}


def test_a_locked_sandbox_is_reported_after_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def recover(stack: str, *_: Any) -> Iterator[str]:
        if stack == "sandbox-a":
            raise RecoveryError("its lock is held")
        yield f"{stack} is free"

    monkeypatch.setattr(sandboxes, "recover", recover)
    backend = expired()
    with pytest.raises(SandboxError, match="a: its lock is held"):
        list(remove_expired(backend.cli, no_aws, today=TODAY))
    assert [words[2] for words in backend.ran] == ["sandbox-b", "sandbox-c"]


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_an_invalid_last_day_changes_nothing(days: int) -> None:
    backend = Backend({"staging": None})
    with pytest.raises(SandboxError, match="nothing was changed"):
        list(create("a", TODAY + timedelta(days=days), backend.cli, no_aws, today=TODAY))
    assert backend.ran == []


def test_a_sandbox_needs_the_stack_staging() -> None:
    backend = Backend({"production": None})
    with pytest.raises(SandboxError, match="Deploy it first: python -m delivery deploy staging"):
        list(create("a", TODAY + timedelta(days=1), backend.cli, no_aws, today=TODAY))
    assert backend.ran == []


@pytest.mark.parametrize(
    "retirement",
    [
        Retirement(kind=Kind.CLUSTER, data=Data.DESTROYED),
        Retirement(kind=Kind.ENVIRONMENT, data=Data.KEPT, removed=True),
    ],
)
def test_a_sandbox_is_refused_where_the_cluster_is_retired(
    retirement: Retirement, monkeypatch: pytest.MonkeyPatch
) -> None:
    retiring = platform_of("staging", retired=(retirement,))
    monkeypatch.setattr(sandboxes, "settings_of", lambda *_: retiring)
    backend = Backend({"staging": None})
    with pytest.raises(SandboxError, match=r"Pulumi\.staging\.yaml retires the") as refused:
        list(create("ada-1", TODAY + timedelta(1), backend.cli, no_aws, today=TODAY))
    assert "nothing was changed. Remove the line" in str(refused.value)
    assert backend.ran == []


def test_removing_an_unknown_sandbox_lists_the_existing_ones() -> None:
    backend = Backend({"sandbox-b": TODAY})
    with pytest.raises(SandboxError, match=r'no sandbox "a"\. Existing sandboxes: b'):
        list(sandboxes.remove("a", backend.cli, no_aws))
    assert backend.ran == []


def test_an_id_in_the_environment_is_never_an_option_of_pulumi(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANDBOX_ID", "--yes")
    assert main(["sandbox", "create"]) == 2
    assert "the sandbox id '--yes' must consist of" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--until", "soon", "'soon' must be a date such as 2026-12-31"),
        ("--days", "99999999999", "'99999999999' must be a number of days from 1 to 90"),
        ("--days", "0", "'0' must be a number of days"),
        ("--days", "-1", "'-1' must be a number of days"),
    ],
)
def test_an_invalid_option_is_reported_with_valid_values(
    option: str, value: str, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sandbox", "create", "ada-1", option, value])
    assert ended.value.code == 2
    assert why in capfd.readouterr().err
