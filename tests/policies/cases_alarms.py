"""Alarms that violate, that do not, and that nobody knows yet."""

from typing import Any

from policies.rules.alarms import ALARMS_TELL_SOMEBODY
from policies.rules.messaging import ALARM
from tests.policies.cases import UNKNOWN, Case, Stack, a


def alarm(**props: Any) -> Stack:
    return (a(ALARM, props=props),)


CASES = (
    Case(
        ALARMS_TELL_SOMEBODY,
        bad={
            "nobody is told": alarm(),
            "when it rings": alarm(alarmActions=[], okActions=["arn:alarms"]),
            "are turned off": alarm(alarmActions=["arn:alarms"], actionsEnabled=False),
        },
        good=(alarm(alarmActions=[UNKNOWN]), alarm(alarmActions=["arn:a"], actionsEnabled=True)),
        unknown=(
            alarm(alarmActions=UNKNOWN),
            alarm(alarmActions=["arn:alarms"], actionsEnabled=UNKNOWN),
        ),
    ),
)
