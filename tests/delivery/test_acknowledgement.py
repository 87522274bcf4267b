"""The words that acknowledge a step, and the places where they do not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from delivery.gate.acknowledgement import Acknowledgement, parse
from delivery.gate.danger import Danger, Labels, Step
from tests.delivery.gate_plans import change, plan

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
        f"{TABLE}\n---------\n\nCo-authored-by: somebody",
        f"> quoted\n\n{TABLE}",
        f"<!-- template -->\n\n{TABLE}",
    ],
)
def test_a_line_acknowledges_wherever_a_person_says_it(text: str) -> None:
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
def test_a_template_a_quotation_and_an_example_acknowledge_nothing(text: str) -> None:
    assert parse(text).found == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Acknowledge: replace staging", "acknowledges nothing"),
        ("Acknowledge:", "acknowledges nothing"),
        ("Acknowledge:replace staging dynamodb.Table a", "acknowledges nothing"),
        ("Acknowledge:  replace staging dynamodb.Table a", "acknowledges nothing"),
        ("Acknowledged: replace staging dynamodb.Table a", "acknowledges nothing"),
        ("Acknowledgement: replace staging dynamodb.Table a", "acknowledges nothing"),
        ("Acknowledge: destroy staging dynamodb.Table a", "the steps are delete, replace"),
        ("Acknowledge: REPLACE staging dynamodb.Table a", "the steps are delete, replace"),
    ],
)
def test_a_line_that_only_looks_like_one_is_a_problem_with_its_remedy(line: str, told: str) -> None:
    read = parse(f"{line}\n\n{line}")
    assert read.found == ()
    (problem,) = read.problems
    assert line in problem
    assert told in problem


def test_nothing_stands_for_several_resources() -> None:
    (found,) = parse("Acknowledge: replace staging *").found
    assert found.label == "*"


def test_saying_it_twice_is_saying_it_once() -> None:
    assert parse(f"{TABLE}\n- {TABLE}").found == (MEANT,)


@example("a <!-- b --> c", "d", Step.DELETE, "{}")
@example("two  blanks", "two blanks", Step.DELETE, "- {}")
@given(st.text(), ONE_LINE, st.sampled_from(Step), st.sampled_from(["- {}", "`{}`", "{}  ", "{}"]))
def test_whatever_a_resource_is_called_its_own_line_acknowledges_exactly_it(
    name: str, other: str, step: Step, form: str
) -> None:
    resources = [change("aws:s3/bucket:Bucket", one) for one in {name, other}]
    labels = [*map(Labels(plan(*resources)).of, resources)]
    assert len(set(labels)) == len(resources)
    line = Danger(step, "staging", labels[0], "").line
    assert parse(form.format(line)).found == (Acknowledgement(step, "staging", labels[0]),)
    assert parse(line).found[0].line == line


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    parse(text)


def test_resources_that_share_type_and_name_are_told_apart() -> None:
    urns = [f"urn:pulumi:staging::cellscope::{parent}$aws:s3/bucket:Bucket::a" for parent in "xy"]
    twins = [change("aws:s3/bucket:Bucket", "a", urn=urn) for urn in urns]
    assert [*map(Labels(plan(*twins)).of, twins)] == urns
