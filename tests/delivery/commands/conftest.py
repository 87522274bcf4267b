"""Fixtures of commands that use the GitHub API."""

from collections.abc import Iterator

import pytest

from tests.delivery.commands.github_answers import Answers, serving


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """A server in place of the GitHub API, for the repository org/iac."""
    with serving(monkeypatch) as server:
        yield server
