"""The acknowledgements of a merge commit that existed before the last approval.

Anyone with write access may edit the description of a pull request at any time, and the message of
the merge commit when merging. A line that was added after the last approval was not reviewed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from github.PullRequest import PullRequest
from github.Repository import Repository

from delivery.gate.acknowledgement import parse
from delivery.gate.dangers import Acknowledgement
from delivery.repository.api import Api

_HISTORY = """
query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      body
      lastEditedAt
      userContentEdits(first: 100) {
        pageInfo { hasNextPage }
        nodes { editedAt diff }
      }
    }
  }
}
"""
"""The versions of a description: https://docs.github.com/en/graphql/reference/users#usercontentedit

The first version is among them if there are later ones. `diff` has the whole text of a version,
which the docs do not say; so `_described_at` relies on it only if the last one equals the body. It
is null if a person deleted the version.
"""


@dataclass(frozen=True)
class Approved:
    """The acknowledgements that count, those that do not, and the reason for the latter."""

    counting: tuple[Acknowledgement, ...]
    others: tuple[Acknowledgement, ...]
    reason: str


def approved(repository: Repository, commit: str) -> Approved:
    """Returns which acknowledgements in the message of a merge commit count.

    Each must be in the description of the pull request as it was when the last person with write
    access approved it. Raises GithubException if GitHub refuses a request.
    """
    found = repository.get_commit(commit)
    said = parse(found.commit.message).found
    if not said:
        return Approved((), (), "")
    pull = next((one for one in found.get_pulls() if one.merge_commit_sha == found.sha), None)
    if pull is None:
        return Approved((), said, "no pull request was merged with this commit")
    if (moment := _last_approval(repository, pull)) is None:
        return Approved((), said, f"no person with write access approved #{pull.number}")
    if (text := _described_at(repository, pull.number, moment)) is None:
        return Approved((), said, f"the description of #{pull.number} at its approval is unknown")
    reviewed = parse(text).found
    return Approved(
        tuple(one for one in said if one in reviewed),
        tuple(one for one in said if one not in reviewed),
        f"#{pull.number} did not contain it when it was approved, {moment:%Y-%m-%d %H:%M:%S} UTC",
    )


def _last_approval(repository: Repository, pull: PullRequest) -> datetime | None:
    """Returns the time of the last approval; in a public repository, anyone may approve."""
    api = Api(repository)
    approvals = [one for one in pull.get_reviews() if one.state == "APPROVED" and one.user]
    for one in sorted(approvals, key=lambda one: one.submitted_at, reverse=True):
        found = api.get(f"{api.path}/collaborators/{one.user.login}/permission")
        if found and found["permission"] in ("write", "admin"):
            return one.submitted_at
    return None


def _described_at(repository: Repository, number: int, moment: datetime) -> str | None:
    """Returns the description before a moment, or None if GitHub does not have it.

    GitHub's times are whole seconds, so an edit in the same second may be later.
    """
    owner, name = repository.full_name.split("/")
    _, answer = repository.requester.graphql_query(
        _HISTORY, {"owner": owner, "name": name, "number": number}
    )
    pull = answer["data"]["repository"]["pullRequest"]
    if pull["lastEditedAt"] is None or _time(pull["lastEditedAt"]) < moment:
        return pull["body"]
    return _version(pull["userContentEdits"], pull["body"], moment)


def _version(edits: Any, body: str, moment: datetime) -> str | None:
    versions: Sequence[Any] = sorted(edits["nodes"], key=lambda one: _time(one["editedAt"]))
    last = (versions[-1]["diff"] or "") if versions else None
    if edits["pageInfo"]["hasNextPage"] or last is None or last.splitlines() != body.splitlines():
        return None
    earlier = [one["diff"] for one in versions if _time(one["editedAt"]) < moment]
    return earlier[-1] if earlier else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
