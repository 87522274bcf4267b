"""Tests of the detection of wider trust policies."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.gate.trusts import widened_trusts
from delivery.plan.change import UNKNOWN, WITHHELD, Op
from tests.delivery.gate.gate_plans import ADA, GRACE
from tests.delivery.plans import change, plan

Statement = dict[str, Any]

ISSUER = "arn:aws:iam::242905224710:oidc-provider/token.actions.githubusercontent.com"
SUBJECT = "token.actions.githubusercontent.com:sub"


def allow(principal: Any, condition: Any = None, effect: str = "Allow") -> Statement:
    said = {"Effect": effect, "Action": "sts:AssumeRole", "Principal": principal}
    return said | ({"Condition": condition} if condition else {})


def by_token(subject: str | list[str], operator: str = "StringLike") -> Statement:
    return allow({"Federated": ISSUER}, {operator: {SUBJECT: subject}})


def document(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def widened(old: str, new: str, op: Op = Op.UPDATE) -> list[str]:
    sides = ({"assumeRolePolicy": document} for document in (old, new))
    role = change("aws:iam/role:Role", "api", op, *sides)
    return [why for _, why in widened_trusts(plan(role))]


ACCOUNT_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (allow({"AWS": ADA}), allow({"AWS": [ADA, GRACE]})),
        (allow({"AWS": ADA}), allow({"AWS": GRACE})),
        (allow({"AWS": ADA}), allow("*")),
        (allow({"AWS": "*"}), allow({"Federated": ISSUER})),
        (allow({"AWS": ADA}, ACCOUNT_MFA), allow({"AWS": ADA})),
        (by_token("repo:a/b:ref"), by_token("repo:a/*")),
        (by_token("repo:a/b:?"), by_token("repo:a/b:*")),
        (by_token("repo:a/b:x", "StringEquals"), by_token(["repo:a/b:x", "y"], "StringEquals")),
        (by_token("repo:a/b:x", "StringEquals"), by_token("repo:a/b:x")),
        (by_token(["x", "y"], "StringNotEquals"), by_token("x", "StringNotEquals")),
        (by_token("x", "StringNotEquals"), by_token("x", "StringEquals")),
    ],
)
def test_more_principals_or_fewer_conditions_widen_a_trust(old: Statement, new: Statement) -> None:
    for op in (Op.UPDATE, Op.REPLACE):
        assert widened(document(old), document(new), op)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (allow({"AWS": [ADA, GRACE]}), allow({"AWS": ADA})),
        (allow("*"), allow({"AWS": ADA})),
        (allow({"AWS": ADA}), allow({"AWS": ADA}, ACCOUNT_MFA)),
        (by_token("repo:a/*"), by_token("repo:a/b:ref")),
        (by_token("repo:a/*"), by_token("repo:a/b:ref", "StringEquals")),
        (by_token(["x", "y"], "StringEquals"), by_token("x", "StringEquals")),
        (allow({"AWS": ADA}), allow({"AWS": [ADA]}) | {"Sid": "Said otherwise"}),
    ],
)
def test_fewer_principals_or_more_conditions_do_not_widen_a_trust(
    old: Statement, new: Statement
) -> None:
    assert widened(document(old), document(new)) == []


def test_removing_a_deny_statement_widens_a_trust() -> None:
    public, denied = allow({"AWS": "*"}), allow({"AWS": ADA}, effect="Deny")
    assert widened(document(public, denied), document(public)) == ["the trust policy denies less"]
    assert widened(document(public), document(public, denied)) == []


@pytest.mark.parametrize("hidden", [UNKNOWN, WITHHELD])
def test_an_unknown_trust_policy_counts_as_wider(hidden: str) -> None:
    assert "not known until deployment" in widened(document(allow({"AWS": ADA})), hidden)[0]
    assert widened(hidden, hidden) == []


def test_the_reason_names_the_principal_and_the_condition_values() -> None:
    (why,) = widened(document(by_token("repo:a/b:main")), document(by_token("repo:a/*")))
    assert why == f"the trust policy allows more for {ISSUER}, with repo:a/*"


def test_a_new_role_is_not_reported() -> None:
    new = {"assumeRolePolicy": document(allow("*"))}
    role = change("aws:iam/role:Role", "api", Op.CREATE, None, new)
    assert [*widened_trusts(plan(role))] == []


statements = st.builds(
    allow,
    st.sampled_from(["*", {"AWS": ADA}, {"AWS": [ADA, GRACE]}, {"Federated": ISSUER}]),
    st.sampled_from([None, ACCOUNT_MFA, {"StringLike": {SUBJECT: "repo:a/*"}}]),
)


@given(st.lists(statements, min_size=1), st.randoms())
def test_an_equivalent_trust_policy_widens_nothing(said: list[Statement], chance: Any) -> None:
    again = [one | {"Sid": str(number)} for number, one in enumerate([*said, said[0]])]
    chance.shuffle(again)
    assert widened(document(*said), json.dumps({"Statement": again}, indent=2)) == []


@given(st.lists(statements, min_size=1), statements)
def test_only_new_statements_widen_a_trust(said: list[Statement], more: Statement) -> None:
    longer = document(*said, more)
    assert widened(longer, document(*said)) == []
    if more["Principal"] == "*" and not any(one["Principal"] == "*" for one in said):
        assert widened(document(*said), longer)
