"""A rule for AWS budgets."""

from collections.abc import Iterator

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig

BUDGET = "aws:budgets/budget:Budget"

_WHOM = ("subscriberEmailAddresses", "subscriberSnsTopicArns")


def _check(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not any(each.get(name) for each in one.items("notifications") for name in _WHOM):
        yield "it has no subscribers, so the budget sends no notification."


RULES = (
    Rule(
        "budget-subscribers",
        description="A budget has a subscriber.",
        reason="A budget does not limit spending; it only notifies its subscribers.",
        remedy="Add a notification with subscriberEmailAddresses or subscriberSnsTopicArns.",
        source="AWS Cost Management User Guide, Managing your costs with AWS Budgets",
        example="notifications: []",
        judges={BUDGET: tuple(f"notifications.{name}" for name in _WHOM)},
        check=_check,
        config=RuleConfig,
    ),
)
