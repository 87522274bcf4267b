"""Test stacks for the rules about data stores."""

from policies.rules.data.data_stores import (
    AURORA,
    DATA_STORES_ARE_PROTECTED,
    DATABASE,
    DATABASES_ARE_BACKED_UP,
    DATABASES_ARE_ENCRYPTED,
    DATABASES_ARE_PRIVATE,
    DATABASES_REFUSE_DELETION,
    FILES,
    VAULT,
)
from tests.policies.rules.cases import UNKNOWN, Case, a

BUCKET = "aws:s3/bucket:Bucket"

CASES = (
    Case(
        DATA_STORES_ARE_PROTECTED,
        bad={
            "lacks the resource option protect, so Pulumi may delete or replace it.": (a(BUCKET),),
            "delete or replace": (a("aws:dynamodb/table:Table", protect=False),),
            "the resource option protect, so Pulumi may delete or replace it.": (a(VAULT),),
        },
        good=((a(BUCKET, protect=True),), (a("aws:sqs/queue:Queue"),)),
        unknown=(),
    ),
    Case(
        DATA_STORES_ARE_PROTECTED,
        bad={
            "lacks the resource option protect, so Pulumi may delete or replace it.": (a(BUCKET),)
        },
        good=((a(BUCKET, protect=True),),),
        unknown=(),
        config={"disposable_stacks": []},
        stack="development",
    ),
    Case(
        DATABASES_ARE_ENCRYPTED,
        bad={
            "it is not encrypted at rest.": (a(AURORA),),
            "is not encrypted at rest.": (a(FILES, props={"encrypted": False}),),
        },
        good=(
            (a(AURORA, props={"storageEncrypted": True}),),
            (a(FILES, props={"encrypted": True}),),
        ),
        unknown=((a(DATABASE, props={"storageEncrypted": UNKNOWN}),),),
    ),
    Case(
        DATABASES_ARE_BACKED_UP,
        bad={
            "its backups are kept for 0 days; the minimum is 7.": (a(DATABASE),),
            "for 1 days": (a(AURORA, props={"backupRetentionPeriod": 1}),),
        },
        good=((a(AURORA, props={"backupRetentionPeriod": 7}),),),
        unknown=((a(AURORA, props={"backupRetentionPeriod": UNKNOWN}),),),
    ),
    Case(
        DATABASES_REFUSE_DELETION,
        bad={"deletionProtection is not enabled, so it can be deleted by mistake.": (a(AURORA),)},
        good=((a(AURORA, props={"deletionProtection": True}),),),
        unknown=((a(AURORA, props={"deletionProtection": UNKNOWN}),),),
    ),
    Case(
        DATABASES_ARE_PRIVATE,
        bad={"from the internet": (a(DATABASE, props={"publiclyAccessible": True}),)},
        good=((a(DATABASE),), (a(DATABASE, props={"publiclyAccessible": False}),)),
        unknown=((a(DATABASE, props={"publiclyAccessible": UNKNOWN}),),),
    ),
)
