"""Plugins forked from a fork server behave like newly started ones."""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from simulator.account.account import CHECKOUT, _command_of
from tests.simulator.plugins.test_plugin_process import eventually
from tools.launch import FORK_SERVERS, LENGTH

LAUNCH = [sys.executable, str(CHECKOUT / "tools" / "launch.py"), "sdk"]
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


@pytest.fixture(params=["forked", "new", "fork server gone"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With a fork server, without one, and with one that has ended."""
    if request.param == "new":
        monkeypatch.setenv(FORK_SERVERS, "")
    if request.param == "fork server gone":
        monkeypatch.setenv(FORK_SERVERS, str(tmp_path))


@pytest.mark.usefixtures("either")
def test_forked_script_has_the_environment_of_a_started_one(script: Path) -> None:
    script.write_text(SAYS)
    ended = subprocess.run(
        [*LAUNCH, str(script), "a word"],
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
def test_forked_modules_and_errors_end_like_started_ones(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("raise LookupError('not here')")
    ended = subprocess.run(
        [*LAUNCH, "-u", "-m", "wrong"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.endswith("LookupError: not here\n")


@pytest.mark.usefixtures("either")
def test_a_signal_reaches_the_plugin(script: Path) -> None:
    script.write_text(WAITS)
    with subprocess.Popen([*LAUNCH, "-u", str(script)], stdout=subprocess.PIPE) as started:
        assert started.stdout
        assert started.stdout.readline()
        started.send_signal(signal.SIGTERM)
        assert started.wait(30) == 5


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_fork_runs_once_its_launcher_forwards_signals(script: Path, confirmed: bool) -> None:
    script.write_text(WAITS)
    request = {"arguments": [str(script)], "folder": "/", "environment": dict(os.environ)}
    message = json.dumps(request).encode()
    printed, prints = os.pipe()
    with socket.socket(socket.AF_UNIX) as launcher:
        launcher.connect(os.path.join(os.environ[FORK_SERVERS], "sdk"))
        socket.send_fds(launcher, [LENGTH.pack(len(message))], [prints, prints, prints])
        launcher.sendall(message)
        os.close(prints)
        (process,) = LENGTH.unpack(launcher.recv(LENGTH.size))
        assert not select.select([printed], [], [], 0.5)[0]
        if confirmed:
            launcher.sendall(b"\0")
            assert int(os.read(printed, 20)) == process
    assert eventually(lambda: not _command_of(process))
    assert os.read(printed, 20) == b""
    os.close(printed)


def test_a_forked_plugin_ends_with_the_process_that_launched_it(script: Path) -> None:
    script.write_text(WAITS)
    with subprocess.Popen([*LAUNCH, "-u", str(script)], stdout=subprocess.PIPE) as started:
        assert started.stdout
        process = int(started.stdout.readline())
        assert process != started.pid
        started.kill()
    assert eventually(lambda: not _command_of(process))


def test_a_forked_plugin_continues_if_its_fork_server_ends(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.write_text(
        "import os\nfrom tools.plugin_server import orphaned\nparent = os.getppid()\n"
        "print(parent)\ninput()\nprint(os.getppid() != parent, orphaned(parent))\n"
    )
    sockets = Path(tempfile.mkdtemp())
    monkeypatch.setenv(FORK_SERVERS, str(sockets))
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    server = [sys.executable, str(CHECKOUT / "tools" / "fork_server.py"), str(sockets / "sdk")]
    pipe = subprocess.PIPE
    with subprocess.Popen([*server, "json"], stdout=pipe) as process:
        assert process.stdout
        process.stdout.readline()
        with subprocess.Popen([*LAUNCH, "-u", str(script)], stdin=pipe, stdout=pipe) as plugin:
            assert plugin.stdin
            assert plugin.stdout
            assert int(plugin.stdout.readline()) == process.pid
            process.kill()
            process.wait()
            assert plugin.communicate(b"\n")[0] == b"True False\n"
    shutil.rmtree(sockets)


def test_a_fork_server_ends_when_code_that_it_has_loaded_changes(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "tools").mkdir(parents=True)
    for name in ("fork_server.py", "launch.py"):
        shutil.copy(CHECKOUT / "tools" / name, checkout / "tools")
    (checkout / "loaded.py").write_text("WORD = 'old'\n")
    script = tmp_path / "prints.py"
    script.write_text("import sys, loaded; print(loaded.WORD, 'launch' in sys.modules)\n")
    sockets = Path(tempfile.mkdtemp())  # a socket's path has at most 107 characters
    environment = os.environ | {"PYTHONPATH": str(checkout), FORK_SERVERS: str(sockets)}

    def printed() -> str:
        command = [*LAUNCH, str(script)]
        return subprocess.run(command, env=environment, capture_output=True, text=True).stdout

    server = [sys.executable, "tools/fork_server.py", str(sockets / "sdk"), "loaded"]
    with subprocess.Popen(server, cwd=checkout, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        assert printed() == "old True\n"
        (checkout / "loaded.py").write_text("WORD = 'newer'\n")
        assert printed() == "newer False\n"
        assert process.wait(30) == 0
    sockets.rmdir()
