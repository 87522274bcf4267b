"""Rules for CloudTrail: coverage, integrity and retention of the audit log."""

from collections.abc import Iterator

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig, requires
from policies.rules.identity.resource_policies import BUCKET

OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
TRAIL = "aws:cloudtrail/trail:Trail"

_GUIDE = "AWS CloudTrail User Guide"
_HUB = "AWS Security Hub User Guide"
_NAMES = ("id", "bucket")
_ON_BY_DEFAULT = ("enableLogging", "includeGlobalServiceEvents")
"""Settings that are true by default (Terraform AWS provider, aws_cloudtrail)."""


def _every_region(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("isMultiRegionTrail") is not True:
        yield "it does not record events in other regions."
    if off := [name for name in _ON_BY_DEFAULT if one.get(name) is False]:
        yield f"it disables {' and '.join(off)}."


def _kept(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if not any(context.others.about(one, TRAIL, "s3BucketName", _NAMES)):
        return
    retentions = [
        each.part("rule.defaultRetention")
        for each in context.others.about(one, OBJECT_LOCK, "bucket", _NAMES)
    ]
    if not any(each.get("days") or each.get("years") for each in retentions):
        yield "its objects have no default retention, so they can be deleted at any time."


RULES = (
    Rule(
        "trail-multi-region",
        description="A trail records the events of all regions and global services.",
        reason="Attackers prefer regions that are not monitored.",
        remedy="Set isMultiRegionTrail to true, and omit enableLogging and"
        " includeGlobalServiceEvents.",
        source=f"{_HUB}, control CloudTrail.1",
        example="isMultiRegionTrail: false",
        judges={TRAIL: ("isMultiRegionTrail", *_ON_BY_DEFAULT)},
        check=_every_region,
        config=RuleConfig,
    ),
    Rule(
        "trail-log-file-validation",
        description="A trail signs its log files, which makes tampering visible.",
        reason="Attackers try to remove their traces.",
        remedy="Set enableLogFileValidation to true.",
        source=f"{_HUB}, control CloudTrail.4; {_GUIDE}, Validating CloudTrail log file integrity",
        example="enableLogFileValidation: false",
        judges={TRAIL: ("enableLogFileValidation",)},
        check=requires(
            "enableLogFileValidation",
            "enableLogFileValidation is not true, so changes of its log files cannot be detected.",
        ),
        config=RuleConfig,
    ),
    Rule(
        "trail-retention",
        description="The log files of a trail cannot be deleted before their retention ends.",
        reason="An attacker with stolen administrator credentials can also delete objects in this"
        " bucket.",
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
    ),
)
