"""Sandboxes' last days, and what commands of Pulumi's are run for them."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from delivery import sandboxes
from delivery.__main__ import main
from delivery.pulumi_cli import Cli
from delivery.recovery import RecoveryError
from delivery.sandboxes import Sandbox, SandboxError, create, found, remove_expired, told

TODAY = date(2026, 12, 1)


class Backend:
    """In the place of the CLI: stacks by name, with their last days, some of which stay."""

    def __init__(self, stacks: dict[str, date | None], stubborn: tuple[str, ...] = ()) -> None:
        self.project, self.stacks, self.stubborn = Path(), stacks, stubborn
        self.ran: list[tuple[str, ...]] = []

    def ask(self, *arguments: str, **_: Any) -> str:
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


def test_a_list_says_until_when_each_is_needed() -> None:
    stacks = {"staging": None, "sandbox-b": TODAY, "sandbox-a": None, "sandbox-c": date(2026, 1, 1)}
    assert list(told(found(Backend(stacks).cli), TODAY)) == [
        "a: nothing was made in it yet; if nobody is about to, remove it",
        "b: until 2026-12-01",
        "c: expired, 2026-01-01",
    ]


@pytest.mark.parametrize(
    ("expires", "expired"),
    [
        (TODAY, False),
        (TODAY - timedelta(days=1), True),
        (TODAY + timedelta(days=1), False),
        # Somebody has just begun to make it.
        (None, False),
    ],
)
def test_a_sandbox_lives_to_the_end_of_its_last_day(expires: date | None, expired: bool) -> None:
    assert Sandbox("a", expires).has_expired(TODAY) is expired


def test_where_there_is_none_the_list_says_so() -> None:
    assert list(told([], TODAY)) == ["there is no sandbox"]


def expired(*stubborn: str) -> Backend:
    """Three expired sandboxes, and one that is needed today."""
    gone = TODAY - timedelta(days=1)
    stacks: dict[str, date | None] = {f"sandbox-{name}": gone for name in "abc"}
    return Backend(stacks | {"sandbox-d": TODAY}, stubborn)


def test_one_that_cannot_be_removed_keeps_no_other_and_is_told() -> None:
    backend = expired("sandbox-b")
    with pytest.raises(SandboxError, match="b: pulumi destroy"):
        list(remove_expired(backend.cli, no_aws, today=TODAY))
    assert [words[2] for words in backend.ran] == ["sandbox-a", "sandbox-b", "sandbox-c"]
    assert {words[0] for words in backend.ran} == {"destroy"}


def test_one_that_somebody_else_works_on_keeps_no_other_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
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
def test_a_last_day_that_is_over_or_far_away_changes_nothing(days: int) -> None:
    backend = Backend({"staging": None})
    with pytest.raises(SandboxError, match="nothing was changed"):
        list(create("a", TODAY + timedelta(days=days), backend.cli, no_aws, today=TODAY))
    assert backend.ran == []


def test_without_staging_there_is_nothing_to_stand_beside() -> None:
    backend = Backend({"production": None})
    with pytest.raises(SandboxError, match="Deploy it first: python -m delivery deploy staging"):
        list(create("a", TODAY + timedelta(days=1), backend.cli, no_aws, today=TODAY))
    assert backend.ran == []


def test_removing_what_is_not_there_says_what_is() -> None:
    backend = Backend({"sandbox-b": TODAY})
    with pytest.raises(SandboxError, match=r'no sandbox "a"\. There are: b'):
        list(sandboxes.remove("a", backend.cli, no_aws))
    assert backend.ran == []


def test_an_id_in_the_environment_is_never_an_option_of_pulumis(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANDBOX_ID", "--yes")
    assert main(["sandbox", "create"]) == 2
    assert "the sandbox id '--yes' is not made of" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--until", "soon", "'soon' is no date; write one as 2026-12-31"),
        ("--days", "99999999999", "'99999999999' is no number of days from 1 to 90"),
        ("--days", "0", "'0' is no number of days"),
        ("--days", "-1", "'-1' is no number of days"),
    ],
)
def test_a_last_day_that_cannot_be_is_told_with_what_can(
    option: str, value: str, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sandbox", "create", "ada-1", option, value])
    assert ended.value.code == 2
    assert why in capfd.readouterr().err
