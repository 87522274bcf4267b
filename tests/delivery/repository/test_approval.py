"""Tests of which acknowledgements of a merge commit existed before its approval."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from delivery.__main__ import main
from delivery.stack_files import CHECKOUT
from tests.delivery.github_api import GitHub

HEAD = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=CHECKOUT, text=True).strip()
TABLE = "Acknowledge: replace staging dynamodb.Table invite-access"
QUEUE = "Acknowledge: delete staging sqs.Queue work"

Run = Callable[[], tuple[str, list[str]]]


def at(minute: int) -> str:
    return f"2026-12-01T10:{minute:02}:00Z"


def review(person: str, minute: int, state: str = "APPROVED") -> dict[str, object]:
    return {"id": minute, "user": {"login": person}, "state": state, "submitted_at": at(minute)}


def description(*versions: tuple[int, str | None], more: bool = False) -> dict[str, object]:
    """Returns what GitHub answers for a description with these versions, oldest first."""
    nodes = [{"editedAt": at(minute), "diff": text} for minute, text in reversed(versions)]
    edited = len(versions) > 1
    return {
        "body": versions[-1][1],
        "lastEditedAt": at(versions[-1][0]) if edited else None,
        "userContentEdits": {
            "pageInfo": {"hasNextPage": more},
            "nodes": nodes if edited else [],
        },
    }


@pytest.fixture
def merge(hub: GitHub) -> GitHub:
    """Returns a repository whose current commit merged #7, approved by ada at minute 30."""
    hub.commits[HEAD] = f"Rename a key (#7)\n\n{TABLE}\n{QUEUE}\n"
    hub.pulls = [{"number": 7, "merge_commit_sha": HEAD, "state": "closed"}]
    hub.reviews = [review("ada", 30)]
    hub.description = description((10, f"{TABLE}\n{QUEUE}"))
    return hub


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Returns a function that returns the written file and the printed lines."""

    def made() -> tuple[str, list[str]]:
        assert main(["acknowledgements", "--into", str(tmp_path / "new" / "file")]) == 0
        return (tmp_path / "new" / "file").read_text(), capsys.readouterr().out.splitlines()

    return made


def test_acknowledgements_that_were_approved_count(merge: GitHub, run: Run) -> None:
    text, lines = run()
    assert text == f"{TABLE}\n{QUEUE}\n"
    assert lines == [f"counts: {TABLE}", f"counts: {QUEUE}"]


def test_an_acknowledgement_that_was_added_after_the_approval_does_not_count(
    merge: GitHub, run: Run
) -> None:
    merge.description = description((10, TABLE), (31, f"{TABLE}\n{QUEUE}"))
    text, (_, line) = run()
    assert text == f"{TABLE}\n"
    assert line.startswith("does not count, because #7 did not contain it when it was approved")
    assert QUEUE in line
    assert "deploy --acknowledged FILE" in line


def test_an_edit_before_the_approval_counts(merge: GitHub, run: Run) -> None:
    merge.description = description((10, ""), (29, f"{TABLE}\n{QUEUE}"))
    assert run()[0] == f"{TABLE}\n{QUEUE}\n"
    merge.description = description((10, ""), (20, TABLE), (25, QUEUE), (40, f"{TABLE}\n{QUEUE}"))
    assert run()[0] == f"{QUEUE}\n"


def test_an_edit_in_the_second_of_the_approval_does_not_count(merge: GitHub, run: Run) -> None:
    merge.description = description((10, ""), (30, f"{TABLE}\n{QUEUE}"))
    assert run()[0] == ""


def test_a_later_approval_covers_a_later_edit(merge: GitHub, run: Run) -> None:
    merge.description = description((10, TABLE), (31, f"{TABLE}\n{QUEUE}"))
    merge.reviews += [review("grace", 32)]
    assert run()[0] == f"{TABLE}\n{QUEUE}\n"


@pytest.mark.parametrize(
    "other", [("mary", 32, "APPROVED"), ("stranger", 32, "APPROVED"), ("ada", 32, "DISMISSED"),
              ("grace", 32, "COMMENTED"), ("grace", 32, "CHANGES_REQUESTED")],
)  # fmt: skip
def test_only_approvals_of_people_with_write_access_count(
    merge: GitHub, run: Run, other: tuple[str, int, str]
) -> None:
    merge.description = description((10, TABLE), (31, f"{TABLE}\n{QUEUE}"))
    merge.reviews += [review(*other), review("ada", 33) | {"user": None}]
    assert run()[0] == f"{TABLE}\n"
    merge.reviews = [review(*other)]
    text, lines = run()
    assert text == ""
    assert all("no person with write access approved #7" in line for line in lines)


def test_a_line_that_was_added_when_merging_does_not_count(merge: GitHub, run: Run) -> None:
    merge.description = description((10, TABLE))
    assert run()[0] == f"{TABLE}\n"


def test_a_line_that_was_removed_when_merging_does_not_count(merge: GitHub, run: Run) -> None:
    merge.commits[HEAD] = f"Rename a key (#7)\n\n{TABLE}\n"
    assert run()[0] == f"{TABLE}\n"


@pytest.mark.parametrize(
    "unknown",
    [
        description((10, TABLE), (20, None), (31, f"{TABLE}\n{QUEUE}")),
        description((31, f"{TABLE}\n{QUEUE}"), (32, TABLE)),
        description((20, TABLE), (31, f"{TABLE}\n{QUEUE}"), more=True),
        description((10, TABLE), (31, f"{TABLE}\n{QUEUE}")) | {"body": f"{TABLE}\n\n{QUEUE}"},
    ],
    ids=["deleted version", "first version is missing", "too many versions", "only a patch"],
)
def test_nothing_counts_if_the_approved_description_is_unknown(
    merge: GitHub, run: Run, unknown: dict[str, object]
) -> None:
    merge.description = unknown
    text, lines = run()
    assert text == ""
    assert all("the description of #7 at its approval is unknown" in line for line in lines)


def test_a_commit_without_a_pull_request_acknowledges_nothing(merge: GitHub, run: Run) -> None:
    merge.pulls = [{"number": 7, "merge_commit_sha": "0" * 40, "state": "open"}]
    text, lines = run()
    assert text == ""
    assert all("no pull request was merged with this commit" in line for line in lines)


def test_a_commit_without_acknowledgements_is_reported(merge: GitHub, run: Run) -> None:
    merge.commits[HEAD] = "Rename a key (#7)"
    assert run() == ("", ["the merge commit acknowledges nothing"])


def test_an_unknown_commit_is_one_message(
    hub: GitHub, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["acknowledgements", "--into", str(tmp_path / "file")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"422 No commit found for SHA: {HEAD}" in line
    assert not (tmp_path / "file").exists()
