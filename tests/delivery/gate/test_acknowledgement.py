"""Tests of the syntax of acknowledgements."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from delivery.gate.acknowledgement import parse
from delivery.gate.dangers import Acknowledgement, Danger, Labels
from delivery.gate.step import Step
from tests.delivery.plans import change, plan

TABLE = "Acknowledge: replace staging dynamodb.Table invite-access"
MEANT = Acknowledgement(Step.REPLACE, "staging", "dynamodb.Table invite-access")

ONE_LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        f"- {TABLE}",
        f"* `{TABLE}`  ",
        f"  + {TABLE}",
        f"`{TABLE}`",
        f"{TABLE} \t",
        TABLE.replace("A", "a", 1),
        TABLE.replace("Acknowledge", "ACKNOWLEDGE"),
        f"Rename a key (#12)\r\n\r\nIt was misspelt.\r\n{TABLE}\r\nThanks!",
        f"{TABLE}\n---------\n\nCo-authored-by: Ada",
        f"> quoted\n\n{TABLE}",
        f"<!-- template -->\n\n{TABLE}",
    ],
)
def test_an_acknowledgement_is_read_in_any_prose_of_the_text(text: str) -> None:
    assert parse(text).found == (MEANT,)
    assert parse(text).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        f"> {TABLE}",
        f"> - {TABLE}",
        f"- > {TABLE}",
        f"```\n{TABLE}\n```",
        f"~~~text\n{TABLE}\n~~~",
        f"- ```\n  {TABLE}\n  ```",
        f"````\n```\n{TABLE}\n````",
        f"```\nnever closed\n\n{TABLE}",
        f"    {TABLE}",
        f"<!-- {TABLE} -->",
        f"<!--\n{TABLE}\n-->",
        f"<!--\n\n{TABLE}\n",
        f"Write it so: <!-- as in\n{TABLE}\n--> there",
        f"<details>\n{TABLE}\n</details>",
        f"I will not {TABLE}",
        "Acknowledge everything",
        "",
    ],
)
def test_comments_quotations_and_code_blocks_acknowledge_nothing(text: str) -> None:
    assert parse(text).found == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Acknowledge: replace staging", "is not a valid acknowledgement"),
        ("Acknowledge:", "is not a valid acknowledgement"),
        ("Acknowledge:replace staging dynamodb.Table a", "is not a valid acknowledgement"),
        ("Acknowledge:  replace staging dynamodb.Table a", "is not a valid acknowledgement"),
        ("Acknowledged: replace staging dynamodb.Table a", "is not a valid acknowledgement"),
        ("Acknowledgement: replace staging dynamodb.Table a", "is not a valid acknowledgement"),
        ("Acknowledge: destroy staging dynamodb.Table a", "the steps are delete, replace"),
        ("Acknowledge: REPLACE staging dynamodb.Table a", "the steps are delete, replace"),
    ],
)
def test_an_invalid_acknowledgement_is_reported(line: str, message: str) -> None:
    read = parse(f"{line}\n\n{line}")
    assert read.found == ()
    (problem,) = read.problems
    assert line in problem
    assert message in problem


def test_there_are_no_wildcards_for_resources() -> None:
    (found,) = parse("Acknowledge: replace staging *").found
    assert found.label == "*"


def test_a_duplicate_acknowledgement_counts_once() -> None:
    assert parse(f"{TABLE}\n- {TABLE}").found == (MEANT,)


@example("a <!-- b --> c", "d", Step.DELETE, "{}")
@example("two  blanks", "two blanks", Step.DELETE, "- {}")
@given(st.text(), ONE_LINE, st.sampled_from(Step), st.sampled_from(["- {}", "`{}`", "{}  ", "{}"]))
def test_the_line_of_any_resource_name_acknowledges_exactly_this_resource(
    name: str, other: str, step: Step, form: str
) -> None:
    resources = [change("aws:s3/bucket:Bucket", one) for one in {name, other}]
    labels = [*map(Labels(plan(*resources)).of, resources)]
    assert len(set(labels)) == len(resources)
    line = Danger(step, "staging", labels[0], "").line
    assert parse(form.format(line)).found == (Acknowledgement(step, "staging", labels[0]),)
    assert parse(line).found[0].line == line


@given(st.text())
def test_any_text_can_be_parsed(text: str) -> None:
    parse(text)


def test_resources_with_equal_type_and_name_have_different_labels() -> None:
    urns = [f"urn:pulumi:staging::cellscope::{parent}$aws:s3/bucket:Bucket::a" for parent in "xy"]
    twins = [change("aws:s3/bucket:Bucket", "a", urn=urn) for urn in urns]
    assert [*map(Labels(plan(*twins)).of, twins)] == urns
