"""Tests of the comparison of statements by inclusion."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iam.coverage import added, covers
from iam.documents import Statement, statements_of
from iam.patterns import includes

BASE = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def statement(**elements: Any) -> Statement:
    merged = BASE | elements
    (read,) = statements_of({"Statement": {key: one for key, one in merged.items() if one}})
    return read


WIDER: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"Action": "s3:*"}, {"Action": "S3:Get*"}),
    ({"Action": ["s3:*", "sqs:*"]}, {"Action": ["sqs:SendMessage", "s3:GetObject"]}),
    ({"Action": "*"}, {"Action": None, "NotAction": "iam:*"}),
    (
        {"Action": None, "NotAction": "iam:Get*"},
        {"Action": None, "NotAction": ["iam:*", "account:*"]},
    ),
    ({}, {"Resource": None, "NotResource": "arn:aws:s3:::a"}),
    ({}, {"Principal": {"AWS": "242905224710"}}),
    (
        {"Principal": None, "NotPrincipal": {"AWS": "a"}},
        {"Principal": None, "NotPrincipal": {"AWS": ["a", "b"]}},
    ),
    ({}, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}),
    (
        {"Condition": {"StringLike": {"aws:userid": "a*"}}},
        {"Condition": {"stringequals": {"AWS:UserId": ["ab", "ac"]}}},
    ),
)


@pytest.mark.parametrize(("wide", "narrow"), WIDER)
def test_a_statement_covers_a_narrower_one_and_not_the_reverse(
    wide: dict[str, Any], narrow: dict[str, Any]
) -> None:
    assert covers(statement(**wide), statement(**wide))
    assert covers(statement(**wide), statement(**narrow))
    assert not covers(statement(**narrow), statement(**wide))


IN_COMPONENTS = {"ArnLike": {"aws:PrincipalArn": "arn:*:user/*"}}
ONE_USER = {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::1:user/ada"}}
VARIABLE = "arn:aws:s3:::a/${aws:username}"


@pytest.mark.parametrize(
    ("other", "narrow"),
    [
        ({"Condition": IN_COMPONENTS}, {"Condition": ONE_USER}),
        ({"Resource": "arn:aws:s3:::a/$*"}, {"Resource": VARIABLE}),
        ({"Resource": "arn:aws:s3:::a/${aws:userid}"}, {"Resource": VARIABLE}),
    ],
)
def test_a_pattern_that_looks_wider_but_matches_other_values_covers_nothing(
    other: dict[str, Any], narrow: dict[str, Any]
) -> None:
    assert not covers(statement(**other), statement(**narrow))
    assert covers(statement(Resource="arn:aws:s3:::a/*"), statement(Resource=VARIABLE))


APART: tuple[dict[str, Any], ...] = (
    {"Effect": "Deny"},
    {"Principal": {"Service": "eks.amazonaws.com"}},
    {"Principal": None, "NotPrincipal": {"AWS": "a"}},
    {"Action": "sqs:*"},
)


@pytest.mark.parametrize("other", APART)
def test_statements_of_another_kind_do_not_cover_each_other(other: dict[str, Any]) -> None:
    assert not covers(statement(), statement(**other))
    assert not covers(statement(**other), statement())


def test_a_statement_without_resource_is_about_the_resource_with_the_policy() -> None:
    missing, one = statement(Resource=None), statement(Resource="arn:aws:s3:::a")
    assert covers(missing, statement())
    assert covers(statement(), missing)
    assert not covers(one, missing)


def test_only_the_parts_of_a_statement_that_are_new_are_added() -> None:
    before, after = (statement(Action=some) for some in (["s3:Get*"], ["s3:GetObject", "s3:Put*"]))
    assert [one.actions for one in added([before], [after])] == [("s3:Put*",)]


texts = st.text("ab*?", max_size=5)


def means(pattern: str, text: str) -> bool:
    """Returns whether a pattern matches a string, character by character."""
    if not pattern:
        return not text
    head, rest = pattern[0], pattern[1:]
    if head == "*":
        return means(rest, text) or (bool(text) and means(pattern, text[1:]))
    return bool(text) and head in ("?", text[0]) and means(rest, text[1:])


@given(texts, texts, st.text("ab", max_size=5))
def test_a_pattern_matches_all_that_a_pattern_it_includes_matches(
    wide: str, narrow: str, text: str
) -> None:
    assert includes(wide, wide)
    assert includes(wide, text) == means(wide, text)
    if includes(wide, narrow) and means(narrow, text):
        assert means(wide, text)
