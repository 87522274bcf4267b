"""The account's clock: its requests, and `python -m simulator clock`."""

from collections.abc import Callable

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
