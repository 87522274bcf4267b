"""Tables that violate, that do not, and that nobody knows yet."""

from typing import Any

from policies.rules.tables import (
    TABLE,
    TABLES_ARE_ENCRYPTED,
    TABLES_CAN_BE_RECOVERED,
    TABLES_REFUSE_DELETION,
)
from tests.policies.cases import UNKNOWN, Case, Stack, a


def table(**props: Any) -> Stack:
    return (a(TABLE, props=props),)


CASES = (
    Case(
        TABLES_ARE_ENCRYPTED,
        bad={
            "a key of DynamoDB's own": table(),
            "encrypted with": table(serverSideEncryption={"enabled": False}),
        },
        good=(table(serverSideEncryption={"enabled": True}),),
        unknown=(table(serverSideEncryption={"enabled": UNKNOWN}),),
    ),
    Case(
        TABLES_CAN_BE_RECOVERED,
        bad={
            "cannot be brought back": table(),
            "before a mistake": table(pointInTimeRecovery={"enabled": False}),
        },
        good=(table(pointInTimeRecovery={"enabled": True}),),
        unknown=(table(pointInTimeRecovery={"enabled": UNKNOWN}),),
    ),
    Case(
        TABLES_REFUSE_DELETION,
        bad={
            "can delete it": table(),
            "may delete": table(deletionProtectionEnabled=False),
        },
        good=(table(deletionProtectionEnabled=True),),
        unknown=(table(deletionProtectionEnabled=UNKNOWN),),
    ),
)
