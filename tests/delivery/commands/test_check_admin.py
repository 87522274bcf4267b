"""Tests of the command `check-admin`, with an HTTP server in place of the GitHub API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from delivery.__main__ import main
from tests.delivery.github_api import GitHub, in_workflow


@pytest.fixture(autouse=True)
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    yield from in_workflow(GitHub(), monkeypatch)


@pytest.mark.parametrize(("person", "code"), [("ada", 0), ("grace", 1), ("unknown", 2)])
def test_only_an_admin_of_the_repository_passes(
    monkeypatch: pytest.MonkeyPatch, person: str, code: int
) -> None:
    monkeypatch.setenv("GITHUB_TRIGGERING_ACTOR", person)
    assert main(["check-admin"]) == code


def test_a_missing_actor_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_TRIGGERING_ACTOR", raising=False)
    assert main(["check-admin"]) == 2
    assert "GITHUB_TRIGGERING_ACTOR must be set" in capsys.readouterr().err


def test_an_issue_is_not_closed_without_a_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift-issue", str(tmp_path)]) == 2
    assert "has no comparison with AWS" in capsys.readouterr().err
