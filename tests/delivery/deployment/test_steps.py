"""Tests of the comparison of announced steps with judged ones."""

import json
from pathlib import Path

import pytest

from delivery.command import NegativeResultError
from delivery.deployment.planned import (
    PlannedStepsError,
    check_shown,
    read_planned,
    write_planned,
)
from delivery.deployment.steps import Step, is_judged, steps_of

TABLE = "urn:pulumi:staging::c::aws:dynamodb/table:Table::a name with spaces"
QUEUE = "urn:pulumi:staging::c::aws:sqs/queue:Queue::jobs"


def announced(op: str) -> str:
    return json.dumps({"resourcePreEvent": {"metadata": {"op": op, "urn": TABLE}}})


@pytest.mark.parametrize("op", ["same", "read", "refresh", "read-replacement", "discard-replaced"])
def test_a_step_that_only_reads_or_keeps_a_resource_changes_nothing(op: str) -> None:
    assert list(steps_of([announced(op)])) == []


@pytest.mark.parametrize("op", ["create", "update", "delete", "create-replacement", "import"])
def test_a_step_that_changes_a_resource_is_read_from_its_event(op: str) -> None:
    lines = ["not an event", announced(op), '{"resourcePreEvent": {"meta']
    assert list(steps_of(lines)) == [Step(op, TABLE)]


def test_providers_are_no_steps_because_previews_do_not_announce_the_default_ones() -> None:
    events = [
        {"op": "create", "urn": f"urn:pulumi:staging::c::pulumi:providers:{name}"}
        for name in ("eks::default_4_4_0", "aws::aws")
    ]
    assert list(steps_of(json.dumps({"resourcePreEvent": {"metadata": e}}) for e in events)) == []


def test_only_the_same_or_a_milder_step_of_the_same_resource_is_judged() -> None:
    judged = {Step("replace", TABLE), Step("update", QUEUE)}
    assert is_judged(Step("update", QUEUE), judged)
    # A value that was unknown in the preview does not force the replacement.
    assert is_judged(Step("update", TABLE), judged)
    assert not is_judged(Step("replace", QUEUE), judged)
    assert not is_judged(Step("delete", QUEUE), judged)
    assert not is_judged(Step("delete", TABLE), judged)
    assert not is_judged(Step("update", f"{TABLE}s"), judged)


def test_what_was_to_be_created_may_be_imported_and_updated_instead() -> None:
    """A deployment restores a secret that is pending deletion before it deploys."""
    judged = {Step("create", TABLE)}
    assert is_judged(Step("import", TABLE), judged)
    assert is_judged(Step("update", TABLE), judged)
    assert not is_judged(Step("replace", TABLE), judged)
    assert not is_judged(Step("import", QUEUE), judged)
    assert not is_judged(Step("create", TABLE), {Step("import", TABLE)})


def test_steps_that_were_shown_are_read_again_from_their_file(tmp_path: Path) -> None:
    steps = frozenset({Step("update", TABLE), Step("create", QUEUE)})
    write_planned(steps, tmp_path / "planned")
    assert read_planned(tmp_path / "planned") == steps


@pytest.mark.parametrize("content", ["nonsense\n", None])
def test_a_file_without_shown_steps_is_an_error(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "planned").write_text(content)
    with pytest.raises(PlannedStepsError, match="python -m delivery plan"):
        read_planned(tmp_path / "planned")


def test_a_step_that_was_not_shown_is_refused_and_named() -> None:
    shown = frozenset({Step("create", QUEUE)})
    with pytest.raises(NegativeResultError, match=f"did not see:\n  delete {TABLE}\n"):
        check_shown("production", shown | {Step("delete", TABLE)}, shown)


def test_a_repeated_deployment_may_have_fewer_steps_than_were_shown() -> None:
    shown = frozenset({Step("create", QUEUE), Step("update", TABLE)})
    said = check_shown("production", frozenset({Step("create", QUEUE)}), shown)
    assert said.endswith("all steps were shown to the reviewers; 1 of the shown steps is done")
