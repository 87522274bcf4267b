"""A new GitHub repository over HTTP."""

from collections.abc import Iterator

import pytest

from tests.delivery.github_api import GitHub, in_workflow


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Returns the state of a new repository; commands use it as an admin."""
    yield from in_workflow(GitHub(), monkeypatch)
