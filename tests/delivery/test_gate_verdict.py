"""What the gate says of plans, and to people."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from delivery.gate.verdict import judge
from delivery.plan.change import Op
from delivery.plan.stack_plan import Judgement, StackPlan
from tests.delivery.gate_plans import ADA, change, plan
from tests.delivery.prepared_changes import PREPARED_CHANGES, PreparedChange
from tests.delivery.recordings import recorded

QUEUE = "aws:sqs/queue:Queue"
LINE = "Acknowledge: replace staging sqs.Queue work"
WORK = change(QUEUE, "work", Op.REPLACE, {}, {})
MORE = change(QUEUE, "more", Op.DELETE, {})


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_the_prepared_changes_of_the_real_program_are_judged_right(
    prepared: PreparedChange,
) -> None:
    verdict = judge(recorded(prepared.name), "")
    assert verdict.passes == prepared.passes
    assert ("stops" in verdict.text.splitlines()[0]) != prepared.passes


EXPECTED = {
    "bucket-added": set[str](),
    "table-key-changed": {"replace {} dynamodb.Table invite-access"},
    "node-type-changed": set[str](),
    "admin-removed": {"remove-admin {} arn:aws:iam::242905224710:user/grace.hopper"},
    "all-admins-removed": {
        "remove-admin {} arn:aws:iam::242905224710:user/ada.lovelace",
        "remove-admin {} arn:aws:iam::242905224710:user/grace.hopper",
    },
    "trust-widened": {f"widen-trust {{}} iam.Role {one}" for one in ("api", "pipeline", "ui")}
    | {"widen-trust {} iam.Role worker"},
    "queue-renamed": {
        "replace {} sqs.Queue queue-job",
        "replace {} sqs.Queue queue-job-dead-letters",
    },
    "syntax-error": set[str](),
    "nothing": set[str](),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_exactly_these_steps_of_the_prepared_changes_have_to_be_acknowledged(name: str) -> None:
    expected = {
        f"Acknowledge: {one.format(stack)}"
        for one in EXPECTED[name]
        for stack in ("staging", "production")
    }
    assert {one.line for one in judge(recorded(name), "").open} == expected


def test_every_bucket_whose_tls_policy_is_dropped_is_told() -> None:
    found = judge(recorded("tls-policy-dropped"), "").open
    assert {one.step for one in found} == {"loosen"}
    assert "Acknowledge: loosen production s3.BucketPolicy cell-sets" in {one.line for one in found}


@pytest.mark.parametrize("name", ["admin-removed", "queue-renamed"])
def test_the_lines_that_the_gate_asks_for_open_it(name: str) -> None:
    plans = recorded(name)
    asked = judge(plans, "").text
    block = next(token for token in MarkdownIt().parse(asked) if token.type == "fence")
    verdict = judge(plans, f"A change (#7)\n\n{block.content}")
    assert verdict.passes
    assert verdict.open == verdict.unused == ()


def test_an_acknowledged_lock_out_is_stopped_still() -> None:
    plans = recorded("all-admins-removed")
    lines = "\n".join(one.line for one in judge(plans, "").open)
    verdict = judge(plans, lines)
    assert verdict.open == ()
    assert not verdict.passes
    assert "locked out, against which no acknowledgement helps" in verdict.text


@pytest.mark.parametrize("name", ["table-key-changed", "trust-widened", "syntax-error"])
def test_no_acknowledgement_opens_a_preview_that_failed(name: str) -> None:
    plans = recorded(name)
    verdict = judge(plans, "\n".join(one.line for one in judge(plans, "").open))
    assert verdict.open == ()
    assert not verdict.passes


def test_a_refusal_of_the_engine_is_told_with_what_helps_instead() -> None:
    verdict = judge(recorded("table-key-changed"), "")
    staging, _ = verdict.failures
    assert (staging.refused, staging.policies, staging.errors) == (
        ("dynamodb.Table invite-access",),
        (),
        (),
    )
    assert "Acknowledge: unprotect staging dynamodb.Table invite-access" in verdict.text
    assert "Acknowledge: replace staging" not in verdict.text


def test_a_preview_that_failed_otherwise_is_told_in_the_engines_words() -> None:
    text = judge(recorded("syntax-error"), "").text
    assert "nothing can be judged" in text
    assert "invalid syntax (__main__.py, line 5)" in text
    assert "Traceback" not in text
    assert "does not say why" in judge([plan(succeeded=False)], "").text


def test_policies_that_refuse_a_plan_are_named() -> None:
    told = Judgement("bucket-public-access-block", True, f"{WORK.urn}", "it is not")
    advice = replace(told, rule="buckets-have-owners", mandatory=False)
    failed = plan(judgements=(told, advice), errors=("preview failed",), succeeded=False)
    verdict = judge([failed], "")
    assert verdict.failures[0].policies == ("bucket-public-access-block: work",)
    assert "`bucket-public-access-block: work`" in verdict.text


def test_a_plan_that_grew_since_it_was_acknowledged_stops() -> None:
    assert judge([plan(WORK)], LINE).passes
    grown = judge([plan(WORK, MORE)], LINE)
    assert [one.label for one in grown.open] == ["sqs.Queue more"]
    assert not grown.passes


@pytest.mark.parametrize(
    "other",
    [
        "Acknowledge: delete staging sqs.Queue work",
        "Acknowledge: replace production sqs.Queue work",
        "Acknowledge: replace staging sqs.Queue works",
        "Acknowledge: replace staging sqs.Queue *",
        "Acknowledge: replace staging sqs.queue work",
        "Acknowledge: replace staging dynamodb.Table work",
    ],
)
def test_only_the_very_step_of_the_very_resource_counts(other: str) -> None:
    assert not judge([plan(WORK)], other).passes


def test_an_acknowledgement_that_matches_nothing_is_told_with_what_may_be_meant() -> None:
    misspelt = "Acknowledge: replace staging sqs.Queue wrok"
    verdict = judge([plan(WORK)], misspelt)
    assert [one.line for one in verdict.unused] == [misspelt]
    assert f"Did you mean `{LINE}`?" in verdict.text
    assert judge([plan()], misspelt).passes  # a warning stops nothing


def test_acknowledgements_of_stacks_that_are_not_judged_now_are_not_unused() -> None:
    line = "Acknowledge: delete {} sqs.Queue x"
    assert judge([plan()], line.format("production")).unused == ()
    assert judge([plan(succeeded=False)], line.format("staging")).unused == ()
    assert judge([plan()], line.format("stagnig")).unused != ()


def test_a_line_that_is_no_acknowledgement_is_told() -> None:
    verdict = judge([plan(WORK)], "Acknowledge: everything")
    assert "Acknowledge:" in verdict.text.partition("Without effect")[2]
    assert verdict.problems


def test_machines_are_told_the_same() -> None:
    verdict = judge([plan(WORK, MORE), plan(stack="production", succeeded=False)], LINE)
    told = json.loads(json.dumps(verdict.machine))
    assert told["passes"] is False
    assert [one["line"] for one in told["acknowledged"]] == [LINE]
    assert [one["label"] for one in told["open"]] == ["sqs.Queue more"]
    assert [one["stack"] for one in told["failures"]] == ["production"]
    assert told["lockOuts"] == told["unused"] == told["problems"] == []


names = st.lists(st.text(min_size=1), min_size=1, max_size=4, unique=True)


def of_queues(found: list[str]) -> StackPlan:
    return plan(*(change(QUEUE, name, Op.DELETE, {}) for name in found))


@given(names, st.data())
def test_a_plan_passes_if_and_only_if_each_of_its_dangers_is_acknowledged(
    found: list[str], data: st.DataObject
) -> None:
    queues = of_queues(found)
    lines = [one.line for one in judge([queues], "").open]
    assert len(set(lines)) == len(found)
    said = data.draw(st.lists(st.sampled_from(lines), unique=True))
    verdict = judge([queues], "\n".join(said))
    assert verdict.passes == (len(said) == len(lines))
    assert {one.line for one in verdict.open} == set(lines) - set(said)
    assert verdict.unused == ()


HOSTILE = st.sampled_from(
    (
        "@everybody",
        "<img src=x>",
        "<!--",
        "[a](javascript:b)",
        "```\n# x",
        "`x`",
        "|",
        "#1",
        "**b**",
    )
)


@given(st.lists(HOSTILE | st.text(max_size=8), min_size=1, max_size=4).map(" ".join), HOSTILE)
def test_names_and_values_of_strangers_are_nothing_but_text(name: str, error: str) -> None:
    hostile = [
        plan(change(QUEUE, name, Op.DELETE, {})),
        plan(stack="production", errors=(error, name), succeeded=False),
    ]
    said = f"Acknowledge: {name}\n\nAcknowledge: delete staging {error}"
    text = judge(hostile, said).text
    for token in MarkdownIt("commonmark").parse(text):
        assert token.type not in ("html_block", "heading_open", "blockquote_open")
        for part in token.children or ():
            assert part.type in ("text", "code_inline", "softbreak", "strong_open", "strong_close")
            assert part.type != "text" or not set("@<>[]|#`/") & set(part.content)


def test_the_arn_of_a_person_is_a_label_like_any_other() -> None:
    line = f"Acknowledge: remove-admin staging {ADA}"
    assert [one.label for one in judge([plan()], line).unused] == [ADA]
