"""Test stacks for the rules about CloudTrail."""

from typing import Any

from policies.rules.identity.resource_policies import BUCKET
from policies.rules.identity.trails import (
    OBJECT_LOCK,
    TRAIL,
    TRAILS_ARE_KEPT,
    TRAILS_SEE_EVERY_REGION,
    TRAILS_SHOW_TAMPERING,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

BOOKS = a(BUCKET, "books", props={"bucket": "books"})


def trail(**props: Any) -> Stack:
    return (a(TRAIL, props={"s3BucketName": "books", **props}),)


def kept(**retention: Any) -> Stack:
    """Returns a trail and its bucket with a default retention."""
    lock = {"bucket": "books", "rule": {"defaultRetention": retention}}
    return (*trail(), BOOKS, a(OBJECT_LOCK, props=lock))


def new(*about: str) -> Stack:
    """Returns a trail, a bucket whose name AWS chooses, and an object lock."""
    lock = {"bucket": UNKNOWN, "rule": {"defaultRetention": {"days": 365.0}}}
    return (
        a(BUCKET, "new"),
        a(TRAIL, props={"s3BucketName": UNKNOWN}, uses={"s3BucketName": (f"urn:{BUCKET}::new",)}),
        a(OBJECT_LOCK, props=lock, uses={"bucket": about}),
    )


CASES = (
    Case(
        TRAILS_SEE_EVERY_REGION,
        bad={
            "in other regions": trail(),
            "it does not record events in other regions.": trail(isMultiRegionTrail=False),
            "it disables enableLogging.": trail(isMultiRegionTrail=True, enableLogging=False),
            "it disables includeGlobalServiceEvents.": trail(
                isMultiRegionTrail=True, includeGlobalServiceEvents=False
            ),
        },
        good=(
            trail(isMultiRegionTrail=True),
            trail(isMultiRegionTrail=True, enableLogging=True, includeGlobalServiceEvents=True),
        ),
        unknown=(trail(isMultiRegionTrail=UNKNOWN),),
    ),
    Case(
        TRAILS_SHOW_TAMPERING,
        bad={
            "is not true, so changes of its log files cannot be detected.": trail(),
            "not true, so changes of its log files cannot be detected.": trail(
                enableLogFileValidation=False
            ),
        },
        good=(trail(enableLogFileValidation=True),),
        unknown=(trail(enableLogFileValidation=UNKNOWN),),
    ),
    Case(
        TRAILS_ARE_KEPT,
        bad={
            "objects have no default retention, so they can be deleted at any time.": (
                *trail(),
                BOOKS,
            ),
            "have no default retention, so they can be deleted at any time.": (
                *trail(),
                BOOKS,
                a(OBJECT_LOCK, props={"bucket": "books"}),
            ),
            "no default retention, so they can be deleted at any time.": kept(mode="GOVERNANCE"),
            "default retention, so they can be deleted at any time.": new(f"urn:{BUCKET}::another"),
        },
        good=(
            kept(mode="COMPLIANCE", days=365.0),
            kept(mode="GOVERNANCE", years=1.0),
            new(f"urn:{BUCKET}::new"),
            trail(),
            (BOOKS, *trail(s3BucketName="elsewhere")),
        ),
        unknown=(kept(days=UNKNOWN), (BOOKS, *trail(s3BucketName=UNKNOWN))),
    ),
)
