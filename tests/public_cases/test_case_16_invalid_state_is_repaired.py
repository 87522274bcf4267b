"""Public case 16: a snapshot integrity error.

https://github.com/pulumi/pulumi/issues/22868
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from delivery.commands.preview import plan_in, preview
from delivery.drift.drift import drift_in, find_drift
from delivery.recovery import recover
from delivery.recovery.integrity import InvalidStateError
from tests.chaos.deployments import CliOfStack
from tests.engine.conftest import Platform

PROGRAM = """
import pulumi
import pulumi_aws as aws
dead = aws.sqs.Queue("dead", name="dead")
aws.sqs.Queue("jobs", name="jobs", opts=pulumi.ResourceOptions(depends_on=[dead]))
"""
REMEDY = "Run `python -m delivery deploy staging`"


def test_an_invalid_order_is_explained_by_previews_and_repaired_by_a_deployment(
    program: Callable[[str], Platform], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small = program(PROGRAM)
    (small.project / "Pulumi.staging.yaml").write_text("config: {}")
    small.up("staging")
    edit(small, list.reverse)
    for name, value in small.engine.environment("staging").items():
        monkeypatch.setenv(name, value)
    list(preview(["staging"], tmp_path / "previews", small.project))
    plan = plan_in(tmp_path / "previews", "staging")
    list(find_drift(["staging"], tmp_path / "drift", small.project))
    (drift,) = drift_in(tmp_path / "drift")
    for found in (plan, drift):
        assert not found.succeeded
        assert REMEDY in found.errors[0]
    lines = list(recover("staging", CliOfStack(small, "staging"), small.aws))
    assert "staging: repaired the state, in which Queue jobs precedes Queue dead" in lines[0]
    small.up("staging", "--expect-no-changes")


def edit(small: Platform, change: Callable[[list[Any]], object]) -> None:
    """Change the resources in the file of the state, except the stack and the provider."""
    (file,) = small.account.folder.rglob("stacks/small/staging.json")
    state = json.loads(file.read_text())
    resources = state["checkpoint"]["latest"]["resources"]
    first = [one for one in resources if one["type"].startswith("pulumi:")]
    others = [one for one in resources if one not in first]
    change(others)
    state["checkpoint"]["latest"]["resources"] = [*first, *others]
    file.write_text(json.dumps(state))
    file.with_name("staging.json.attrs").unlink(missing_ok=True)


QUEUE = "aws:sqs/queue:Queue"
PROVIDER = "urn:pulumi:staging::small::pulumi:providers:aws::default"


def resource(name: str, **more: object) -> dict[str, Any]:
    return {"urn": f"urn:pulumi:staging::small::{QUEUE}::{name}", "type": QUEUE, "id": name, **more}


class StateOf:
    """A CLI with a state; it counts repairs."""

    def __init__(self, project: Path, *resources: dict[str, Any]) -> None:
        (project / "Pulumi.yaml").write_text("name: small\n")
        self.project, self.resources, self.repairs = project, resources, 0
        self.environment: dict[str, str] = {}

    def output(self, *arguments: str, text: str | None = None) -> str:
        if arguments[0] == "whoami":
            return json.dumps({"url": self.project.as_uri()})
        if arguments[:2] == ("state", "repair"):
            self.repairs += 1
        return json.dumps({"version": 3, "deployment": {"resources": self.resources}})


def no_aws(service: str) -> object:
    raise AssertionError(service)


def test_a_missing_dependency_is_repaired(tmp_path: Path) -> None:
    cli = StateOf(tmp_path, resource("jobs", dependencies=[resource("dead")["urn"]]))
    (line,) = recover("staging", cli, no_aws)
    assert line.endswith(
        "Queue jobs depends on urn:pulumi:staging::small::aws:sqs/queue:Queue::dead,"
        " which does not exist"
    )
    assert cli.repairs == 1


@pytest.mark.parametrize(
    ("resources", "reason"),
    [
        ([resource("jobs", parent="urn:gone")], "Queue jobs has the parent urn:gone"),
        ([resource("jobs", provider=f"{PROVIDER}::1")], "Queue jobs has the provider urn:"),
        ([resource("jobs"), resource("jobs")], "::jobs occurs 2 times"),
    ],
)
def test_a_state_that_a_repair_would_damage_is_left_to_a_person(
    tmp_path: Path, resources: list[dict[str, Any]], reason: str
) -> None:
    cli = StateOf(tmp_path, *resources)
    with pytest.raises(InvalidStateError, match='in "Recover the state"') as refused:
        list(recover("staging", cli, no_aws))
    assert reason in str(refused.value)
    assert not cli.repairs
