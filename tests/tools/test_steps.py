"""The output of a long command, piped and in a terminal."""

import io
import time

import pytest
from rich.console import Console

from tools import steps as module
from tools.steps import Steps, duration


def piped() -> tuple[Steps, io.StringIO]:
    output = io.StringIO()
    return Steps(Console(file=output, width=80, highlight=False)), output


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.44, "0.4 s"), (12.3, "12 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s")],
)
def test_duration_is_readable(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_piped_step_prints_one_line_when_it_ends() -> None:
    steps, output = piped()
    with steps, steps.step("Compile") as step:
        assert output.getvalue() == ""
        step.report(1, 2, "packages")
        step.report(2, 2, "packages")
    assert output.getvalue() == "  Compile: 2 packages, 0.0 s\n"


def test_long_piped_step_prints_its_progress(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_REFRESH_SECONDS", 0.01)
    monkeypatch.setattr(module, "_REPORT_SECONDS", 0.05)
    steps, output = piped()
    with steps, steps.step("Compile") as step:
        step.report(612, 1293, "packages")
        deadline = time.monotonic() + 20
        while "..." not in output.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    assert output.getvalue().startswith("  ... Compile: 612 of 1,293 packages, 0.")


def test_failed_step_is_not_in_the_summary() -> None:
    steps, output = piped()
    with steps:
        with pytest.raises(ValueError, match="no"), steps.step("Compile"):
            raise ValueError("no")
        with steps.step("Deploy"):
            pass
        steps.summary()
    assert "Compile" not in output.getvalue()
    assert [line.split()[0] for line in output.getvalue().splitlines() if line.strip()] == [
        "Deploy:",
        "Step",
        "Deploy",
        "Total",
    ]


def test_a_command_without_steps_prints_no_table() -> None:
    steps, output = piped()
    with steps:
        steps.summary()
    assert output.getvalue() == ""


def test_terminal_shows_running_steps_with_progress() -> None:
    output = io.StringIO()
    steps = Steps(Console(file=output, width=80, force_terminal=True, highlight=False))
    with steps, steps.step("Compile") as step:
        step.report(612, 1293, "packages")
        deadline = time.monotonic() + 20
        while "612 of 1,293 packages" not in output.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    assert "612 of 1,293 packages" in output.getvalue()
