"""Rules for DynamoDB tables."""

from policies.engine.rule import Rule, RuleConfig, requires
from policies.rules.data.data_retention import (
    KeepingConfig,
    requires_for_data,
    requires_until_retired,
)

TABLE = "aws:dynamodb/table:Table"

_GUIDE = "Amazon DynamoDB Developer Guide"


RULES = (
    Rule(
        "table-encryption",
        description="Tables are encrypted with a KMS key.",
        reason="CloudTrail records each use of a KMS key, and the key can be disabled.",
        remedy="Set serverSideEncryption.enabled to true.",
        source=f"{_GUIDE}, DynamoDB encryption at rest",
        example="serverSideEncryption: {enabled: false}",
        judges={TABLE: ("serverSideEncryption.enabled",)},
        check=requires(
            "serverSideEncryption.enabled",
            "it is encrypted with an AWS owned key, which IAM cannot control.",
        ),
        config=RuleConfig,
        group="encryption",
    ),
    Rule(
        "table-point-in-time-recovery",
        description="Tables have point-in-time recovery.",
        reason="After a data error, the table can be restored to any second of the recovery"
        " period.",
        remedy="Set pointInTimeRecovery.enabled to true.",
        source=f"{_GUIDE}, Point-in-time backups for DynamoDB",
        example="pointInTimeRecovery: {enabled: false}",
        judges={TABLE: ("pointInTimeRecovery.enabled",)},
        check=requires_for_data(
            "pointInTimeRecovery.enabled",
            "pointInTimeRecovery is not enabled, so it cannot be restored to an earlier time.",
        ),
        config=KeepingConfig,
        group="versioning",
    ),
    Rule(
        "table-deletion-protection",
        description="Tables have deletion protection.",
        reason="Deletion then needs two steps, whichever tool is used.",
        remedy="Set deletionProtectionEnabled to true.",
        source=f"{_GUIDE}, Using deletion protection to protect your table",
        example="deletionProtectionEnabled: false",
        judges={TABLE: ("deletionProtectionEnabled",)},
        check=requires_until_retired(
            "deletionProtectionEnabled",
            "deletionProtectionEnabled is not true, so it can be deleted by mistake.",
        ),
        config=KeepingConfig,
    ),
)
