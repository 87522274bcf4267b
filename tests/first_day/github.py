"""The GitHub repository of the first day: a Git repository, pull requests, issues, and the API."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.delivery.github_api import NAME, NOT_FOUND, OWNER, Answer, GitHub

_R = f"/repos/{OWNER}/{NAME}"


def git(folder: Path, *arguments: str) -> str:
    """Runs Git in a folder as a person of the team; returns its output."""
    who = ("-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.org")
    command = ["git", *who, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Hub(GitHub):
    """A new repository without a commit; `origin` is its folder, which Git can clone."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.origin = folder / "origin.git"
        git(folder, "init", "-q", "--bare", "-b", "main", str(self.origin))
        self.comments: dict[int, dict[str, str]] = {}
        """The bodies of comments by the number of the pull request, and by their first line."""
        self.issues: list[dict[str, Any]] = []

    @property
    def tip(self) -> str:
        """The commit of the branch main."""
        return git(self.origin, "rev-parse", "main")

    def first_commit(self, checkout: Path, folder: Path) -> Path:
        """Pushes the files that Git tracks in a checkout as the first commit; returns a clone."""
        clone = folder / "admin"
        names = git(checkout, "ls-files", "-z")
        for name in filter(None, names.split("\0")):
            if (checkout / name).is_file():
                (clone / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(checkout / name, clone / name)
        git(clone, "init", "-q", "-b", "main")
        git(clone, "add", "--all")
        git(clone, "commit", "-q", "-m", "The program")
        git(clone, "push", "-q", str(self.origin), "main")
        return clone

    def open_pull(self, number: int, branch: str, body: str) -> dict[str, Any]:
        """Opens a pull request of a pushed branch; returns the event that starts workflows."""
        self.description = {
            "body": body,
            "lastEditedAt": None,
            "userContentEdits": {"pageInfo": {"hasNextPage": False}, "nodes": []},
        }
        pull = {"number": number, "body": body, "base": {"sha": self.tip, "ref": "main"}}
        head = {"sha": git(self.origin, "rev-parse", branch), "ref": branch}
        full = {"full_name": self.repository["full_name"]}
        return {"action": "opened", "pull_request": pull | {"head": head | {"repo": full}}}

    def squash(self, number: int, branch: str, title: str, clone: Path) -> str:
        """Merges a pull request, which grace approves; returns the commit."""
        approval = {"state": "APPROVED", "submitted_at": "2026-12-01T12:00:00Z", "id": 1}
        self.reviews = [approval | {"user": {"login": "grace"}}]
        git(clone, "checkout", "-q", "main")
        git(clone, "merge", "-q", "--squash", branch)
        git(clone, "commit", "-q", "-m", f"{title} (#{number})\n\n{self.description['body']}")
        git(clone, "push", "-q", str(self.origin), "main")
        url = f"{self.url}{_R}"
        self.pulls = [
            {
                "number": number,
                "merge_commit_sha": self.tip,
                "merged_at": "2026-12-01T12:01:00Z",
                "url": f"{url}/pulls/{number}",
                "issue_url": f"{url}/issues/{number}",
            }
        ]
        return self.tip

    def answer(self, verb: str, path: str, body: Any) -> Answer:
        """Answers also about commits, issues and comments."""
        for pattern, handle in _ROUTES.items():
            if found := re.fullmatch(pattern, f"{verb} {path}"):
                return handle(self, body, *found.groups())
        return super().answer(verb, path, body)

    def commit(self, body: Any, sha: str) -> Answer:
        """Returns a commit of `origin`."""
        message = git(self.origin, "log", "-1", "--format=%B", sha)
        url = f"{self.url}{_R}/commits/{sha}"
        return 200, {"sha": sha, "url": url, "commit": {"message": message}}

    def branch(self, body: Any, name: str) -> Answer:
        """Returns a branch of `origin`."""
        return 200, {"name": name, "commit": {"sha": git(self.origin, "rev-parse", name)}}

    def list_comments(self, body: Any, number: str) -> Answer:
        """Returns the comments of a pull request."""
        found = self.comments.get(int(number), {})
        url = f"{self.url}{_R}/issues/{number}/comments"
        return 200, [
            {"id": index, "url": f"{url}/{index}", "body": text}
            for index, text in enumerate(found.values())
        ]

    def put_comment(self, body: Any, number: str, index: str = "") -> Answer:
        """Creates a comment, or updates the one with this index."""
        found = self.comments.setdefault(int(number), {})
        key = [*found][int(index)] if index else body["body"].splitlines()[0]
        found[key] = body["body"]
        return (200 if index else 201), {"id": 1, "body": body["body"]}

    def list_issues(self, body: Any) -> Answer:
        """Returns the open issues."""
        return 200, [one for one in self.issues if one["state"] == "open"]

    def add_issue(self, body: Any) -> Answer:
        """Opens an issue."""
        number = 100 + len(self.issues)
        url = f"{self.url}{_R}/issues/{number}"
        issue = {"number": number, "state": "open", "url": url, "labels": []} | body
        self.issues.append(issue | {"labels": [{"name": one} for one in body.get("labels", ())]})
        return 201, self.issues[-1]

    def change_issue(self, body: Any, number: str) -> Answer:
        """Updates an issue."""
        (issue,) = (one for one in self.issues if one["number"] == int(number))
        issue.update(body)
        return 200, issue


_ROUTES: dict[str, Callable[..., Answer]] = {
    f"GET {_R}/branches/([^/]+)": Hub.branch,
    f"GET {_R}/commits/([^/]+)": Hub.commit,
    f"GET {_R}/issues": Hub.list_issues,
    f"POST {_R}/issues": Hub.add_issue,
    f"PATCH {_R}/issues/([0-9]+)": Hub.change_issue,
    f"GET {_R}/issues/([0-9]+)/comments": Hub.list_comments,
    f"POST {_R}/issues/([0-9]+)/comments": Hub.put_comment,
    f"PATCH {_R}/issues/([0-9]+)/comments/([0-9]+)": Hub.put_comment,
    f"GET {_R}/labels/[^/]+": lambda hub, body: NOT_FOUND,
    f"POST {_R}/labels": lambda hub, body: (201, body),
}
