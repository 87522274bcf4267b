"""Budgets that violate, that do not, and that nobody knows yet."""

from typing import Any

from policies.rules.budgets import BUDGET, BUDGETS_TELL_SOMEBODY
from tests.policies.cases import UNKNOWN, Case, Stack, a


def budget(*notifications: Any) -> Stack:
    return (a(BUDGET, props={"notifications": [*notifications]}),)


CASES = (
    Case(
        BUDGETS_TELL_SOMEBODY,
        bad={
            "nobody is told": (a(BUDGET),),
            "more is spent": budget({"threshold": 80.0}),
            "than it says": budget({"subscriberEmailAddresses": []}),
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
