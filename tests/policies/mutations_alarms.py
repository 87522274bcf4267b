"""A mutation of the alarms, for the rule about their actions."""

from tests.policies.mutation import Mutation

ALARMS = "components/alarms.py"

MUTATIONS = (
    Mutation(
        "alarm-actions",
        "staging",
        "Alarms have no action",
        ALARMS,
        "alarm_actions=[]",
        "alarm_actions=[self._args.topic_arn]",
    ),
)
