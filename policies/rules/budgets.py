"""A rule for budgets: one that nobody hears of is none."""

from collections.abc import Iterator

from .resource import Resource
from .rule import Context, Rule, RuleConfig

BUDGET = "aws:budgets/budget:Budget"

_WHOM = ("subscriberEmailAddresses", "subscriberSnsTopicArns")


def _tells(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not any(each.get(name) for each in one.items("notifications") for name in _WHOM):
        yield "nobody is told when more is spent than it says."


BUDGETS_TELL_SOMEBODY = Rule(
    "budget-subscribers",
    description="A budget tells somebody that it is, or will be, used up.",
    reason="A budget stops nothing: somebody has to hear of it while the month is young.",
    remedy="Add to notifications one with subscriberEmailAddresses or subscriberSnsTopicArns.",
    source="AWS Cost Management User Guide, Managing your costs with AWS Budgets",
    example="notifications: []",
    judges={BUDGET: tuple(f"notifications.{name}" for name in _WHOM)},
    check=_tells,
    config=RuleConfig,
)

RULES = (BUDGETS_TELL_SOMEBODY,)
