"""Exemptions: who, why, until when; what is past or unreadable does not help."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.rules.ecr import IMAGE_TAGS_ARE_IMMUTABLE as RULE
from policies.rules.ecr import REPOSITORY
from policies.rules.judge import judge
from policies.rules.rule import Context, RuleConfig
from tests.policies.cases import a

TODAY = date(2026, 11, 23)
LABEL = f"exempt/{RULE.name}"
ENTRY = {
    "resource": "old-*",
    "owner": "grace.hopper",
    "reason": "its builds are replaced in spring",
    "expires": "2027-03-31",
}


def told(tags: dict[str, str] | None = None, *entries: dict[str, str]) -> list[str]:
    """What the rule says of a repository whose tags are mutable."""
    context: Context[Any] = Context(RuleConfig.model_validate({"exemptions": entries}), today=TODAY)
    one = a(REPOSITORY, "old-images", props={"tags": tags or {}})
    return [text for _, text in judge(RULE, [one], context)]


def test_an_entry_of_the_configuration_exempts_what_it_names() -> None:
    assert told() != []
    assert told(None, ENTRY) == []
    assert told(None, ENTRY | {"resource": "new-*"}) == told()
    assert told(None, ENTRY | {"resource": "*::old-images"}) == []


def test_a_tag_of_the_resource_exempts_it() -> None:
    assert told({LABEL: "grace.hopper until 2027-03-31: its builds are replaced in spring"}) == []


def test_an_annotation_exempts_what_is_in_kubernetes() -> None:
    context: Context[Any] = Context(RuleConfig(), today=TODAY)
    text = "grace.hopper until 2027-03-31: its builds are replaced in spring"
    one = a(REPOSITORY, props={"metadata": {"annotations": {LABEL: text}}})
    assert [*judge(RULE, [one], context)] == []


@pytest.mark.parametrize("day", ["2026-11-22", "2020-01-01"])
def test_an_exemption_that_ended_fails_and_says_who_answers(day: str) -> None:
    for found in (
        told({LABEL: f"grace.hopper until {day}: its builds are replaced in spring"}),
        told(None, ENTRY | {"expires": day}),
    ):
        assert found[:-1] == told()
        assert f"grace.hopper answers for ended on {day}" in found[-1]


def test_an_exemption_holds_on_its_last_day() -> None:
    assert told(None, ENTRY | {"expires": TODAY.isoformat()}) == []


@pytest.mark.parametrize(
    "text",
    [
        "because",
        "grace.hopper until spring: its builds are replaced",
        "grace.hopper until 2027-03-31: short",
        "until 2027-03-31: its builds are replaced in spring",
        "",
    ],
)
def test_an_exemption_that_cannot_be_read_exempts_nothing(text: str) -> None:
    found = told({LABEL: text})
    assert found[:-1] == told()
    assert "cannot be read" in found[-1]


@given(
    st.dates(),
    st.from_regex(r"[a-z]+\.[a-z]+", fullmatch=True),
    st.text("abc de.:/", min_size=10, max_size=40).filter(str.strip),
)
def test_an_exemption_holds_until_its_day_and_no_longer(day: date, owner: str, reason: str) -> None:
    assert bool(told({LABEL: f"{owner} until {day}: {reason}"})) == (day < TODAY)


def test_an_exemption_of_one_rule_is_none_of_another() -> None:
    other = "exempt/images-are-scanned"
    found = told({other: "grace.hopper until 2027-03-31: its builds are replaced in spring"})
    assert found == told()
