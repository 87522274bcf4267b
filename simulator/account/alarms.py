"""Delivery of CloudWatch alarms: publishes to the alarm's SNS topics when its state changes.

moto stores an alarm's state but sends no notification. As in AWS, nothing is delivered, and no
error is reported, unless both the topic's policy and its KMS key's policy grant CloudWatch access.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.kms.models import kms_backends
from moto.sns.models import SNSBackend, sns_backends

_CLOUDWATCH = "cloudwatch.amazonaws.com"

_ACTIONS = {
    "ALARM": "alarm_actions",
    "OK": "ok_actions",
    "INSUFFICIENT_DATA": "insufficient_data_actions",
}

_USES_KEY = ("kms:Decrypt", "kms:GenerateDataKey")
"""KMS actions that a publisher to an encrypted topic needs.

https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
"""

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
        if _may_publish(topics, action):
            subject = f'{state_value}: "{alarm_name}" in {self.region_name}'
            topics.publish(_message(self, alarm, before), arn=action, subject=subject)
        else:
            logging.warning("CloudWatch may not publish to %s", action)


def _may_publish(topics: SNSBackend, arn: str) -> bool:
    """Whether CloudWatch may publish to a topic and encrypt with its key."""
    topic = topics.topics[arn]
    if not _allows(topic.policy, ["sns:Publish"]):
        return False
    if not topic.kms_master_key_id:
        return True
    keys = kms_backends[topics.account_id][topics.region_name]
    key = keys.keys.get(keys.any_id_to_key_id(topic.kms_master_key_id))
    # The AWS managed key `alias/aws/sns` grants CloudWatch nothing, and moto has no policy for it.
    return key is not None and _allows(key.policy, _USES_KEY)


def _allows(policy: str, actions: Iterable[str]) -> bool:
    allowed = [*_allowed_to_cloudwatch(policy)]
    return all(any(fnmatchcase(action, one) for one in allowed) for action in actions)


def _allowed_to_cloudwatch(policy: str) -> Iterator[str]:
    """The actions, wildcards included, that a policy grants to the CloudWatch service principal."""
    for statement in json.loads(policy)["Statement"]:
        principal = statement.get("Principal")
        services = principal.get("Service", []) if isinstance(principal, dict) else []
        if statement["Effect"] == "Allow" and _CLOUDWATCH in _list(services):
            yield from _list(statement["Action"])


def _list(one_or_more: Any) -> list[str]:
    return [one_or_more] if isinstance(one_or_more, str) else list(one_or_more)


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
