"""Rules for CloudTrail: all that is done in the account is written down, and stays so."""

from collections.abc import Iterator

from .resource import Resource
from .resource_policies import BUCKET
from .rule import Context, Rule, RuleConfig

OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
TRAIL = "aws:cloudtrail/trail:Trail"

_GUIDE = "AWS CloudTrail User Guide"
_HUB = "AWS Security Hub User Guide"
_NAMES = ("id", "bucket")
_ON_BY_DEFAULT = ("enableLogging", "includeGlobalServiceEvents")
"""Terraform AWS provider, aws_cloudtrail."""


def _every_region(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("isMultiRegionTrail") is not True:
        yield "it sees nothing of what is done in other regions."
    if off := [name for name in _ON_BY_DEFAULT if one.get(name) is False]:
        yield f"it turns {' and '.join(off)} off."


def _tampering(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("enableLogFileValidation") is not True:
        yield "nobody could tell whether somebody changed it afterwards."


def _kept(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if not any(context.others.about(one, TRAIL, "s3BucketName", _NAMES)):
        return
    retentions = [
        each.part("rule.defaultRetention")
        for each in context.others.about(one, OBJECT_LOCK, "bucket", _NAMES)
    ]
    if not any(each.get("days") or each.get("years") for each in retentions):
        yield "whoever may delete its objects can delete what he or she did."


TRAILS_SEE_EVERY_REGION = Rule(
    "trail-multi-region",
    description="A trail writes down what is done in every region, and to IAM.",
    reason="Thieves of keys work where nobody looks.",
    remedy="Set isMultiRegionTrail to true, and leave enableLogging and includeGlobalServiceEvents"
    " out.",
    source=f"{_HUB}, control CloudTrail.1",
    example="isMultiRegionTrail: false",
    judges={TRAIL: ("isMultiRegionTrail", *_ON_BY_DEFAULT)},
    check=_every_region,
    config=RuleConfig,
)

TRAILS_SHOW_TAMPERING = Rule(
    "trail-log-file-validation",
    description="A trail has signed digests, which show what was changed or taken out of it.",
    reason="Who breaks in tidies up behind.",
    remedy="Set enableLogFileValidation to true.",
    source=f"{_HUB}, control CloudTrail.4; {_GUIDE}, Validating CloudTrail log file integrity",
    example="enableLogFileValidation: false",
    judges={TRAIL: ("enableLogFileValidation",)},
    check=_tampering,
    config=RuleConfig,
)

TRAILS_ARE_KEPT = Rule(
    "trail-retention",
    description="Nobody can delete what a trail wrote before its time.",
    reason="An administrator's stolen key opens this bucket too.",
    remedy="Add a BucketObjectLockConfiguration with rule.defaultRetention.",
    source="Amazon S3 User Guide, Locking objects with Object Lock",
    example="objectLockEnabled: Enabled  # and no rule",
    judges={BUCKET: _NAMES},
    joins={
        TRAIL: ("s3BucketName",),
        OBJECT_LOCK: (
            "bucket",
            *(f"rule.defaultRetention.{unit}" for unit in ("days", "years")),
        ),
    },
    check=_kept,
    config=RuleConfig,
)

RULES = (TRAILS_SEE_EVERY_REGION, TRAILS_SHOW_TAMPERING, TRAILS_ARE_KEPT)
