"""The command that stops runs of a workflow for outdated commits."""

import os
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from delivery.checkout import checked_out_commit
from delivery.command import NegativeResultError, command
from delivery.repository.connection import connected, variable
from delivery.repository.desired import BRANCH

if TYPE_CHECKING:
    from github.Repository import Repository

ROLLBACK_VARIABLE = "ROLLBACK_TO"
"""Environment variable with the commit to roll back to; empty or not set without a roll-back."""


@command("check-tip")
def check_tip(_: Namespace) -> Iterator[str]:
    """Fail unless the commit is the tip of main, or ROLLBACK_TO names it; uses GITHUB_TOKEN."""
    commit, wanted = checked_out_commit(), os.environ.get(ROLLBACK_VARIABLE, "")
    with connected(variable("GITHUB_REPOSITORY")) as repository:
        yield _rolled_back(repository, commit, wanted) if wanted else _tip(repository, commit)


def _tip(repository: "Repository", commit: str) -> str:
    tip = repository.get_branch(BRANCH).commit.sha
    if commit != tip:
        raise NegativeResultError(
            f"The commit {commit} is not the tip of {BRANCH}, which is {tip}. A run of the tip"
            " deploys that commit, with this one. To deploy an older commit, start the workflow"
            " `deploy` with the commit as the roll-back (docs/runbook.md#roll-back)."
        )
    return f"{commit} is the tip of {BRANCH}"


def _rolled_back(repository: "Repository", commit: str, wanted: str) -> str:
    if commit != wanted:
        raise NegativeResultError(
            f"The roll-back must name the complete id of a commit. {ROLLBACK_VARIABLE} is"
            f" {wanted!r}, and the checked out commit is {commit}. Start the workflow again with"
            " that id, if it is the right commit."
        )
    # The status of the branch, seen from the commit:
    # https://docs.github.com/en/rest/commits/commits#compare-two-commits
    status = repository.compare(commit, BRANCH).status
    if status not in ("ahead", "identical"):
        raise NegativeResultError(
            f"The commit {commit} is not in the history of {BRANCH}, so it was never reviewed as a"
            " part of it. Name a commit that was merged."
        )
    return f"{commit} is deployed as a roll-back"
