"""Test stacks for the rules about keys, secrets, log groups and volumes."""

from policies.rules.data.keys import (
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
from policies.rules.identity.resource_policies import KEY
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a


def disk(**ebs: object) -> Stack:
    return (a(LAUNCH_TEMPLATE, props={"blockDeviceMappings": [{"ebs": ebs}]}),)


CASES = (
    Case(
        KEYS_ARE_ROTATED,
        bad={
            "enableKeyRotation is not true, so its key material never changes.": (a(KEY),),
            "is not true, so its key material never changes.": (
                a(KEY, props={"enableKeyRotation": False}),
            ),
        },
        good=(
            (a(KEY, props={"enableKeyRotation": True}),),
            (a(KEY, props={"customerMasterKeySpec": "RSA_2048"}),),
        ),
        unknown=((a(KEY, props={"enableKeyRotation": UNKNOWN}),),),
    ),
    Case(
        KEYS_WAIT_BEFORE_THEY_GO,
        bad={
            "it can be restored for 7 days after deletion; the minimum is 30.": (
                a(KEY, props={"deletionWindowInDays": 7}),
            )
        },
        good=((a(KEY),), (a(KEY, props={"deletionWindowInDays": 30}),)),
        unknown=((a(KEY, props={"deletionWindowInDays": UNKNOWN}),),),
    ),
    Case(
        SECRETS_CAN_BE_BROUGHT_BACK,
        bad={
            "it can be restored for 0 days after deletion; the minimum is 30.": (
                a(SECRET, props={"recoveryWindowInDays": 0}),
            )
        },
        good=((a(SECRET),),),
        unknown=((a(SECRET, props={"recoveryWindowInDays": UNKNOWN}),),),
    ),
    Case(
        LOGS_ARE_KEPT_FOR_A_TIME,
        bad={
            "its logs are kept forever, at a cost.": (a(LOGS),),
            "logs are kept forever, at a cost.": (a(LOGS, props={"retentionInDays": 0}),),
        },
        good=((a(LOGS, props={"retentionInDays": 30}),),),
        unknown=((a(LOGS, props={"retentionInDays": UNKNOWN}),),),
    ),
    Case(
        VOLUMES_ARE_ENCRYPTED,
        bad={
            "a volume of its instances is not encrypted.": disk(volumeSize=80),
            "volume of its instances is not encrypted.": disk(encrypted="false"),
            "of its instances": (a(INSTANCE),),
            "of its instances is not encrypted.": (
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
