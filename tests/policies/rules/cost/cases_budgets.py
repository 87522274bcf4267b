"""Test stacks for the rule about budgets."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.cost.budgets import BUDGET
from tests.policies.rules.cases import UNKNOWN, Case, a


def budget(*notifications: Any) -> Resource:
    return a(BUDGET, notifications=[*notifications])


CASES = (
    Case(
        "budget-subscribers",
        bad={
            "it has no subscribers, so the budget sends no notification.": [
                a(BUDGET),
                budget({"threshold": 80.0}),
                budget({"subscriberEmailAddresses": []}),
            ]
        },
        good=(
            budget({"threshold": 80.0}, {"subscriberEmailAddresses": ["team@example.com"]}),
            budget({"subscriberSnsTopicArns": [UNKNOWN]}),
        ),
        unknown=(budget({"subscriberSnsTopicArns": UNKNOWN}), a(BUDGET, notifications=UNKNOWN)),
    ),
)
