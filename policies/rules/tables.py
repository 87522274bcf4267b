"""Rules for DynamoDB tables."""

from collections.abc import Iterator

from .data_retention import KeepingConfig, keeps_data
from .resource import Resource
from .rule import Context, Rule, RuleConfig

TABLE = "aws:dynamodb/table:Table"

_GUIDE = "Amazon DynamoDB Developer Guide"


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("serverSideEncryption.enabled") is not True:
        yield "it is encrypted with a key of DynamoDB's own, which IAM does not guard."


def _recoverable(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    if keeps_data(context) and one.get("pointInTimeRecovery.enabled") is not True:
        yield "it cannot be brought back to how it was before a mistake."


def _refuses(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    if keeps_data(context) and one.get("deletionProtectionEnabled") is not True:
        yield "whoever may delete tables can delete it."


TABLES_ARE_ENCRYPTED = Rule(
    "table-encryption",
    description="Tables are encrypted with a key in KMS.",
    reason="With KMS, each use of the key is seen in CloudTrail, and can be cut off.",
    remedy="Set serverSideEncryption.enabled to true.",
    source=f"{_GUIDE}, DynamoDB encryption at rest",
    example="serverSideEncryption: {enabled: false}",
    judges={TABLE: ("serverSideEncryption.enabled",)},
    check=_encrypted,
    config=RuleConfig,
)

TABLES_CAN_BE_RECOVERED = Rule(
    "table-point-in-time-recovery",
    description="Tables can be brought back to any second of the last weeks.",
    reason="A program that writes nonsense is noticed after it has written it.",
    remedy="Set pointInTimeRecovery.enabled to true.",
    source=f"{_GUIDE}, Point-in-time backups for DynamoDB",
    example="pointInTimeRecovery: {enabled: false}",
    judges={TABLE: ("pointInTimeRecovery.enabled",)},
    check=_recoverable,
    config=KeepingConfig,
)

TABLES_REFUSE_DELETION = Rule(
    "table-deletion-protection",
    description="Tables refuse to be deleted until somebody lifts that on purpose.",
    reason="It takes two mistakes instead of one, whichever tool they are made with.",
    remedy="Set deletionProtectionEnabled to true.",
    source=f"{_GUIDE}, Using deletion protection to protect your table",
    example="deletionProtectionEnabled: false",
    judges={TABLE: ("deletionProtectionEnabled",)},
    check=_refuses,
    config=KeepingConfig,
)

RULES = (TABLES_ARE_ENCRYPTED, TABLES_CAN_BE_RECOVERED, TABLES_REFUSE_DELETION)
