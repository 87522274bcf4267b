"""Test stacks for the rule about alarms."""

from typing import Any

from policies.rules.cost.alarms import ALARMS_TELL_SOMEBODY
from policies.rules.messaging.messaging import ALARM
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a


def alarm(**props: Any) -> Stack:
    return (a(ALARM, props=props),)


CASES = (
    Case(
        ALARMS_TELL_SOMEBODY,
        bad={
            "alarmActions is empty, so the alarm sends no notification.": alarm(),
            "is empty, so the alarm sends no notification.": alarm(
                alarmActions=[], okActions=["arn:alarms"]
            ),
            "actionsEnabled is false, so the alarm sends no notification.": alarm(
                alarmActions=["arn:alarms"], actionsEnabled=False
            ),
        },
        good=(alarm(alarmActions=[UNKNOWN]), alarm(alarmActions=["arn:a"], actionsEnabled=True)),
        unknown=(
            alarm(alarmActions=UNKNOWN),
            alarm(alarmActions=["arn:alarms"], actionsEnabled=UNKNOWN),
        ),
    ),
)
