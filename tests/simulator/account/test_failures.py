"""Injected failures: none without a plan, and exactly the planned ones with one."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator.account import failures
from simulator.account.account import CHECKOUT, Account, _command_of
from simulator.account.clock import CLOCK_PATH
from simulator.account.failures import (
    PLAN,
    Failure,
    Harm,
    InjectedError,
    Moment,
    Operation,
    Plan,
    failed,
    log_of,
)
from simulator.plugins.aws.servicer import AwsProvider
from tests.simulator.plugins.life import Life, RefusedError
from tests.simulator.plugins.test_plugin_process import eventually

PLUGIN = "import time; {}; print('ready', flush=True); time.sleep(60)"
FAILS = "from simulator.account.failures import *; Operation('create', 'urn').reaches(Moment.AFTER)"
ENGINE = """
import subprocess, sys, time
def start(text, *arguments):
    child = subprocess.Popen([sys.executable, "-c", text, *arguments], stdout=subprocess.PIPE)
    print(child.pid, flush=True)
    return child
program = start({program!r}, "tools/language_host.py")
program.stdout.readline()
start({plugin!r})
time.sleep(60)
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the plan that plugins follow; it does not exist yet."""
    file = tmp_path / "failures.json"
    monkeypatch.setenv(PLAN, str(file))
    return file


def test_without_a_plan_nothing_fails_or_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PLAN, raising=False)
    for moment in Moment:
        Operation("create", "urn").reaches(moment)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("planned", list(Moment))
def test_operation_fails_only_at_its_planned_moment(planned: Moment, plan: Path) -> None:
    failure = Failure(Harm.ERROR, planned)
    Plan({"urn": failure}, {}).write(plan)
    operation = Operation("create", "urn")
    for moment in Moment:
        if moment is planned:
            with pytest.raises(InjectedError, match="on purpose"):
                operation.reaches(moment)
        else:
            operation.reaches(moment)
        Operation("create", "another").reaches(moment)
    assert list(failed(plan)) == [("urn", failure)]


def test_operations_are_counted_over_all_plugins(plan: Path) -> None:
    Plan({}, {3: Failure(Harm.ERROR, Moment.BEFORE)}).write(plan)
    counts = "from simulator.account.failures import Operation; Operation('create', 'elsewhere')"
    subprocess.run([sys.executable, "-c", counts], cwd=CHECKOUT, check=True)
    Operation("update", "second").reaches(Moment.BEFORE)
    with pytest.raises(InjectedError):
        Operation("delete", "third").reaches(Moment.BEFORE)
    Operation("create", "fourth").reaches(Moment.BEFORE)


def test_new_plan_resets_the_count(plan: Path) -> None:
    Plan({}, {}).write(plan)
    Operation("create", "earlier")
    Plan({}, {1: Failure(Harm.ERROR, Moment.BEFORE)}).write(plan)
    with pytest.raises(InjectedError):
        Operation("create", "first").reaches(Moment.BEFORE)


def test_log_has_all_started_operations(plan: Path) -> None:
    Plan({}, {}).write(plan)
    Operation("delete", "urn")
    (entry,) = log_of(plan).read_text().splitlines()
    assert json.loads(entry) == {"begun": "urn", "operation": "delete"}


@pytest.mark.parametrize(
    ("harm", "engine_dies", "plugin_dies"),
    [(Harm.ENGINE, True, True), (Harm.PROGRAM, False, False)],
)
def test_kill_ends_engine_and_plugins_or_only_the_program(
    harm: Harm, engine_dies: bool, plugin_dies: bool, plan: Path
) -> None:
    Plan({"urn": Failure(harm, Moment.AFTER)}, {}).write(plan)
    text = ENGINE.format(program=PLUGIN.format("pass"), plugin=PLUGIN.format(FAILS))
    with subprocess.Popen(
        [sys.executable, "-c", text], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as engine:
        assert engine.stdout
        program, plugin = (int(engine.stdout.readline()) for _ in range(2))
        try:
            assert eventually(lambda: not _command_of(program))
            assert eventually(lambda: bool(_command_of(plugin)) is not plugin_dies)
            assert eventually(lambda: bool(_command_of(engine.pid)) is not engine_dies)
        finally:
            for pid in (plugin, engine.pid):
                subprocess.run(["kill", "-9", str(pid)], check=False, capture_output=True)


@pytest.mark.parametrize(
    ("moment", "made"), [(Moment.BEFORE, False), (Moment.HALF_WAY, True), (Moment.AFTER, True)]
)
def test_create_fails_before_or_after_the_aws_call(
    moment: Moment, made: bool, plan: Path, provider: AwsProvider
) -> None:
    life = Life(provider, "aws:sqs/queue:Queue", f"queue-{moment}")
    Plan({life.urn: Failure(Harm.ERROR, moment)}, {}).write(plan)
    with pytest.raises(RefusedError, match="create fails on purpose"):
        life.create({"name": life.name})
    queues = provider._session_for({})("sqs").list_queues(QueueNamePrefix=life.name)
    assert bool(queues.get("QueueUrls")) is made


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
def test_update_and_delete_fail_at_their_planned_moments(
    moment: Moment, plan: Path, provider: AwsProvider
) -> None:
    Plan({}, {}).write(plan)
    life = Life(provider, "aws:sqs/queue:Queue", f"life-{moment}")
    life.create({"name": life.name})
    failure = Failure(Harm.ERROR, moment)
    Plan({life.urn: failure}, {}).write(plan)
    with pytest.raises(RefusedError, match="update fails on purpose"):
        life.update({"name": life.name, "delaySeconds": 5})
    life.refresh()
    assert life.state["delaySeconds"] == (5 if moment is Moment.AFTER else 0)
    with pytest.raises(RefusedError, match="delete fails on purpose"):
        life.delete()
    assert life.refresh() is (moment is Moment.BEFORE)
    assert list(failed(plan)) == [(life.urn, failure)] * 2


@pytest.mark.parametrize(
    ("harm", "stops_clock", "pace"),
    [
        (Harm.ENGINE, True, "stopped"),
        (Harm.ENGINE, False, "fast"),
        (Harm.PROGRAM, True, "fast"),
    ],
)
def test_a_kill_of_the_engine_stops_the_clock_if_the_plan_says_so(
    harm: Harm,
    stops_clock: bool,
    pace: str,
    plan: Path,
    account: Account,
    aws_environment: None,
    clock: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(failures, "_kill", lambda harm: None)
    clock("fast")
    Plan({"urn": Failure(harm, Moment.AFTER)}, {}, stops_clock=stops_clock).write(plan)
    Operation("create", "urn").reaches(Moment.AFTER)
    assert requests.get(f"{account.up().url}{CLOCK_PATH}", timeout=10).json()["pace"] == pace
