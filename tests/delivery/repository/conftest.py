"""A new GitHub repository over HTTP."""

from collections.abc import Iterator

import pytest

from tests.delivery.github_api import NAME, OWNER, GitHub, served


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Returns the state of a new repository; commands use it as an admin."""
    made = GitHub()
    monkeypatch.setattr("delivery.repository.connection.SECONDS_BETWEEN_WRITES", 0)
    with served(made) as url:
        monkeypatch.setenv("GITHUB_API_URL", url)
        monkeypatch.setenv("GITHUB_REPOSITORY", f"{OWNER}/{NAME}")
        monkeypatch.setenv("GITHUB_TOKEN", "t")
        yield made
