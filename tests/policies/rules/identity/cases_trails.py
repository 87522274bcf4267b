"""Test stacks for the rules about CloudTrail."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.identity.resource_policies import BUCKET
from policies.rules.identity.trails import OBJECT_LOCK, TRAIL
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

BOOKS = a(BUCKET, "books", bucket="books")


def trail(**props: Any) -> Resource:
    base: dict[str, Any] = {"s3BucketName": "books"}
    return a(TRAIL, **base | props)


def kept(**retention: Any) -> Stack:
    """Returns a trail and its bucket with a default retention."""
    return (trail(), BOOKS, a(OBJECT_LOCK, bucket="books", rule={"defaultRetention": retention}))


def new(*about: str) -> Stack:
    """Returns a trail, a bucket whose name AWS chooses, and an object lock."""
    rule = {"defaultRetention": {"days": 365.0}}
    return (
        a(BUCKET, "new"),
        a(TRAIL, s3BucketName=UNKNOWN, uses={"s3BucketName": (f"urn:{BUCKET}::new",)}),
        a(OBJECT_LOCK, uses={"bucket": about}, bucket=UNKNOWN, rule=rule),
    )


CASES = (
    Case(
        "trail-multi-region",
        bad={
            "does not record events in other regions.": [trail(), trail(isMultiRegionTrail=False)],
            "it disables enableLogging.": trail(enableLogging=False),
            "includeGlobalServiceEvents.": trail(includeGlobalServiceEvents=False),
        },
        good=(trail(isMultiRegionTrail=True),),
        unknown=(trail(isMultiRegionTrail=UNKNOWN),),
    ),
    Case(
        "trail-log-file-validation",
        bad={"is not true": [trail(), trail(enableLogFileValidation=False)]},
        good=(trail(enableLogFileValidation=True),),
        unknown=(trail(enableLogFileValidation=UNKNOWN),),
    ),
    Case(
        "trail-retention",
        bad={
            "objects have no default retention, so they can be deleted at any time.": [
                (trail(), BOOKS),
                (trail(), BOOKS, a(OBJECT_LOCK, bucket="books")),
                kept(mode="GOVERNANCE"),
                new(f"urn:{BUCKET}::another"),
            ]
        },
        good=(
            kept(mode="COMPLIANCE", days=365.0),
            kept(mode="GOVERNANCE", years=1.0),
            new(f"urn:{BUCKET}::new"),
            trail(),
            (BOOKS, trail(s3BucketName="elsewhere")),
        ),
        unknown=(kept(days=UNKNOWN), (BOOKS, trail(s3BucketName=UNKNOWN))),
    ),
)
