"""A rule for alarms: one that nobody hears is none."""

from collections.abc import Iterator

from .messaging import ALARM
from .resource import Resource
from .rule import Context, Rule, RuleConfig


def _tells(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.get("alarmActions"):
        yield "when it rings nobody is told."
    # True is the default (Terraform AWS provider, aws_cloudwatch_metric_alarm).
    if one.get("actionsEnabled") is False:
        yield "its actions are turned off."


ALARMS_TELL_SOMEBODY = Rule(
    "alarm-actions",
    description="An alarm does something when it rings.",
    reason="Nobody looks at a console by night; users are the next to notice.",
    remedy="Set alarmActions to a topic, and leave actionsEnabled out.",
    source="AWS Security Hub User Guide, controls CloudWatch.15 and CloudWatch.17",
    example="alarmActions: []",
    judges={ALARM: ("alarmActions", "actionsEnabled")},
    check=_tells,
    config=RuleConfig,
)

RULES = (ALARMS_TELL_SOMEBODY,)
