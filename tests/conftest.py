"""Golden records: texts that follow from the program, under version control to be reviewed."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler.loadfile import LoadFileScheduling

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
    "engine/test_pull_request.py",
    "engine/test_restore.py",
    "engine/test_sandboxes.py",
)

Golden = Callable[[str, str], None]
"""`golden(path, text)`, with a path in the checkout, fails unless the file there is the text."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", action="store_true", help="write the golden records anew instead of comparing"
    )


class _Scheduling(LoadFileScheduling):
    """By file, and as one where files share what takes longest: the deployed platform."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "deployed" if file.endswith(SHARE_DEPLOYED) else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave for the end what changes the deployed platform for good."""
    items.sort(key=lambda item: item.path.match("engine/test_pull_request.py"))


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
