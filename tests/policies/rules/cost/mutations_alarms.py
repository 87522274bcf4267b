"""A mutation of the alarms, for the rule about their actions."""

from tests.policies.rules.mutation import Mutation

ALARMS = "components/monitoring/alarms.py"

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
