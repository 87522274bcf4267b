"""Test stacks for the rule about budgets."""

from typing import Any

from policies.rules.cost.budgets import BUDGET, BUDGETS_TELL_SOMEBODY
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a


def budget(*notifications: Any) -> Stack:
    return (a(BUDGET, props={"notifications": [*notifications]}),)


CASES = (
    Case(
        BUDGETS_TELL_SOMEBODY,
        bad={
            "it has no subscribers, so the budget sends no notification.": (a(BUDGET),),
            "has no subscribers, so the budget sends no notification.": budget({"threshold": 80.0}),
            "no subscribers, so the budget sends no notification.": budget(
                {"subscriberEmailAddresses": []}
            ),
        },
        good=(
            budget({"threshold": 80.0}, {"subscriberEmailAddresses": ["team@example.com"]}),
            budget({"subscriberSnsTopicArns": [UNKNOWN]}),
        ),
        unknown=(
            budget({"subscriberSnsTopicArns": UNKNOWN}),
            (a(BUDGET, props={"notifications": UNKNOWN}),),
        ),
    ),
)
