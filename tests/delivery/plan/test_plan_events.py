"""Tests of the parser of event streams."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from delivery.plan.change import UNKNOWN, Difference, Op, value_at
from delivery.plan.events import drift_of, plan_of
from settings.adopted import short_type

TABLE = "urn:pulumi:staging::cellscope::aws:dynamodb/table:Table::projects"


def state(inputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"inputs": inputs, "outputs": {}, **more}


def step(op: str, kind: str = "resourcePreEvent", urn: str = TABLE, **more: Any) -> str:
    metadata = {"op": op, "urn": urn, "type": "aws:dynamodb/table:Table", **more}
    return json.dumps({kind: {"metadata": metadata}})


SUMMARY = json.dumps({"summaryEvent": {"result": "succeeded"}})


def test_a_change_has_both_sides_and_its_differences() -> None:
    old, new = state({"hashKey": "id", "tags": {"a.b": "1"}}), state({"hashKey": "key"})
    detailed = {"hashKey": {"diffKind": "update-replace"}, 'tags["a.b"]': {"diffKind": "delete"}}
    plan = plan_of("staging", [step("replace", old=old, new=new, detailedDiff=detailed), SUMMARY])
    (change,) = plan.changes()
    assert plan.succeeded
    assert (change.op, change.name, change.label) == (Op.REPLACE, "projects", change.label)
    assert change.label == "dynamodb.Table projects"
    assert change.differences == (
        Difference("hashKey", replaces=True, before="id", after="key"),
        Difference('tags["a.b"]', replaces=False, before="1"),
    )


def test_a_provider_without_detailed_diff_reports_properties() -> None:
    sides: dict[str, Any] = {"old": state({"a": 1, "b": 2}), "new": state({"a": 2, "b": 3})}
    (change,) = plan_of("dev", [step("replace", diffs=["a", "b"], keys=["b"], **sides)]).resources
    assert [(one.path, one.replaces) for one in change.differences] == [("a", False), ("b", True)]


def test_the_parts_of_a_replacement_are_one_change_with_their_order() -> None:
    sides: dict[str, Any] = {"old": state({}), "new": state({})}
    make, remove, whole = (
        step(op, **sides) for op in ("create-replacement", "delete-replaced", "replace")
    )
    (after,) = plan_of("dev", [make, whole, remove]).resources
    (before,) = plan_of("dev", [remove, whole, make]).resources
    assert (after.deletes_first, before.deletes_first) == (False, True)


def test_a_retained_resource_is_forgotten_and_not_deleted() -> None:
    kept = step("delete", old=state({}, retainOnDelete=True), urn=f"{TABLE}-kept")
    lost = step("delete", old=state({}))
    assert [one.op for one in plan_of("dev", [kept, lost]).resources] == [Op.FORGET, Op.DELETE]


def test_removed_protection_is_detected_in_an_unchanged_resource() -> None:
    sides: dict[str, Any] = {"old": state({}, protect=True), "new": state({})}
    same, still = (plan_of("dev", [step("same", **one)]).resources[0] for one in (sides, SAME))
    assert same.unprotects
    assert not still.unprotects


SAME: dict[str, Any] = {"old": state({}, protect=True), "new": state({}, protect=True)}


def test_unknown_values_are_named_by_their_paths() -> None:
    new = state({"policy": UNKNOWN, "list": [{"arn": f"{UNKNOWN}/*"}], "known": "x"})
    (change,) = plan_of("dev", [step("create", new=new)]).resources
    assert change.unknown == ("policy", "list[0].arn")


def test_a_truncated_or_missing_preview_has_failed() -> None:
    whole = step("create", new=state({}))
    assert not plan_of("dev", [whole, '{"resourcePreEv']).succeeded
    never = plan_of("dev", ["error: no stack named 'dev' found"])
    assert (never.succeeded, never.errors) == (False, ("no stack named 'dev' found",))


def test_errors_of_the_engine_are_reported_once() -> None:
    lines = [
        json.dumps({"diagnosticEvent": {"message": f"{text}\n", "severity": severity}})
        for severity, text in (("error", "no"), ("error", "no"), ("warning", "hm"), ("debug", "x"))
    ]
    plan = plan_of("dev", lines)
    assert (plan.errors, plan.warnings) == (("no",), ("hm",))


def test_a_policy_result_has_its_level() -> None:
    event = {
        "policyName": "bucket-public-access-block",
        "enforcementLevel": "mandatory",
        "resourceUrn": TABLE,
        "message": "it is not.\n",
    }
    (judgement,) = plan_of("dev", [json.dumps({"policyEvent": event})]).judgements
    assert (judgement.mandatory, judgement.name, judgement.message) == (
        True,
        "projects",
        "it is not.",
    )


def test_drift_is_read_from_the_result_of_a_refresh() -> None:
    gone = step("delete", "resOutputsEvent", old=state({}))
    old, new = state({"days": 7}), state({"days": 1})
    detailed = {"days": {"diffKind": "update"}}
    other = step("update", "resOutputsEvent", f"{TABLE}-2", old=old, new=new, detailedDiff=detailed)
    before = step("refresh", old=state({}), new=state({}))
    found = drift_of("dev", [before, gone, other, SUMMARY])
    assert [(one.op, one.new is None) for one in found.changes()] == [
        (Op.DELETE, True),
        (Op.UPDATE, False),
    ]
    assert found.resources[1].differences == (
        Difference("days", replaces=False, before=7, after=1),
    )


def test_the_short_form_of_types() -> None:
    assert short_type("aws:s3/bucketPolicy:BucketPolicy") == "s3.BucketPolicy"
    assert short_type("aws:ec2/vpc:Vpc") == "ec2.Vpc"
    assert short_type("kubernetes:core/v1:ConfigMap") == "core/v1.ConfigMap"
    assert short_type("kubernetes:rbac.authorization.k8s.io/v1:Role") == (
        "rbac.authorization.k8s.io/v1.Role"
    )
    assert short_type("eks:index:Cluster") == "Cluster"
    assert short_type("cellscope:data:Bucket") == "data.Bucket"


@given(st.dictionaries(st.text("ab.[]", min_size=1), st.lists(st.integers(), min_size=1)))
def test_any_value_is_found_by_the_path_syntax_of_the_engine(values: dict[str, Any]) -> None:
    for key, items in values.items():
        path = f'["{key}"][{len(items) - 1}]'
        assert value_at(values, path) == items[-1]
        assert value_at({"outer": values}, f"outer{path}") == items[-1]
