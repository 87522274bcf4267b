"""Configuration of all tests: golden files, order of test files, fork servers for the engine."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

from simulator.engine import NO_CHECKPOINTS
from simulator.preload import FORK_SERVER_NAMES, fork_server_command
from tests.progress import Progress
from tools.install.machine import memory_gib, processors
from tools.launch import FORK_SERVERS

ROOT = Path(__file__).parents[1]

# No deadline, because a busy machine or a first example with imports is slow.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")

SHARE_DEPLOYED = (
    "engine/test_accounts_own.py",
    "engine/cluster/test_adopted_cluster.py",
    "engine/cluster/test_cluster.py",
    "engine/test_managed_services.py",
    "engine/test_permissions.py",
    "engine/test_platform.py",
    "engine/delivery/test_restore.py",
    "engine/delivery/test_pull_request.py",
)
"""Test files that share a deployed platform; the last one changes it."""

LONGEST = (
    *("engine/delivery/test_first_day.py", "engine/delivery/test_sandboxes.py", *SHARE_DEPLOYED),
    *("everyday/test_tasks.py", "adoption/test_hand_over.py"),
    *("engine/retirement/test_data_stores.py", "adoption/test_altered_estate.py"),
    *("engine/retirement/test_retired_platform.py", "engine/cluster/test_cluster_changes.py"),
    *("public_cases/test_case_09_a_secret_is_taken_back.py", "engine/test_account.py"),
    *("iam/test_escalation.py", "engine/delivery/test_chaos.py"),
)
"""The slowest test files, which start first."""

_WORKER_GIB = 1.5
"""The memory of a test process with a simulated account, an engine and a cluster."""

_TEMPORARY_BYTES = 2_000_000_000
"""The disk space of all test processes, mostly etcd's logs; `/tmp` may be smaller."""

_USE_ENGINE = tuple(
    ROOT / "tests" / name
    for name in ["adoption", "delivery", "engine", "everyday", "public_cases", "simulator", "tools"]
)
_FORK_SERVERS = pytest.StashKey[list[subprocess.Popen[bytes]]]()

Golden = Callable[[str, str], None]
"""`golden(path, text)` fails unless the file at the path in the checkout contains the text."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", action="store_true", help="write the golden files instead of comparing them"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Registers the progress plugin and starts the fork servers of the engines' plugins."""
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
    # This halves an engine's time; tests that kill an engine enable checkpoints.
    os.environ |= NO_CHECKPOINTS
    config.stash[_FORK_SERVERS] = [
        subprocess.Popen(
            fork_server_command(Path(folder), name),
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        )
        for name in FORK_SERVER_NAMES
    ]


def pytest_unconfigure(config: pytest.Config) -> None:
    for process in config.stash.get(_FORK_SERVERS, []):
        process.kill()
        process.wait()
        shutil.rmtree(os.environ[FORK_SERVERS], ignore_errors=True)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Returns the number of processors plus one, or fewer if memory is short."""
    return max(1, min(processors() + 1, int(memory_gib() / _WORKER_GIB)))


class _Scheduling(LoadFileScheduling):
    """Distributes tests by file; files that share the deployed platform stay together."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "deployed" if file.endswith(SHARE_DEPLOYED) else file


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sorts the slowest files first, and the file that changes the platform last.

    With `--golden`, only the tests that write golden files remain: they judge nothing.
    """
    if config.getoption("--golden"):
        others = [item for item in items if "golden" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
    begins = {name: place for place, name in enumerate(LONGEST)}
    last = SHARE_DEPLOYED[-1]

    def place(item: pytest.Item) -> tuple[int, bool]:
        name = item.path.relative_to(ROOT / "tests").as_posix()
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
    reason = f"{path} is out of date. If the change is intended, update it with: make golden"
    pytest.fail("\n".join([reason, *diff]), pytrace=False)
