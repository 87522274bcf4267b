"""A change of the alarms against their rule."""

from tests.policies.mutation import Mutation

ALARMS = "components/alarms.py"

MUTATIONS = (
    Mutation(
        "alarm-actions",
        "staging",
        "Alarms ring where nobody hears",
        ALARMS,
        "alarm_actions=[]",
        "alarm_actions=[self._args.topic_arn]",
    ),
)
