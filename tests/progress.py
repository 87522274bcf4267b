"""Progress of the tests: a line from time to time, with the elapsed time."""

import time

import pytest

from tools.steps import duration

_REPORT_SECONDS = 30


class Progress:
    """A pytest plugin for the printing process; pytest's percentages have no times."""

    def __init__(self) -> None:
        self._started = self._reported = time.monotonic()
        self._done = 0

    @pytest.hookimpl
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._done += report.when == "teardown"
        now = time.monotonic()
        if now - self._reported < _REPORT_SECONDS:
            return
        self._reported = now
        reporter = self._session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter:
            how_far = f"{self._done:,} of {self._session.testscollected:,} tests"
            reporter.write(f"\n{how_far}, {duration(now - self._started)}\n")
