"""What all tests share: golden records, the order of files, fork servers for the engine."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

from simulator.engine import NO_CHECKPOINTS
from tests.progress import Progress
from tools.install.machine import memory_gib, processors
from tools.launch import FORK_SERVERS

ROOT = Path(__file__).parents[1]

# A busy machine, and a first example that loads something, are slow without being wrong.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

SHARE_DEPLOYED = (
    "engine/test_accounts_own.py",
    "engine/test_cluster.py",
    "engine/test_managed_services.py",
    "engine/test_platform.py",
    "engine/test_restore.py",
    "engine/test_pull_request.py",
)
"""Files of one deployed platform; the last one changes it for good."""

LONGEST = (
    *("engine/test_sandboxes.py", *SHARE_DEPLOYED),
    *("engine/test_cluster_changes.py", "engine/test_chaos.py", "engine/test_account.py"),
)
"""Files that take longest by themselves, so that they begin first; the last to end decides."""

_WORKER_GIB = 1.5
"""Memory of a test process with its account, an engine and a cluster."""

_TEMPORARY_BYTES = 2_000_000_000
"""What the accounts of all test processes write, mostly etcd's logs; `/tmp` may have less."""

_USE_ENGINE = tuple(ROOT / "tests" / name for name in ("delivery", "engine", "simulator", "tools"))
_FORK_SERVERS = pytest.StashKey[list[subprocess.Popen[bytes]]]()

Golden = Callable[[str, str], None]
"""`golden(path, text)`, with a path in the checkout, fails unless the file there is the text."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", action="store_true", help="write the golden records anew instead of comparing"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Show progress, and start the fork servers that all engines' plugins come from."""
    if shutil.disk_usage(tempfile.gettempdir()).free < _TEMPORARY_BYTES:
        (ROOT / ".tools" / "tmp").mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(ROOT / ".tools" / "tmp"))
    chosen = [Path(config.invocation_params.dir, one.partition("::")[0]) for one in config.args]
    used = any(
        folder.is_relative_to(one) or one.is_relative_to(folder)
        for one in chosen
        for folder in _USE_ENGINE
    )
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    config.pluginmanager.register(Progress())
    if not used:
        return
    folder = tempfile.mkdtemp(prefix="fork-servers-")
    os.environ[FORK_SERVERS] = folder
    # Half an engine's time; tests that kill one keep the checkpoints.
    os.environ |= NO_CHECKPOINTS
    config.stash[_FORK_SERVERS] = [
        subprocess.Popen(
            [
                sys.executable,
                "tools/fork_server.py",
                f"{folder}/{name}",
                f"simulator.preload.{name}",
            ],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        )
        for name in ("eks", "sdk")
    ]


def pytest_unconfigure(config: pytest.Config) -> None:
    for process in config.stash.get(_FORK_SERVERS, []):
        process.kill()
        process.wait()
        shutil.rmtree(os.environ[FORK_SERVERS], ignore_errors=True)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than processors, as some always wait; fewer where memory is short."""
    return max(1, min(processors() + 1, int(memory_gib() / _WORKER_GIB)))


class _Scheduling(LoadFileScheduling):
    """By file, and as one where files share what takes longest: the deployed platform."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "deployed" if file.endswith(SHARE_DEPLOYED) else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, and end those of the platform with what changes it for good."""
    begins = {name: place for place, name in enumerate(LONGEST)}
    last = SHARE_DEPLOYED[-1]

    def place(item: pytest.Item) -> tuple[int, bool]:
        name = f"{item.path.parent.name}/{item.path.name}"
        return begins.get(last if name in SHARE_DEPLOYED else name, len(begins)), name == last

    items.sort(key=place)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return _Scheduling(config, log)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return _write if request.config.getoption("--golden") else _compare


def _write(path: str, text: str) -> None:
    file = ROOT / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _compare(path: str, text: str) -> None:
    file = ROOT / path
    recorded = file.read_text(encoding="utf-8") if file.exists() else ""
    if recorded == text:
        return
    diff = unified_diff(recorded.splitlines(), text.splitlines(), path, "now", lineterm="", n=1)
    reason = f"{path} is out of date. If the change is meant, renew it with: make golden"
    pytest.fail("\n".join([reason, *diff]), pytrace=False)
