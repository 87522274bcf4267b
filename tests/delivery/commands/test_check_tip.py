"""Tests of `check-tip` in a Git checkout, with an HTTP server in place of the GitHub API."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from delivery.__main__ import main
from tests.delivery.commands.github_answers import Answers

NEVER_MERGED = "f" * 40


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, github: Answers) -> list[str]:
    """A checkout of main with two commits, in which the tests run; oldest first."""
    monkeypatch.chdir(tmp_path)

    def git(*arguments: str) -> str:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        command = ["git", *who, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q", "-b", "main")
    made: list[str] = []
    for number in range(2):
        git("commit", "-q", "--allow-empty", "-m", f"commit {number}")
        made.append(git("rev-parse", "HEAD"))
    github.get["/branches/main"] = {"name": "main", "commit": {"sha": made[-1]}}
    for commit, status in zip(
        [*made, NEVER_MERGED], ("ahead", "identical", "diverged"), strict=True
    ):
        github.get[f"/compare/{commit}...main"] = {"status": status, "url": "http://x"}
    return made


def check_out(commit: str) -> None:
    subprocess.run(["git", "checkout", "-q", commit], check=True)


def test_the_tip_of_main_passes(commits: list[str]) -> None:
    assert main(["check-tip"]) == 0


def test_a_rerun_of_an_older_commit_is_refused_with_the_remedy(
    commits: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    check_out(commits[0])
    assert main(["check-tip"]) == 1
    said = capsys.readouterr().err
    assert f"{commits[0]} is not the tip of main, which is {commits[1]}" in said
    assert "docs/runbook.md#roll-back" in said


def test_an_older_commit_passes_as_a_requested_rollback(
    commits: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check_out(commits[0])
    monkeypatch.setenv("ROLLBACK_TO", commits[0])
    assert main(["check-tip"]) == 0


@pytest.mark.parametrize("wanted", ["main", "v1", NEVER_MERGED])
def test_a_rollback_must_name_the_commit_that_is_checked_out(
    commits: list[str], monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    monkeypatch.setenv("ROLLBACK_TO", wanted)
    assert main(["check-tip"]) == 1


def test_a_commit_that_was_never_merged_is_no_rollback(
    commits: list[str],
    github: Answers,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    comparison: dict[str, Any] = {"status": "diverged", "url": "http://x"}
    github.get[f"/compare/{commits[1]}...main"] = comparison
    monkeypatch.setenv("ROLLBACK_TO", commits[1])
    assert main(["check-tip"]) == 1
    assert "not in the history of main" in capsys.readouterr().err
