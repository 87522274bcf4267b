"""Plugins that are forked from a process that has loaded the SDK: nobody notices."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.account import CHECKOUT, _command_of
from tests.simulator.test_plugin_process import eventually
from tools.start import WARM

START = [sys.executable, str(CHECKOUT / "tools" / "start.py")]
SAYS = """
import os, sys
print(sys.argv, os.getcwd(), os.environ["WORD"], "json" in sys.modules, __name__)
print(sys.stdin.read(), file=sys.stderr)
sys.exit(3)
"""
WAITS = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))
sys.stdout.buffer.write(b"%d\\n" % os.getpid())
time.sleep(60)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return tmp_path / "script.py"


@pytest.fixture(params=[True, False], ids=["forked", "of its own"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a process to fork from, and without."""
    if not request.param:
        monkeypatch.delenv(WARM)


@pytest.mark.usefixtures("either")
def test_a_script_finds_everything_as_if_it_were_started_by_itself(script: Path) -> None:
    script.write_text(SAYS)
    ended = subprocess.run(
        [*START, str(script), "a word"],
        cwd=script.parent,
        env=os.environ | {"WORD": "said"},
        input="asked",
        capture_output=True,
        text=True,
        check=False,
    )
    said = f"{[str(script), 'a word']} {script.parent} said "
    assert ended.stdout.startswith(said)
    assert ended.stdout.endswith("__main__\n")
    assert (ended.returncode, ended.stderr) == (3, "asked\n")


@pytest.mark.usefixtures("either")
def test_a_module_and_an_error_end_as_in_a_process_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("raise LookupError('not here')")
    ended = subprocess.run(
        [*START, "-u", "-m", "wrong"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.endswith("LookupError: not here\n")


@pytest.mark.usefixtures("either")
def test_a_signal_reaches_who_is_stood_for(script: Path) -> None:
    script.write_text(WAITS)
    with subprocess.Popen([*START, "-u", str(script)], stdout=subprocess.PIPE) as started:
        assert started.stdout
        assert started.stdout.readline()
        started.send_signal(signal.SIGTERM)
        assert started.wait(30) == 5


def test_who_is_stood_for_goes_with_who_stands_for_it(script: Path) -> None:
    script.write_text(WAITS)
    with subprocess.Popen([*START, "-u", str(script)], stdout=subprocess.PIPE) as started:
        assert started.stdout
        process = int(started.stdout.readline())
        assert process != started.pid
        started.kill()
    assert eventually(lambda: not _command_of(process))
