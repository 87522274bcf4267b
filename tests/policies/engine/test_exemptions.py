"""Exemptions by configuration, tag and annotation, their expiry and invalid ones."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.engine.judge import judge
from policies.engine.rule import Context, RuleConfig
from policies.rules.data.ecr import REPOSITORY, RULES
from tests.policies.rules.cases import a

RULE = next(one for one in RULES if one.name == "ecr-tag-immutability")
TODAY = date(2026, 11, 23)
LABEL = f"exempt/{RULE.name}"
ENTRY = {
    "resource": "old-*",
    "owner": "grace.hopper",
    "reason": "its builds are replaced in spring",
    "expires": "2027-03-31",
}


def messages(tags: dict[str, str] | None = None, *entries: dict[str, str]) -> list[str]:
    """Returns the messages of the rule for a repository with mutable tags."""
    context: Context[Any] = Context(RuleConfig.model_validate({"exemptions": entries}), today=TODAY)
    one = a(REPOSITORY, "old-images", tags=tags or {})
    return [text for _, text in judge(RULE, [one], context)]


def test_a_configuration_entry_exempts_the_resources_it_names() -> None:
    assert messages() != []
    assert messages(None, ENTRY) == []
    assert messages(None, ENTRY | {"resource": "new-*"}) == messages()
    assert messages(None, ENTRY | {"resource": "*::old-images"}) == []


def test_a_tag_of_the_resource_exempts_it() -> None:
    assert (
        messages({LABEL: "grace.hopper until 2027-03-31: its builds are replaced in spring"}) == []
    )


def test_an_annotation_exempts_a_kubernetes_object() -> None:
    context: Context[Any] = Context(RuleConfig(), today=TODAY)
    text = "grace.hopper until 2027-03-31: its builds are replaced in spring"
    one = a(REPOSITORY, metadata={"annotations": {LABEL: text}})
    assert [*judge(RULE, [one], context)] == []


@pytest.mark.parametrize("day", ["2026-11-22", "2020-01-01"])
def test_an_expired_exemption_fails_and_names_its_owner(day: str) -> None:
    for found in (
        messages({LABEL: f"grace.hopper until {day}: its builds are replaced in spring"}),
        messages(None, ENTRY | {"expires": day}),
    ):
        assert found[:-1] == messages()
        assert f"owned by grace.hopper, expired on {day}" in found[-1]


def test_an_exemption_is_valid_on_its_last_day() -> None:
    assert messages(None, ENTRY | {"expires": TODAY.isoformat()}) == []


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
def test_an_invalid_exemption_exempts_nothing(text: str) -> None:
    found = messages({LABEL: text})
    assert found[:-1] == messages()
    assert "is invalid" in found[-1]


@given(
    st.dates(),
    st.from_regex(r"[a-z]+\.[a-z]+", fullmatch=True),
    st.text("abc de.:/", min_size=10, max_size=40).filter(str.strip),
)
def test_an_exemption_is_valid_until_its_expiry_date(day: date, owner: str, reason: str) -> None:
    assert bool(messages({LABEL: f"{owner} until {day}: {reason}"})) == (day < TODAY)


def test_an_exemption_applies_to_one_rule() -> None:
    other = "exempt/images-are-scanned"
    found = messages({other: "grace.hopper until 2027-03-31: its builds are replaced in spring"})
    assert found == messages()
