"""Trails that violate, that do not, and that nobody knows yet."""

from typing import Any

from policies.rules.resource_policies import BUCKET
from policies.rules.trails import (
    OBJECT_LOCK,
    TRAIL,
    TRAILS_ARE_KEPT,
    TRAILS_SEE_EVERY_REGION,
    TRAILS_SHOW_TAMPERING,
)
from tests.policies.cases import UNKNOWN, Case, Stack, a

BOOKS = a(BUCKET, "books", props={"bucket": "books"})


def trail(**props: Any) -> Stack:
    return (a(TRAIL, props={"s3BucketName": "books", **props}),)


def kept(**retention: Any) -> Stack:
    """A trail, its bucket, and for how long nothing in that goes."""
    lock = {"bucket": "books", "rule": {"defaultRetention": retention}}
    return (*trail(), BOOKS, a(OBJECT_LOCK, props=lock))


def new(*about: str) -> Stack:
    """A trail and its bucket, whose name AWS chooses, and the lock of one of the buckets."""
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
            "sees nothing": trail(isMultiRegionTrail=False),
            "turns enableLogging off": trail(isMultiRegionTrail=True, enableLogging=False),
            "turns includeGlobalServiceEvents off": trail(
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
            "changed it afterwards": trail(),
            "nobody could tell": trail(enableLogFileValidation=False),
        },
        good=(trail(enableLogFileValidation=True),),
        unknown=(trail(enableLogFileValidation=UNKNOWN),),
    ),
    Case(
        TRAILS_ARE_KEPT,
        bad={
            "may delete its objects": (*trail(), BOOKS),
            "what he or she did": (*trail(), BOOKS, a(OBJECT_LOCK, props={"bucket": "books"})),
            "can delete": kept(mode="GOVERNANCE"),
            "whoever may": new(f"urn:{BUCKET}::another"),
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
