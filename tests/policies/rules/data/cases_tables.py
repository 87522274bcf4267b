"""Test stacks for the rules about tables."""

from functools import partial

from policies.rules.data.tables import TABLE
from tests.policies.rules.cases import UNKNOWN, Case, a

table = partial(a, TABLE)

CASES = (
    Case(
        "table-encryption",
        bad={"an AWS owned key": [table(), table(serverSideEncryption={"enabled": False})]},
        good=(table(serverSideEncryption={"enabled": True}),),
        unknown=(table(serverSideEncryption={"enabled": UNKNOWN}),),
    ),
    Case(
        "table-point-in-time-recovery",
        bad={"is not enabled": [table(), table(pointInTimeRecovery={"enabled": False})]},
        good=(table(pointInTimeRecovery={"enabled": True}),),
        unknown=(table(pointInTimeRecovery={"enabled": UNKNOWN}),),
    ),
    Case(
        "table-deletion-protection",
        bad={"not true, so it can be deleted": [table(), table(deletionProtectionEnabled=False)]},
        good=(table(deletionProtectionEnabled=True),),
        unknown=(table(deletionProtectionEnabled=UNKNOWN),),
    ),
    Case(
        "table-deletion-protection",
        bad={"not true, so it can be deleted": a("aws:dynamodb/table:Table", "two")},
        good=(a("aws:dynamodb/table:Table", "one"),),
        stack_config={"any:retired": '[{"kind": "table", "name": "one"}]'},
    ),
)
