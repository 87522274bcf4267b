"""Test stacks for the rules about keys, secrets, log groups and volumes."""

from policies.engine.resource import Resource
from policies.rules.data.keys import INSTANCE, LAUNCH_TEMPLATE, LOGS, SECRET
from policies.rules.identity.resource_policies import KEY
from tests.policies.rules.cases import UNKNOWN, Case, a


def disk(**ebs: object) -> Resource:
    return a(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": ebs}])


CASES = (
    Case(
        "kms-key-rotation",
        bad={"enableKeyRotation is not true": [a(KEY), a(KEY, enableKeyRotation=False)]},
        good=(a(KEY, enableKeyRotation=True), a(KEY, customerMasterKeySpec="RSA_2048")),
        unknown=(a(KEY, enableKeyRotation=UNKNOWN),),
    ),
    Case(
        "kms-deletion-window",
        bad={"it can be restored for 7 days after deletion": a(KEY, deletionWindowInDays=7)},
        good=(a(KEY), a(KEY, deletionWindowInDays=30)),
        unknown=(a(KEY, deletionWindowInDays=UNKNOWN),),
    ),
    Case(
        "secret-recovery-window",
        bad={"it can be restored for 0 days after deletion": a(SECRET, recoveryWindowInDays=0)},
        good=(a(SECRET),),
        unknown=(a(SECRET, recoveryWindowInDays=UNKNOWN),),
    ),
    Case(
        "log-retention",
        bad={"its logs are kept forever, at a cost.": [a(LOGS), a(LOGS, retentionInDays=0)]},
        good=(a(LOGS, retentionInDays=30),),
        unknown=(a(LOGS, retentionInDays=UNKNOWN),),
    ),
    Case(
        "volume-encryption",
        bad={
            "a volume of its instances is not encrypted.": [
                disk(volumeSize=80),
                disk(encrypted="false"),
                a(INSTANCE),
                a(INSTANCE, rootBlockDevice={"encrypted": True}, ebsBlockDevices=[{}]),
            ]
        },
        good=(
            disk(encrypted="true"),
            a(LAUNCH_TEMPLATE),
            a(INSTANCE, rootBlockDevice={"encrypted": True}),
        ),
        unknown=(disk(encrypted=UNKNOWN),),
    ),
)
