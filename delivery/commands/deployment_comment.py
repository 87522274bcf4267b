"""The command that writes the result of a deployment to the merged pull request."""

import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from delivery.command import argument, command
from delivery.commands.check_tip import ROLLBACK_VARIABLE
from delivery.deployment.record import result_file
from delivery.report.report import COMMENT_LIMIT
from delivery.repository.connection import connected, variable
from settings import STACKS

if TYPE_CHECKING:
    from github.PullRequest import PullRequest
    from github.Repository import Repository


@command(
    "deployment-comment",
    argument("stack", choices=STACKS, help="the deployed stack"),
    argument("results", type=Path, metavar="FOLDER", help="what `deploy --into` wrote"),
)
def deployment_comment(arguments: Namespace) -> Iterator[str]:
    """Write the result of a deployment to the merged pull request; uses GITHUB_TOKEN."""
    # A roll-back deploys another commit than the one of the run.
    commit = os.environ.get(ROLLBACK_VARIABLE) or variable("GITHUB_SHA")
    name = variable("GITHUB_REPOSITORY")
    text = _text(name, commit, result_file(arguments.results))
    with connected(name) as repository:
        pull = _merged(repository, commit)
        if pull is None:
            yield f"no merged pull request contains {commit}"
            return
        yield _write(pull, arguments.stack, text)


def _merged(repository: "Repository", commit: str) -> "PullRequest | None":
    """Returns the merged pull request whose merge made a commit.

    https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
    """
    pulls = repository.get_commit(commit).get_pulls()
    return next((one for one in pulls if one.merge_commit_sha == commit and one.merged_at), None)


def _text(repository: str, commit: str, result: Path) -> str:
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    run = f"{server}/{repository}/actions/runs/{variable('GITHUB_RUN_ID')}"
    found = result.read_text(encoding="utf-8")
    foot = f"\n\nCommit {commit}, [workflow run]({run})\n"
    room = COMMENT_LIMIT - len(foot)
    more = "\n\nThe rest is in the summary of the workflow run."
    return (found if len(found) <= room else found[: room - len(more)] + more) + foot


def _write(pull: "PullRequest", stack: str, text: str) -> str:
    """Creates the comment about a stack, or updates the one of an earlier deployment."""
    # The API returns HTML comments, but GitHub does not show them.
    mark = f"<!-- deployment of {stack} -->\n"
    for comment in pull.get_issue_comments():
        if comment.body.startswith(mark):
            comment.edit(mark + text)
            return f"updated the comment about {stack} on #{pull.number}"
    pull.create_issue_comment(mark + text)
    return f"commented about {stack} on #{pull.number}"
