"""Tests of the comment about a deployment, with an HTTP server in place of the GitHub API."""

from pathlib import Path

import pytest

from delivery.__main__ import main
from delivery.deployment.record import result_file
from tests.delivery.commands.github_answers import PREFIX, Answers

COMMIT = "a" * 40
MARK = "<!-- deployment of staging -->\n"
RUN = "https://github.com/org/iac/actions/runs/42"


@pytest.fixture(autouse=True)
def merged(monkeypatch: pytest.MonkeyPatch, github: Answers) -> None:
    """The pull request 7, whose merge is the commit; another one contains the commit, too."""
    monkeypatch.setenv("GITHUB_SHA", COMMIT)
    monkeypatch.setenv("GITHUB_RUN_ID", "42")
    api = f"http://127.0.0.1:{github.server_port}{PREFIX}"

    def pull(number: int, commit: str) -> dict[str, object]:
        return {
            "number": number,
            "merge_commit_sha": commit,
            "merged_at": "2026-01-01T00:00:00Z",
            "url": f"{api}/pulls/{number}",
            "issue_url": f"{api}/issues/{number}",
        }

    github.get[f"/commits/{COMMIT}"] = {"sha": COMMIT, "url": f"{api}/commits/{COMMIT}"}
    github.get[f"/commits/{COMMIT}/pulls"] = [pull(6, "b" * 40), pull(7, COMMIT)]
    github.get["/issues/7/comments"] = []


def write(folder: Path, text: str = "## staging: deployed\n") -> str:
    result_file(folder).write_text(text)
    return str(folder)


def test_the_result_is_written_to_the_merged_pull_request(tmp_path: Path, github: Answers) -> None:
    assert main(["deployment-comment", "staging", write(tmp_path)]) == 0
    ((method, path, body),) = github.sent
    assert (method, path) == ("POST", "/issues/7/comments")
    assert body["body"].startswith(f"{MARK}## staging: deployed\n")
    assert RUN in body["body"]


def test_a_later_deployment_of_the_same_stack_updates_its_comment(
    tmp_path: Path, github: Answers
) -> None:
    url = f"http://127.0.0.1:{github.server_port}{PREFIX}/issues/comments/"
    github.get["/issues/7/comments"] = [
        {"id": 1, "url": f"{url}1", "body": "<!-- deployment of production -->\ndeployed"},
        {"id": 2, "url": f"{url}2", "body": f"{MARK}not deployed"},
    ]
    assert main(["deployment-comment", "staging", write(tmp_path)]) == 0
    ((method, path, _),) = github.sent
    assert (method, path) == ("PATCH", "/issues/comments/2")


def test_the_comment_fits_the_limit_of_github_and_keeps_the_link(
    tmp_path: Path, github: Answers
) -> None:
    assert main(["deployment-comment", "staging", write(tmp_path, "x" * 70_000)]) == 0
    ((_, _, body),) = github.sent
    # https://github.com/orgs/community/discussions/27190
    assert len(body["body"]) <= 65_536
    assert body["body"].endswith(f"[workflow run]({RUN})\n")


def test_a_commit_without_pull_request_has_no_comment(
    tmp_path: Path, github: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    github.get[f"/commits/{COMMIT}/pulls"] = []
    assert main(["deployment-comment", "staging", write(tmp_path)]) == 0
    assert github.sent == []
    assert "no merged pull request" in capsys.readouterr().out
