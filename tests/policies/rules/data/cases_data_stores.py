"""Test stacks for the rules about data stores."""

from dataclasses import replace

from policies.engine.resource import Resource
from policies.rules.data.data_stores import AURORA, DATABASE, FILES, VAULT
from tests.policies.rules.cases import UNKNOWN, Case, a

BUCKET = "aws:s3/bucket:Bucket"
KEY = "aws:kms/key:Key"
SECRET = "aws:secretsmanager/secret:Secret"
TABLE = "aws:dynamodb/table:Table"


def inside(component: str, type_: str) -> Resource:
    """Returns a resource in a component of this type."""
    return replace(a(type_), urn=f"urn:pulumi:staging::any::{component}${type_}::one")


CASES = (
    Case(
        "data-store-protected",
        bad={"the resource": [a(BUCKET), a(TABLE, protect=False), a(VAULT)]},
        good=(a(BUCKET, protect=True), a("aws:sqs/queue:Queue")),
    ),
    Case(
        "data-store-protected",
        bad={"lacks the resource option protect, so Pulumi may delete or replace it.": a(BUCKET)},
        config={"disposable_stacks": []},
        stack="development",
    ),
    Case(
        "data-store-protected",
        bad={"lacks the resource option protect": [a(BUCKET, "two"), a(TABLE), a(VAULT)]},
        good=(a(BUCKET), a("aws:cognito/userPool:UserPool", "users")),
        stack_config={"any:retired": '[{"kind": "bucket", "name": "one"}, {"kind": "user-pool"}]'},
    ),
    Case(
        "data-store-protected",
        # A cluster has its own key and a cache its own secret; each bucket needs its name.
        bad={"lacks the resource option protect": [a(KEY), a(SECRET), a(BUCKET)]},
        good=(inside("any:cluster:Cluster", KEY), inside("any:services:Cache", SECRET)),
        stack_config={
            "any:retired": '[{"kind": "cluster"}, {"kind": "cache"}, {"kind": "bucket"}]'
        },
    ),
    Case(
        "data-store-protected",
        bad={"lacks the resource option protect": a(BUCKET)},
        stack_config={"any:retired": "not a list", "any:unretired": '[{"kind": "environment"}]'},
    ),
    Case(
        "database-encryption",
        bad={"it is not encrypted at rest.": [a(AURORA), a(FILES, encrypted=False)]},
        good=(a(AURORA, storageEncrypted=True), a(FILES, encrypted=True)),
        unknown=(a(DATABASE, storageEncrypted=UNKNOWN),),
    ),
    Case(
        "database-backup-retention",
        bad={
            "its backups are kept for 0 days; the minimum is 7.": a(DATABASE),
            "for 1 days": a(AURORA, backupRetentionPeriod=1),
        },
        good=(a(AURORA, backupRetentionPeriod=7),),
        unknown=(a(AURORA, backupRetentionPeriod=UNKNOWN),),
    ),
    Case(
        "database-deletion-protection",
        bad={"deletionProtection is not enabled, so it can be deleted by mistake.": a(AURORA)},
        good=(a(AURORA, deletionProtection=True),),
        unknown=(a(AURORA, deletionProtection=UNKNOWN),),
    ),
    Case(
        "database-not-public",
        bad={"from the internet": a(DATABASE, publiclyAccessible=True)},
        good=(a(DATABASE), a(DATABASE, publiclyAccessible=False)),
        unknown=(a(DATABASE, publiclyAccessible=UNKNOWN),),
    ),
)
