"""Test stacks for the rule about alarms."""

from functools import partial

from policies.rules.messaging.messaging import ALARM
from tests.policies.rules.cases import UNKNOWN, Case, a

alarm = partial(a, ALARM)

CASES = (
    Case(
        "alarm-actions",
        bad={
            "alarmActions is empty": [alarm(), alarm(alarmActions=[], okActions=["arn:alarms"])],
            "actionsEnabled is false": alarm(alarmActions=["arn:alarms"], actionsEnabled=False),
        },
        good=(alarm(alarmActions=[UNKNOWN]), alarm(alarmActions=["arn:a"], actionsEnabled=True)),
        unknown=(
            alarm(alarmActions=UNKNOWN),
            alarm(alarmActions=["arn:alarms"], actionsEnabled=UNKNOWN),
        ),
    ),
)
