"""The command that stops runs of a workflow for outdated commits."""

import os
import subprocess
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from delivery.command import DeliveryError, NegativeResultError, command
from delivery.repository.connection import connected, variable

if TYPE_CHECKING:
    from github.Repository import Repository

BRANCH = "main"
"""The branch that is deployed."""

ROLLBACK_VARIABLE = "ROLLBACK_TO"
"""Environment variable with the commit to roll back to; empty or not set without a roll-back."""


class CheckoutError(DeliveryError):
    """The current folder is not a Git checkout."""


@command("check-tip")
def check_tip(_: Namespace) -> Iterator[str]:
    """Fail unless the commit is the tip of main, or ROLLBACK_TO names it; uses GITHUB_TOKEN."""
    commit, wanted = _commit(), os.environ.get(ROLLBACK_VARIABLE, "")
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


def _commit() -> str:
    git = ["git", "rev-parse", "HEAD"]
    try:
        return subprocess.run(git, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        raise CheckoutError(
            "The current folder is not a Git checkout. Run this in the checkout that is deployed."
        ) from None
