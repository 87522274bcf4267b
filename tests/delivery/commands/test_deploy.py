"""Tests of `deploy` with the real CLI, in which doubles replace preview and update."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from delivery.aws import Clients
from delivery.commands import deploy as command
from delivery.commands.deploy import DeployError, Judged, deploy
from delivery.deployment.record import recorded, result_file
from delivery.deployment.steps import Step
from delivery.deployment.update import Ended
from delivery.pulumi_cli import Cli
from delivery.stacks import stacks_in
from settings import AccountSettings

Deploy = Callable[..., list[str]]

STEP = Step("delete", "urn:pulumi:staging::cellscope::aws:sqs/queue:Queue::jobs")
OTHER = Step("update", "urn:pulumi:staging::cellscope::aws:sqs/queue:Queue::results")
EVENT = {"metadata": {**STEP._asdict(), "old": None, "new": None}}


@pytest.fixture
def deployed(
    monkeypatch: pytest.MonkeyPatch,
    clone: Cli,
    deployer: Clients,
    settings: AccountSettings,
    tmp_path: Path,
) -> Deploy:
    """Deploys staging for the first time; `pulumi up` ends as given."""

    def run(
        ended: Ended, *, passes: bool = True, shown: Any = None, edits: bool = False
    ) -> list[str]:
        def preview(stacks: list[str], folder: Path, project: Path) -> list[str]:
            folder.mkdir(exist_ok=True)
            (folder / "staging.jsonl").write_text(json.dumps({"resourcePreEvent": EVENT}))
            if edits:
                (project / "__main__.py").write_text("edited during the preview")
            return []

        def update(stack: str, cli: Cli, judged: frozenset[Step]) -> Ended:
            assert stacks_in(cli, deployer) == [stack] == ["staging"]
            assert judged == {STEP}
            return ended

        verdict = SimpleNamespace(passes=passes, text="the verdict")
        monkeypatch.setattr(command, "preview", preview)
        monkeypatch.setattr(command, "plan_in", lambda *_: None)
        monkeypatch.setattr(command, "restore", lambda *_: [])
        monkeypatch.setattr(command, "judge", lambda *_: verdict)
        monkeypatch.setattr(command, "update", update)
        judged, folder = Judged("", shown), tmp_path / "results"
        return list(deploy("staging", settings, clone.project, deployer, judged, folder))

    return run


def published(aws: Clients) -> Any:
    key = "published/staging.json"
    answer = aws("s3").get_object(Bucket="cellscope-state-242905224710", Key=key)
    return json.loads(answer["Body"].read())


def test_the_first_deployment_creates_the_stack(deployed: Deploy, aws: Clients) -> None:
    created, *others = deployed(Ended(True, ()))
    assert created.startswith("$ pulumi stack init staging --no-select --secrets-provider awskms:")
    assert others == ["the verdict", "staging: deployed"]
    assert published(aws)["deployment"]


def test_the_state_is_published_also_after_a_failed_deployment(
    deployed: Deploy, aws: Clients
) -> None:
    with pytest.raises(DeployError, match="the deployment failed"):
        deployed(Ended(False, ()))
    assert published(aws)["deployment"]


def test_an_error_of_publishing_does_not_hide_that_the_deployment_failed(
    deployed: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject")

    monkeypatch.setattr(command, "publish", refuses)
    with pytest.raises(
        DeployError, match=r"(?s)the deployment failed.*not published.*AccessDenied"
    ):
        deployed(Ended(False, ()))


def test_a_refused_first_deployment_says_that_it_created_the_stack(deployed: Deploy) -> None:
    with pytest.raises(DeployError) as refusal:
        deployed(Ended(True, ()), passes=False)
    assert str(refusal.value) == (
        "staging: no resource was changed. The stack was created and is empty.\n\nthe verdict"
    )


def test_a_change_after_the_preview_stops_the_deployment(deployed: Deploy) -> None:
    with pytest.raises(DeployError, match=r"no resource was changed.*\n\nThe program of the stack"):
        deployed(Ended(True, ()), edits=True)


def test_a_step_that_the_reviewers_did_not_see_stops_the_deployment(deployed: Deploy) -> None:
    with pytest.raises(DeployError, match=f"no resource was changed(?s:.*)did not see:\n  {STEP}"):
        deployed(Ended(True, ()), shown=frozenset({OTHER}))
    assert deployed(Ended(True, ()), shown=frozenset({STEP}))[-1] == "staging: deployed"


def test_a_step_outside_the_judged_plan_is_named_with_the_remedy(deployed: Deploy) -> None:
    with pytest.raises(DeployError, match=f"does not contain:\n  {OTHER}\n(?s:.*)run the same"):
        deployed(Ended(False, (OTHER,)))


def fails() -> Any:
    yield "begun"
    raise DeployError("no way")


def test_the_result_of_a_failed_deployment_is_written_too(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    with pytest.raises(DeployError):
        list(recorded("staging", fails(), tmp_path, "", summary))
    text = result_file(tmp_path).read_text()
    assert summary.read_text() == text
    assert text.startswith("## staging: not deployed, or only in part\n\n```text\nno way\n```")
    assert "ended before its preview" in text
