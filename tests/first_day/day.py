"""The first day: from an empty account and a new repository to a deployed merge, and drift.

Each part uses the credentials that its person or workflow really has. Lines of people are in the
docs; those of workflows are read from `.github`. What differs from a real first day:

- The packages and the Pulumi CLI are installed already.
- The URL of the state's bucket says `s3ForcePathStyle`, because the account has no DNS.
- The CLI saves each state once, at the end (`PULUMI_SKIP_CHECKPOINTS`).
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from simulator.account.account import CHECKOUT, Account
from tests.delivery.github_api import served
from tests.environments import KEEPING, platform_of
from tests.first_day.github import Hub, git
from tests.first_day.runner import PULL, Machines

LINES_OF_PEOPLE = (
    ".venv/bin/python -m delivery bootstrap --dry-run",
    ".venv/bin/python -m delivery bootstrap",
    "pulumi login 's3://cellscope-state-242905224710?region=eu-west-1&awssdk=v2'",
    ".venv/bin/python -m delivery deploy account",
    ".venv/bin/python -m delivery github --apply",
)
"""The lines that the administrator runs, as the docs have them."""

NEW_BUCKET = 'Bucket("cell-notes", Owner.API, DataClass.DERIVED, noncurrent_days=30),'
BRANCH, TITLE = "notes", "A bucket for notes"


class Part(NamedTuple):
    """A part of the day; `run` raises StepFailedError or AssertionError if it fails."""

    title: str
    run: Callable[[], None]


class FirstDay:
    """The day in a separate account; `folder` gets the repository and all checkouts."""

    def __init__(self, account: Account, folder: Path, url: str, hub: Hub) -> None:
        self.account, self.hub = account, hub
        self.machines = Machines(account, hub, folder)
        self.clone = hub.first_commit(CHECKOUT, folder)
        (self.clone / ".venv").symlink_to(CHECKOUT / ".venv")

    def parts(self) -> Iterator[Part]:
        """Yields the parts in order."""
        yield Part("IAM users and the hosted zone exist", self._prerequisites)
        for line in LINES_OF_PEOPLE:
            yield Part(f"Administrator: {line}", lambda line=line: self._administrate(line))
        yield Part("Workflow deploy-infra: both environments", self._everything)
        yield Part("Pull request: preview and comment", self._pull_request)
        yield Part("Merge: deployments and their results", self._merge)
        yield Part("Workflow drift: a changed queue opens an issue", self._drift)
        yield Part("Workflow sandbox: create, list and remove", self._sandbox)

    def _prerequisites(self) -> None:
        settings = [platform_of(name) for name in KEEPING]
        running = self.account.up()
        self.account.make_users(running, {one.name for each in settings for one in each.people})
        self.account.make_zones(running, {one.domain.zone for one in settings if one.domain})

    def _administrate(self, line: str) -> None:
        self.machines.administrator(line, self.clone, GITHUB_TOKEN="t", AWS_REGION="eu-west-1")

    def _everything(self) -> None:
        self.machines.workflow("deploy-infra.yaml", {})
        clusters = self.account.client(self.account.up(), "eks").list_clusters()["clusters"]
        assert clusters == ["biomage-production", "biomage-staging"]

    def _pull_request(self) -> None:
        git(self.clone, "checkout", "-q", "-b", BRANCH)
        buckets = self.clone / "estate" / "data" / "buckets.py"
        text = buckets.read_text()
        buckets.write_text(text.replace("\nBUCKETS = (\n", f"\nBUCKETS = (\n    {NEW_BUCKET}\n"))
        git(self.clone, "commit", "-q", "-a", "-m", TITLE)
        git(self.clone, "push", "-q", str(self.hub.origin), BRANCH)
        event = self.hub.open_pull(PULL, BRANCH, "For the api's notes.")
        self.machines.workflow("preview.yaml", event)
        assert "cell-notes-staging" in self.hub.comments[PULL]["preview"]

    def _merge(self) -> None:
        self.hub.squash(PULL, BRANCH, TITLE, self.clone)
        self.machines.workflow("deploy.yaml", {})
        buckets = self.account.client(self.account.up(), "s3").list_buckets()["Buckets"]
        names = {one["Name"] for one in buckets}
        assert {f"cell-notes-{one}" for one in KEEPING} <= names
        results = [text for text in self.hub.comments[PULL].values() if "deployed" in text]
        assert len(results) == len(KEEPING)

    def _drift(self) -> None:
        sqs = self.account.client(self.account.up(), "sqs")
        url = sqs.get_queue_url(QueueName="queue-job-default-staging.fifo")["QueueUrl"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "77"})
        self.machines.workflow("drift.yaml", {})
        (issue,) = self.hub.issues
        assert "queue-job" in issue["body"]
        # Nothing else differs from what the deployments left.
        assert re.findall(r"\*\*(\w+): [0-9]+ resources? ha", issue["body"]) == ["staging"]
        assert "<summary>0 unmanaged resources</summary>" in issue["body"]

    def _sandbox(self) -> None:
        for action in ("create", "remove", "remove-expired"):
            self.machines.workflow("sandbox.yaml", {}, action=action, id="ada-1", days="14")
        state = self.account.client(self.account.up(), "s3").list_objects_v2(
            Bucket="cellscope-state-242905224710", Prefix=".pulumi/stacks/cellscope/sandbox-"
        )
        assert not [one for one in state.get("Contents", ()) if one["Key"].endswith(".json")]


def first_day(account: Account, folder: Path) -> Iterator[tuple[FirstDay, Part]]:
    """Yields the parts of the day, while the GitHub API is served."""
    hub = Hub(folder)
    with served(hub) as url:
        day = FirstDay(account, folder, url, hub)
        for part in day.parts():
            yield day, part
