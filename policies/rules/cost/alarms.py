"""A rule for CloudWatch alarms."""

from collections.abc import Iterator

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.messaging.messaging import ALARM


def _check(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if not one.get("alarmActions"):
        yield "alarmActions is empty, so the alarm sends no notification."
    # True is the default (Terraform AWS provider, aws_cloudwatch_metric_alarm).
    if one.get("actionsEnabled") is False:
        yield "actionsEnabled is false, so the alarm sends no notification."


RULES = (
    Rule(
        "alarm-actions",
        description="An alarm has an action and its actions are enabled.",
        reason="An alarm without an action is visible only in the console, so users notice the"
        " failure first.",
        remedy="Set alarmActions to an SNS topic, and omit actionsEnabled or set it to true.",
        source="AWS Security Hub User Guide, controls CloudWatch.15 and CloudWatch.17",
        example="alarmActions: []",
        judges={ALARM: ("alarmActions", "actionsEnabled")},
        check=_check,
        config=RuleConfig,
    ),
)
