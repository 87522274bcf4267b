"""Tests of the reader of IAM policy documents."""

import json
from typing import Any

import pytest

from iam.documents import ALL_PRINCIPALS, Condition, Principal, Statement, statements_of

ADA = "arn:aws:iam::242905224710:user/ada.lovelace"


def only(**elements: Any) -> Statement:
    (statement,) = statements_of({"Statement": elements})
    return statement


def test_a_single_value_means_the_same_as_a_list_with_it() -> None:
    one = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": {"AWS": ADA}}
    many = {key: [value] for key, value in one.items() if isinstance(value, str)}
    listed = many | {"Effect": "Allow", "Principal": {"AWS": [ADA]}}
    expected = [*statements_of(json.dumps({"Statement": one}))]
    assert [*statements_of({"Statement": [listed]})] == expected
    assert (expected[0].actions, expected[0].principals) == (
        ("s3:GetObject",),
        (Principal("AWS", ADA),),
    )


def test_a_star_means_all_principals() -> None:
    assert only(Principal="*") == only(Principal={"AWS": "*"})
    assert only(Principal="*").principals == (ALL_PRINCIPALS,)


def test_excluding_elements_are_kept_apart() -> None:
    read = only(NotPrincipal={"AWS": ADA}, NotAction="iam:*", NotResource=["a", "b"])
    assert (read.principals, read.actions, read.resources) == ((), (), ())
    assert read.not_principals == (Principal("AWS", ADA),)
    assert (read.not_actions, read.not_resources) == (("iam:*",), ("a", "b"))
    assert read.covers("s3:GetObject")
    assert not read.covers("iam:PassRole")


def test_a_condition_has_a_key_in_lower_case_and_values_as_text() -> None:
    (read,) = only(Condition={"Bool": {"aws:SecureTransport": False}}).conditions
    assert read == Condition("Bool", "aws:securetransport", ("false",))
    assert read.kind == "bool"


@pytest.mark.parametrize("operator", ["StringNotEquals", "StringEqualsIfExists", "Null"])
def test_a_condition_that_a_missing_key_meets_demands_nothing(operator: str) -> None:
    assert only(Condition={operator: {"aws:userid": "a"}}).demanded("aws:userid") == ()
    assert only(Condition={"StringEquals": {"aws:userid": "a"}}).demanded("aws:UserId") == ("a",)


def test_a_statement_without_sid_is_named_by_its_number() -> None:
    labels = [one.label for one in statements_of({"Statement": [{"Sid": "Reads"}, {}]})]
    assert labels == ["statement Reads", "statement 2"]


def test_a_statement_is_split_into_single_permissions_but_exclusions_stay_together() -> None:
    parts = [*only(Action=["a:b", "a:c"], NotResource=["x", "y"]).split()]
    assert [(one.actions, one.not_resources) for one in parts] == [
        (("a:b",), ("x", "y")),
        (("a:c",), ("x", "y")),
    ]


@pytest.mark.parametrize("text", ["", "{", "[secret]", "04da6b54-80e4", "[1]", "null", None, 1])
def test_text_that_is_no_policy_document_has_no_statements(text: Any) -> None:
    assert [*statements_of(text)] == []
    assert [*statements_of({"Statement": text})] == []
