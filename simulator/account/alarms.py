"""Delivery of CloudWatch alarms: publishes to the alarm's SNS topics when its state changes.

moto stores an alarm's state but sends no notification. As in AWS, nothing is delivered, and no
error is reported, unless both the topic's policy and its KMS key's policy grant CloudWatch access.
"""

import json
import logging

from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.sns.models import sns_backends

from simulator.authorization.services import service_may_send

_CLOUDWATCH = "cloudwatch.amazonaws.com"

_ACTIONS = {
    "ALARM": "alarm_actions",
    "OK": "ok_actions",
    "INSUFFICIENT_DATA": "insufficient_data_actions",
}

_set_state = CloudWatchBackend.set_alarm_state


def _set_state_and_notify(
    self: CloudWatchBackend, alarm_name: str, reason: str, reason_data: str, state_value: str
) -> None:
    alarm = self.alarms.get(alarm_name)
    before = alarm and alarm.state_value
    _set_state(self, alarm_name, reason, reason_data, state_value)
    if alarm is None or before == state_value or not alarm.actions_enabled:
        return
    topics = sns_backends[self.account_id][self.region_name]
    for action in getattr(alarm, _ACTIONS[state_value]) or []:
        if action not in topics.topics:
            continue
        key = topics.topics[action].kms_master_key_id
        if service_may_send(_CLOUDWATCH, "sns:Publish", action, key, alarm.alarm_arn):
            subject = f'{state_value}: "{alarm_name}" in {self.region_name}'
            topics.publish(_message(self, alarm, before), arn=action, subject=subject)
        else:
            logging.warning("CloudWatch may not publish to %s", action)


def _message(account: CloudWatchBackend, alarm: Alarm, before: str | None) -> str:
    """The message body (CloudWatch guide, "Amazon SNS and Alarms"), without the trigger."""
    return json.dumps(
        {
            "AlarmName": alarm.name,
            "AlarmDescription": alarm.description,
            "AWSAccountId": account.account_id,
            "NewStateValue": alarm.state_value,
            "NewStateReason": alarm.state_reason,
            "StateChangeTime": alarm.state_updated_timestamp.isoformat(),
            "Region": account.region_name,
            "AlarmArn": alarm.alarm_arn,
            "OldStateValue": before,
        }
    )


def install() -> None:
    """Patch moto in this process."""
    CloudWatchBackend.set_alarm_state = _set_state_and_notify
