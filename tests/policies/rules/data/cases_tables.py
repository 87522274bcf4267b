"""Test stacks for the rules about tables."""

from typing import Any

from policies.rules.data.tables import (
    TABLE,
    TABLES_ARE_ENCRYPTED,
    TABLES_CAN_BE_RECOVERED,
    TABLES_REFUSE_DELETION,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a


def table(**props: Any) -> Stack:
    return (a(TABLE, props=props),)


CASES = (
    Case(
        TABLES_ARE_ENCRYPTED,
        bad={
            "it is encrypted with an AWS owned key, which IAM cannot control.": table(),
            "encrypted with": table(serverSideEncryption={"enabled": False}),
        },
        good=(table(serverSideEncryption={"enabled": True}),),
        unknown=(table(serverSideEncryption={"enabled": UNKNOWN}),),
    ),
    Case(
        TABLES_CAN_BE_RECOVERED,
        bad={
            "is not enabled, so it cannot be restored to an earlier time.": table(),
            "not enabled, so it cannot be restored to an earlier time.": table(
                pointInTimeRecovery={"enabled": False}
            ),
        },
        good=(table(pointInTimeRecovery={"enabled": True}),),
        unknown=(table(pointInTimeRecovery={"enabled": UNKNOWN}),),
    ),
    Case(
        TABLES_REFUSE_DELETION,
        bad={
            "deletionProtectionEnabled is not true, so it can be deleted by mistake.": table(),
            "is not true, so it can be deleted by mistake.": table(deletionProtectionEnabled=False),
        },
        good=(table(deletionProtectionEnabled=True),),
        unknown=(table(deletionProtectionEnabled=UNKNOWN),),
    ),
)
