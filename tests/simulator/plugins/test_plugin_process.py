"""The plugin as a separate process."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from simulator.account.account import CHECKOUT, _command_of

PLUGIN = [sys.executable, "-m", "simulator.plugins.aws", "0.0.0", "127.0.0.1:1"]
STARTS_IT = f"""
import subprocess, time
plugin = subprocess.Popen({PLUGIN!r}, stdout=subprocess.PIPE)
plugin.stdout.readline()
print(plugin.pid, flush=True)
time.sleep(60)
"""


def eventually(happens: Callable[[], bool]) -> bool:
    """Whether the condition becomes true within half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not happens():
        time.sleep(0.1)
    return happens()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_plugin_ends_on_sigterm(sent: signal.Signals) -> None:
    with subprocess.Popen(
        PLUGIN, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as plugin:
        assert plugin.stdout
        assert plugin.stdout.readline().strip().isdigit()
        plugin.send_signal(sent)
        _, errors = plugin.communicate(timeout=30)
    assert plugin.returncode == 0
    assert errors == ""


def test_plugin_ends_when_its_engine_was_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_IT], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as engine:
        assert engine.stdout
        plugin = int(engine.stdout.readline())
        assert _command_of(plugin)
        engine.kill()
    assert eventually(lambda: not _command_of(plugin))
