"""Keys, secrets, logs and disks that violate, that do not, and that nobody knows yet."""

from policies.rules.keys import (
    INSTANCE,
    KEYS_ARE_ROTATED,
    KEYS_WAIT_BEFORE_THEY_GO,
    LAUNCH_TEMPLATE,
    LOGS,
    LOGS_ARE_KEPT_FOR_A_TIME,
    SECRET,
    SECRETS_CAN_BE_BROUGHT_BACK,
    VOLUMES_ARE_ENCRYPTED,
)
from policies.rules.resource_policies import KEY
from tests.policies.cases import UNKNOWN, Case, Stack, a


def disk(**ebs: object) -> Stack:
    return (a(LAUNCH_TEMPLATE, props={"blockDeviceMappings": [{"ebs": ebs}]}),)


CASES = (
    Case(
        KEYS_ARE_ROTATED,
        bad={
            "the same for ever": (a(KEY),),
            "stays the same": (a(KEY, props={"enableKeyRotation": False}),),
        },
        good=(
            (a(KEY, props={"enableKeyRotation": True}),),
            (a(KEY, props={"customerMasterKeySpec": "RSA_2048"}),),
        ),
        unknown=((a(KEY, props={"enableKeyRotation": UNKNOWN}),),),
    ),
    Case(
        KEYS_WAIT_BEFORE_THEY_GO,
        bad={"after 7 days": (a(KEY, props={"deletionWindowInDays": 7}),)},
        good=((a(KEY),), (a(KEY, props={"deletionWindowInDays": 30}),)),
        unknown=((a(KEY, props={"deletionWindowInDays": UNKNOWN}),),),
    ),
    Case(
        SECRETS_CAN_BE_BROUGHT_BACK,
        bad={"after 0 days": (a(SECRET, props={"recoveryWindowInDays": 0}),)},
        good=((a(SECRET),),),
        unknown=((a(SECRET, props={"recoveryWindowInDays": UNKNOWN}),),),
    ),
    Case(
        LOGS_ARE_KEPT_FOR_A_TIME,
        bad={"for ever": (a(LOGS),), "paid, for ever": (a(LOGS, props={"retentionInDays": 0}),)},
        good=((a(LOGS, props={"retentionInDays": 30}),),),
        unknown=((a(LOGS, props={"retentionInDays": UNKNOWN}),),),
    ),
    Case(
        VOLUMES_ARE_ENCRYPTED,
        bad={
            "lies in clear": disk(volumeSize=80),
            "a disk": disk(encrypted="false"),
            "of its instances": (a(INSTANCE),),
            "in clear": (
                a(
                    INSTANCE,
                    props={"rootBlockDevice": {"encrypted": True}, "ebsBlockDevices": [{}]},
                ),
            ),
        },
        good=(
            disk(encrypted="true"),
            (a(LAUNCH_TEMPLATE),),
            (a(INSTANCE, props={"rootBlockDevice": {"encrypted": True}}),),
        ),
        unknown=(disk(encrypted=UNKNOWN),),
    ),
)
