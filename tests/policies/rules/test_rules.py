"""Each rule with stacks that violate it, comply with it, or have unknown values."""

from typing import Any

import pytest

from policies.engine.judge import ToBeCheckedError, judge
from policies.engine.resource import Others
from policies.engine.rule import Context
from tests.policies.rules.cases import Case, Stack
from tests.policies.rules.every_case import CASES

TYPE_ALONE = {
    "data-store-protected",
    "fully-managed-first",
    "no-bare-pods",
    "no-public-ecr-repository",
    "topic-encryption",
}
"""Rules that check only a type or whether a property is set, so no value can be unknown."""


def verdict(case: Case, stack: Stack) -> list[str]:
    """Returns the messages of the rule for a stack."""
    context: Context[Any] = Context(
        case.rule.config.model_validate(case.config), case.stack, case.stack_config, Others(stack)
    )
    return [text for _, text in judge(case.rule, stack, context)]


def rows(kind: str) -> Any:
    found = [
        pytest.param(case, key, id=f"{case.rule.name}-{key}")
        for case in CASES
        for key in (getattr(case, kind) if kind == "bad" else range(len(getattr(case, kind))))
    ]
    return pytest.mark.parametrize(("case", "key"), found)


@rows("bad")
def test_a_violation_is_reported_with_the_expected_message(case: Case, key: str) -> None:
    assert any(key in text for text in verdict(case, case.bad[key])), verdict(case, case.bad[key])


@rows("good")
def test_a_compliant_stack_has_no_violations(case: Case, key: int) -> None:
    assert verdict(case, case.good[key]) == []


@rows("unknown")
def test_an_unknown_value_is_reported_as_to_be_checked(case: Case, key: int) -> None:
    with pytest.raises(ToBeCheckedError, match="to be checked at deployment"):
        verdict(case, case.unknown[key])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule.name)
def test_every_rule_has_each_kind_of_case(case: Case) -> None:
    assert case.bad
    assert case.good
    assert case.unknown or case.rule.name in TYPE_ALONE
