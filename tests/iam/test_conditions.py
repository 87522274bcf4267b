"""Tests of condition operators.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from typing import Any

import pytest

from iam.conditions import meets
from iam.documents import statements_of
from iam.requests import condition_keys

KEY = "aws:x"


def met(operator: str, asked: Any, **context: Any) -> bool:
    """Returns whether the value `x` of the context, if any, meets the condition."""
    ((condition,),) = (
        one.conditions
        for one in statements_of({"Statement": {"Condition": {operator: {KEY: asked}}}})
    )
    return meets(condition, condition_keys({f"aws:{key}": one for key, one in context.items()}))


MEETING: tuple[tuple[str, Any, Any, Any], ...] = (
    ("StringEquals", ["a", "B"], "B", "b"),
    ("StringEquals", "a*", "a*", "ab"),
    ("StringEquals", "true", True, False),
    ("StringEqualsIgnoreCase", "Iac", "iAC", "iaq"),
    ("StringLike", ["x", "a?c*"], "abcd", "ac"),
    ("NumericEquals", 10, "10.0", "11"),
    ("NumericLessThan", "10", 9, 10),
    ("NumericLessThanEquals", "10", 10, 11),
    ("NumericGreaterThan", "10", "10.5", "10"),
    ("NumericGreaterThanEquals", "10", "10", "9.99"),
    ("NumericEquals", "10", "10", "ten"),
    ("DateEquals", "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"),
    ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"),
    ("DateLessThanEquals", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", "2027-01-01"),
    ("DateGreaterThan", "0", "1970-01-01T00:00:01Z", "1970-01-01T00:00:00Z"),
    ("DateGreaterThanEquals", "2026-01-01T00:00:00Z", 1767225600, 1767225599),
    ("Bool", "true", True, False),
    ("Bool", False, "FALSE", "no"),
    ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", "QmluYXJ6"),
    ("IpAddress", ["203.0.113.0/24", "2001:db8::/32"], "203.0.113.9", "203.0.114.9"),
    ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", "203.0.113.9"),
    ("IpAddress", "203.0.113.5", "203.0.113.5", "no address"),
    ("IpAddress", "203.0.113.5/24", "203.0.113.6", "203.0.114.5"),
    ("ArnEquals", "arn:aws:sns:*:1:a", "arn:aws:sns:eu-west-1:1:a", "arn:aws:sns:eu:west:1:a"),
    ("ArnLike", "arn:aws:sns:eu:1:a?*", "arn:aws:sns:eu:1:ab:c", "arn:aws:sns:eu:1:a"),
)
"""Each operator with values of the policy, a value that meets it, and one that does not."""

NEGATED = {
    "StringEquals": "StringNotEquals",
    "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase",
    "StringLike": "StringNotLike",
    "NumericEquals": "NumericNotEquals",
    "DateEquals": "DateNotEquals",
    "IpAddress": "NotIpAddress",
    "ArnEquals": "ArnNotEquals",
    "ArnLike": "ArnNotLike",
}


@pytest.mark.parametrize(("operator", "asked", "good", "bad"), MEETING)
def test_an_operator_is_met_by_some_values_only(
    operator: str, asked: Any, good: Any, bad: Any
) -> None:
    assert met(operator, asked, x=good)
    assert not met(operator, asked, x=bad)
    assert met(operator.upper(), asked, X=good)


@pytest.mark.parametrize(
    ("operator", "asked", "good", "bad"), [row for row in MEETING if row[0] in NEGATED]
)
def test_a_negated_operator_is_met_by_the_other_values(
    operator: str, asked: Any, good: Any, bad: Any
) -> None:
    assert not met(NEGATED[operator], asked, x=good)
    assert met(NEGATED[operator], asked, x=bad)


@pytest.mark.parametrize(("operator", "asked"), [row[:2] for row in MEETING])
def test_a_missing_key_meets_only_negated_operators_and_if_exists(
    operator: str, asked: Any
) -> None:
    assert not met(operator, asked)
    assert met(f"{operator}IfExists", asked)
    assert not met(f"{operator}IfExists", asked, x="another")
    if negated := NEGATED.get(operator):
        assert met(negated, asked)
        assert met(f"{negated}IfExists", asked)


def test_null_checks_whether_a_key_exists() -> None:
    assert met("Null", "true")
    assert not met("Null", "true", x="a")
    assert met("Null", "false", x="a")
    assert not met("Null", "false")
    assert not met("Null", False, x=[])


def test_a_negated_condition_excludes_each_of_its_values() -> None:
    assert met("StringNotEquals", ["a", "b"], x="c")
    assert not met("StringNotEquals", ["a", "b"], x="b")


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
SETS: tuple[tuple[str, Any, bool], ...] = (
    ("ForAllValues:StringEquals", ["a"], True),
    ("ForAllValues:StringEquals", ["a", "b"], True),
    ("ForAllValues:StringEquals", ["a", "c"], False),
    ("ForAllValues:StringEquals", [], True),
    ("ForAllValues:StringEquals", [""], True),
    ("ForAllValues:StringEquals", None, True),
    ("ForAnyValue:StringEquals", ["c", "a"], True),
    ("ForAnyValue:StringEquals", ["c", "d"], False),
    ("ForAnyValue:StringEquals", [], False),
    ("ForAnyValue:StringEquals", None, False),
    ("ForAnyValue:StringEqualsIfExists", None, True),
    ("ForAllValues:StringNotEquals", ["c", "d"], True),
    ("ForAllValues:StringNotEquals", ["c", "a"], False),
    ("ForAnyValue:StringNotEquals", ["c", "a"], True),
    ("ForAnyValue:StringNotEquals", ["a", "b"], False),
    ("ForAnyValue:StringNotEquals", None, False),
    ("StringEquals", ["c", "a"], True),
    ("StringEquals", ["c", "d"], False),
    ("StringNotEquals", ["c", "d"], True),
    ("StringNotEquals", ["c", "a"], False),
)


@pytest.mark.parametrize(("operator", "values", "expected"), SETS)
def test_a_key_with_several_values_meets_a_set_operator(
    operator: str, values: Any, expected: bool
) -> None:
    context = {} if values is None else {"x": values}
    assert met(operator, ["a", "b"], **context) == expected


@pytest.mark.parametrize("operator", ["StringEqual", "BoolNot", "ForSomeValues:StringEquals", ""])
def test_an_unknown_operator_is_an_error(operator: str) -> None:
    with pytest.raises(ValueError, match="unknown condition operator"):
        met(operator, "a", x="a")


def test_variables_are_resolved_in_conditions_on_strings_and_arns_only() -> None:
    assert met("StringEquals", "${aws:y}", x="ab", y="ab")
    assert met("StringEqualsIgnoreCase", "${AWS:Y}", x="ab", y="aB")
    assert met("ArnLike", "arn:aws:sns:*:*:${aws:y}", x="arn:aws:sns:eu:1:ab", y="ab")
    assert not met("NumericEquals", "${aws:y}", x="1", y="1")
