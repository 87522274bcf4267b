"""The account's clock: its requests, and `python -m simulator clock`."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from simulator.__main__ import main
from simulator.account.account import FOLDER_VARIABLE, Account
from simulator.account.clock import CLOCK_PATH, Clock, Pace


def test_the_clock_answers_its_pace_and_refuses_others(
    account: Account, clock: Callable[[str], requests.Response]
) -> None:
    assert requests.get(f"{account.up().url}{CLOCK_PATH}", timeout=10).json()["pace"] == "fast"
    assert clock("real").json()["pace"] == "real"
    refused = clock("slow")
    assert refused.status_code == 400
    assert "fast, real, stopped" in refused.text
    assert requests.get(f"{account.up().url}{CLOCK_PATH}", timeout=10).json()["pace"] == "real"


def test_a_command_sets_the_pace_and_prints_it(
    account: Account,
    clock: Callable[[str], requests.Response],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(account.folder))
    assert [main(arguments) for arguments in (["clock", "stopped"], ["clock"])] == [0, 0]
    assert capsys.readouterr().out == "stopped\nstopped\n"
    with pytest.raises(SystemExit):
        main(["clock", "slow"])
    assert "invalid choice: 'slow'" in capsys.readouterr().err


def test_actions_happen_in_order_when_their_time_has_come() -> None:
    clock, done = Clock(Pace.STOPPED), list[str]()
    for seconds, name in ((120, "later"), (60, "first"), (60, "second")):
        clock.after(seconds, lambda name=name: done.append(name))
    clock.catch_up()
    assert not done
    clock._since = (Pace.STOPPED, 60.0, 0.0)
    clock.catch_up()
    assert done == ["first", "second"]
    clock._since = (Pace.STOPPED, 3600.0, 0.0)
    clock.catch_up()
    clock.catch_up()
    assert done == ["first", "second", "later"]


def test_the_clock_knows_its_time_at_earlier_moments() -> None:
    clock = Clock(Pace.FAST)
    first = datetime.now(UTC)
    time.sleep(0.05)
    clock.run(Pace.STOPPED)
    time.sleep(0.02)
    second = datetime.now(UTC)
    time.sleep(0.02)
    assert clock.at(first) == pytest.approx(0, abs=10)
    assert clock.now() > 50
    assert clock.at(second) == clock.now()


def test_a_reset_of_the_account_drops_what_was_planned(tmp_path: Path) -> None:
    """A separate account, because a reset empties the one that other tests share."""
    real = Account.of_checkout()
    account = Account(tmp_path / "account", real.account_id, real.region)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SIMULATOR_CONTROL_PLANES", "0")
        running = account.up()
    try:
        dynamodb = account.client(running, "dynamodb")
        key = {"AttributeName": "id", "KeyType": "HASH"}
        dynamodb.create_table(
            TableName="gone",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[key],
            BillingMode="PAY_PER_REQUEST",
        )
        time.sleep(0.1)
        requests.put(f"{running.url}{CLOCK_PATH}", data="stopped", timeout=10)
        dynamodb.delete_table(TableName="gone")
        requests.post(f"{running.url}/moto-api/reset", timeout=10).raise_for_status()
        requests.put(f"{running.url}{CLOCK_PATH}", data="fast", timeout=10)
        time.sleep(0.1)
        # A planned action that fails makes the next request fail.
        assert requests.get(f"{running.url}/moto-api/data.json", timeout=10).ok
        assert not dynamodb.list_tables()["TableNames"]
    finally:
        account.down()
