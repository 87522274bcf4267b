"""Tests of the issue about drift, with an HTTP server in place of the GitHub API."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from github import Auth, Github
from github.Repository import Repository

from delivery.drift.drift_issue import LABEL, update_issue
from delivery.plan.change import Change, Op, State
from delivery.plan.stack_plan import StackPlan
from delivery.unmanaged.unmanaged import Listing, Unmanaged

SIDE = State({"days": 7}, {})
CHANGED = StackPlan(
    "staging", (Change("urn:pulumi:staging::c::aws:x/y:Y::z", Op.UPDATE, SIDE, SIDE),)
)
SAME = StackPlan("staging", (Change("urn:pulumi:staging::c::aws:x/y:Y::z", Op.SAME, SIDE, SIDE),))
FAILED = StackPlan("staging", succeeded=False)


class Issues(BaseHTTPRequestHandler):
    """Issues and comments of a repository (GitHub REST API, "Issues")."""

    issues: ClassVar[list[dict[str, Any]]] = []
    comments: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        if number := re.search(r"/issues/(\d+)$", self.path):
            self._answer(200, self.issues[int(number[1]) - 1])
            return
        labelled = f"labels={LABEL}" in self.path
        found = [one for one in self.issues if one["state"] == "open" and LABEL in one["labels"]]
        self._answer(200, found if labelled else self.issues)

    def do_POST(self) -> None:
        sent = self._sent()
        if self.path.endswith("/comments"):
            self.comments.append(sent["body"])
            self._answer(201, {"body": sent["body"]})
            return
        number = len(self.issues) + 1
        made = {"number": number, "state": "open", "url": f"{self._base()}/{number}", **sent}
        self.issues.append(made)
        self._answer(201, made)

    def do_PATCH(self) -> None:
        (number,) = re.findall(r"/issues/(\d+)$", self.path)
        self.issues[int(number) - 1].update(self._sent())
        self._answer(200, self.issues[int(number) - 1])

    def log_message(self, format: str, *args: Any) -> None:
        """Does not print requests."""

    def _base(self) -> str:
        return f"http://{self.headers['Host']}/repos/org/iac/issues"

    def _sent(self) -> dict[str, Any]:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, status: int, body: Any) -> None:
        shown = [one | {"labels": []} for one in body] if isinstance(body, list) else body
        content = json.dumps(shown if isinstance(shown, list) else shown | {"labels": []}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def repository() -> Iterator[Repository]:
    Issues.issues, Issues.comments = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Issues)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    github = Github(auth=Auth.Token("t"), base_url=url, seconds_between_writes=0, lazy=True)
    yield github.get_repo("org/iac")
    github.close()
    server.shutdown()
    server.server_close()


def test_drift_opens_one_issue_and_updates_it(repository: Repository) -> None:
    assert update_issue(repository, [CHANGED], "days: 7 to 1") == "opened #1"
    assert update_issue(repository, [CHANGED], "days: 7 to 1") == "#1 is up to date"
    assert Issues.comments == []
    assert update_issue(repository, [CHANGED], "days: 7 to 2") == "updated #1"
    (issue,) = Issues.issues
    assert (issue["body"], issue["labels"]) == ("days: 7 to 2", [LABEL])
    assert len(Issues.comments) == 1


def test_a_pull_request_with_the_label_is_never_the_issue(repository: Repository) -> None:
    repository.create_issue("Remove the drift of the buckets", body="by Ada", labels=[LABEL])
    Issues.issues[0]["pull_request"] = {"url": "http://127.0.0.1/repos/org/iac/pulls/1"}
    assert update_issue(repository, [SAME], "") == "no drift"
    assert update_issue(repository, [CHANGED], "days") == "opened #2"
    assert update_issue(repository, [SAME], "") == "closed #2"
    assert (Issues.issues[0]["state"], Issues.issues[0]["body"]) == ("open", "by Ada")


def test_the_issue_is_closed_when_there_is_no_drift(repository: Repository) -> None:
    update_issue(repository, [CHANGED], "days")
    assert update_issue(repository, [SAME], "") == "closed #1"
    assert Issues.issues[0]["state"] == "closed"
    assert update_issue(repository, [SAME], "") == "no drift"
    assert update_issue(repository, [CHANGED], "days again") == "opened #2"


def test_a_failed_comparison_opens_an_issue_and_keeps_it_open(repository: Repository) -> None:
    assert update_issue(repository, [SAME, FAILED], "failed") == "opened #1"
    assert update_issue(repository, [FAILED], "failed") == "#1 is up to date"
    assert Issues.issues[0]["state"] == "open"


EVE = Unmanaged("AWS::IAM::User", "eve", "arn:aws:iam::1:user/eve", 40)
FOUND = Listing((EVE,))


def test_unmanaged_resources_open_the_issue_also_without_drift(repository: Repository) -> None:
    assert update_issue(repository, [SAME], "no drift\n", FOUND) == "opened #1"
    assert Issues.issues[0]["body"].startswith("no drift\n\n<details>")
    assert "arn:aws:iam::1:user/eve" in Issues.issues[0]["body"]
    assert update_issue(repository, [SAME], "no drift\n", Listing(())) == "closed #1"


def test_a_greater_age_of_a_resource_updates_the_issue_without_a_comment(
    repository: Repository,
) -> None:
    update_issue(repository, [CHANGED], "days", FOUND)
    older = Listing((replace(EVE, days=41),))
    assert update_issue(repository, [CHANGED], "days", older) == "updated #1"
    assert "| 41 |" in Issues.issues[0]["body"]
    assert Issues.comments == []


def test_a_new_resource_and_a_new_drift_have_a_comment(repository: Repository) -> None:
    update_issue(repository, [CHANGED], "days", FOUND)
    more = Listing((EVE, replace(EVE, arn="arn:aws:iam::1:user/mallory")))
    update_issue(repository, [CHANGED], "days", more)
    update_issue(repository, [CHANGED], "hours", more)
    assert Issues.comments == [
        "The list of unmanaged resources has changed. The description above is up to date.",
        "The drift has changed. The description above is up to date.",
    ]


def test_the_issue_stays_open_if_the_resources_cannot_be_listed(repository: Repository) -> None:
    update_issue(repository, [SAME], "no drift", FOUND)
    failed = Listing((), ("The unmanaged resources cannot be listed: no rights",), failed=True)
    assert update_issue(repository, [SAME], "no drift", failed) == "updated #1"
    assert "cannot be listed" in Issues.issues[0]["body"]


def test_the_body_of_the_issue_fits_with_thousands_of_resources(repository: Repository) -> None:
    many = Listing(tuple(replace(EVE, arn=f"{EVE.arn}-{one}") for one in range(3000)))
    update_issue(repository, [CHANGED], "x" * 40_000, many)
    assert 60_000 < len(Issues.issues[0]["body"]) <= 65_536
