"""The first day: from an empty account and a new repository to a deployed merge and drift."""

from collections.abc import Iterator

import pytest

from simulator.account.account import CHECKOUT, Account
from tests.checkout import tracked
from tests.first_day.day import LINES_OF_PEOPLE, FirstDay, first_day
from tests.first_day.workflows import Workflows

NOT_REHEARSED = {"check.yaml: make check"}
"""Lines of workflows that the rehearsal does not run: the tests, which contain the rehearsal."""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstDay]:
    """The day after its last part."""
    folder = tmp_path_factory.mktemp("first-day")
    account = Account.of_checkout().at(folder / "account")
    try:
        days: list[FirstDay] = []
        for one, part in first_day(account, folder):
            part.run()
            days.append(one)
        yield days[-1]
    finally:
        account.down()


def test_the_first_day_runs_every_line_of_the_workflows(day: FirstDay) -> None:
    assert Workflows(CHECKOUT).run_lines() - day.machines.ran == NOT_REHEARSED


def test_jobs_that_reach_clusters_run_on_the_runners_of_their_role(day: FirstDay) -> None:
    deploying = {f"cellscope-deploy-{one}" for one in ("staging", "production", "sandbox")}
    assert day.machines.projects == {*deploying, "cellscope-read"}
    codebuild = day.account.client(day.account.up(), "codebuild")
    assert set(codebuild.list_projects()["projects"]) == day.machines.projects


def test_each_deployment_writes_a_job_summary_and_a_comment_on_the_merged_pull_request(
    day: FirstDay,
) -> None:
    summaries = "\n".join(day.machines.summaries)
    (comments,) = day.hub.comments.values()
    for stack in ("staging", "production"):
        assert f"## {stack}: deployed" in summaries
        assert any(f"## {stack}: deployed" in text for text in comments.values())


def test_people_need_only_lines_of_the_docs() -> None:
    docs = [CHECKOUT / "README.md", *tracked("docs/*.md")]
    text = "\n".join(file.read_text() for file in docs)
    assert [line for line in LINES_OF_PEOPLE if line not in text] == []
