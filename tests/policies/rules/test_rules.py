"""Each rule with stacks that violate it, comply with it, or have unknown values."""

from typing import Any

import pytest

from policies.engine.judge import ToBeCheckedError
from policies.engine.pack import RULES
from policies.engine.rule import AnyRule
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


def each(kind: str) -> Any:
    """Parametrizes a test with the stacks of this kind, numbered by rule."""
    found = [
        pytest.param(case, stack, id=f"{case.rule}-{number}")
        for case in CASES
        for number, stack in enumerate(getattr(case, kind), 1)
    ]
    return pytest.mark.parametrize(("case", "stack"), found)


def backwards(stack: Stack) -> Stack:
    return stack[::-1] if isinstance(stack, tuple) else stack


@each("violations")
def test_a_violation_is_reported_with_the_expected_message(
    case: Case, stack: tuple[str, Stack]
) -> None:
    part, resources = stack
    messages = case.verdict(resources)
    assert any(part in text for text in messages), f"{part!r} is not in {messages}"
    assert sorted(case.verdict(backwards(resources))) == sorted(messages)


@each("good")
def test_a_compliant_stack_has_no_violations(case: Case, stack: Stack) -> None:
    assert case.verdict(stack) == case.verdict(backwards(stack)) == []


@each("unknown")
def test_an_unknown_value_is_reported_as_to_be_checked(case: Case, stack: Stack) -> None:
    for ordered in (stack, backwards(stack)):
        with pytest.raises(ToBeCheckedError, match="to be checked at deployment"):
            case.verdict(ordered)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_each_kind_of_case(rule: AnyRule) -> None:
    own = [case for case in CASES if case.rule == rule.name]
    assert any(case.bad for case in own)
    assert any(case.good for case in own)
    assert any(case.unknown for case in own) or rule.name in TYPE_ALONE
