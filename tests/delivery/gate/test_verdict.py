"""Tests of the verdict of the gate and its text."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from delivery.gate.verdict import judge
from delivery.plan.change import Op
from delivery.plan.stack_plan import Judgement, StackPlan
from tests.delivery.gate.gate_plans import ADA
from tests.delivery.plans import change, plan
from tests.delivery.report.prepared import PREPARED_CHANGES, PreparedChange
from tests.delivery.report.recordings import recorded

QUEUE = "aws:sqs/queue:Queue"
LINE = "Acknowledge: replace staging sqs.Queue work"
WORK = change(QUEUE, "work", Op.REPLACE, {}, {})
MORE = change(QUEUE, "more", Op.DELETE, {})


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_the_prepared_changes_pass_or_are_blocked_as_expected(prepared: PreparedChange) -> None:
    verdict = judge(recorded(prepared.name), "")
    assert verdict.passes == prepared.passes
    assert verdict.text.startswith("✅") == prepared.passes


@pytest.mark.parametrize("name", ["admin-removed", "queue-renamed"])
def test_the_lines_in_the_text_acknowledge_all_steps(name: str) -> None:
    plans = recorded(name)
    asked = judge(plans, "").text
    block = next(token for token in MarkdownIt().parse(asked) if token.type == "fence")
    verdict = judge(plans, f"A change (#7)\n\n{block.content}")
    assert verdict.passes
    assert verdict.open == verdict.unused == ()


def test_an_acknowledgement_does_not_override_a_lock_out() -> None:
    plans = recorded("all-admins-removed")
    lines = "\n".join(one.line for one in judge(plans, "").open)
    verdict = judge(plans, lines)
    assert verdict.open == ()
    assert not verdict.passes
    assert "Lock-out from the cluster; an acknowledgement does not override this" in verdict.text


@pytest.mark.parametrize("name", ["table-key-changed", "trust-widened", "syntax-error"])
def test_an_acknowledgement_does_not_override_a_failed_preview(name: str) -> None:
    plans = recorded(name)
    verdict = judge(plans, "\n".join(one.line for one in judge(plans, "").open))
    assert verdict.open == ()
    assert not verdict.passes


def test_mandatory_policies_that_block_a_plan_are_named() -> None:
    mandatory = Judgement("bucket-public-access-block", True, f"{WORK.urn}", "it is not")
    advisory = replace(mandatory, rule="buckets-have-owners", mandatory=False)
    failed = plan(judgements=(mandatory, advisory), errors=("preview failed",), succeeded=False)
    verdict = judge([failed], "")
    assert verdict.failures[0].policies == (mandatory,)
    assert "`bucket-public-access-block` is violated by `work` in staging: it is" in verdict.text


def test_a_plan_with_new_dangers_after_the_acknowledgement_is_blocked() -> None:
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
def test_an_acknowledgement_counts_for_its_exact_step_and_resource_only(other: str) -> None:
    assert not judge([plan(WORK)], other).passes


def test_an_unused_acknowledgement_is_reported_with_a_suggestion() -> None:
    misspelt = "Acknowledge: replace staging sqs.Queue wrok"
    verdict = judge([plan(WORK)], misspelt)
    assert [one.line for one in verdict.unused] == [misspelt]
    assert f"Did you mean `{LINE}`?" in verdict.text
    assert judge([plan()], misspelt).passes  # a warning does not block


def test_acknowledgements_of_stacks_that_are_not_checked_now_are_not_unused() -> None:
    line = "Acknowledge: delete {} sqs.Queue x"
    assert judge([plan()], line.format("production")).unused == ()
    assert judge([plan(succeeded=False)], line.format("staging")).unused == ()
    assert judge([plan()], line.format("stagnig")).unused != ()


def test_an_invalid_acknowledgement_is_reported() -> None:
    verdict = judge([plan(WORK)], "Acknowledge: everything")
    assert "Acknowledge:" in verdict.text.partition("Acknowledgements without effect")[2]
    assert verdict.problems


def test_the_machine_readable_verdict_has_the_same_content() -> None:
    verdict = judge([plan(WORK, MORE), plan(stack="production", succeeded=False)], LINE)
    result = json.loads(json.dumps(verdict.machine))
    assert result["passes"] is False
    assert [one["line"] for one in result["acknowledged"]] == [LINE]
    assert [one["label"] for one in result["open"]] == ["sqs.Queue more"]
    assert [one["stack"] for one in result["failures"]] == ["production"]
    assert result["lockOuts"] == result["unused"] == result["problems"] == []


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
def test_untrusted_names_and_values_are_rendered_as_text(name: str, error: str) -> None:
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
