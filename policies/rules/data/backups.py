"""Rules for AWS Backup: backups, their retention and their protection."""

import operator
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase

from pydantic import Field

from policies.engine.resource import Resource, holds_for_any
from policies.engine.rule import Context, Rule
from policies.engine.taggable import tag_of
from policies.rules.data.buckets import VERSIONING
from policies.rules.data.data_retention import KeepingConfig, keeps_data
from policies.rules.data.data_stores import VAULT, BackupConfig
from policies.rules.data.retirement import gives_up
from policies.rules.data.tables import TABLE
from policies.rules.identity.resource_policies import BUCKET

LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
PLAN = "aws:backup/plan:Plan"
SELECTION = "aws:backup/selection:Selection"

_GUIDE = "AWS Backup Developer Guide"
_NAMES = ("id", "bucket")
_OF_TAGS = "aws:ResourceTag/"

_PLACES = {BUCKET: ("s3", "", "bucket"), TABLE: ("dynamodb", "table/", "name")}
"""The service in an ARN, the prefix of the name, and the property with the name, by type."""

_CONDITIONS: dict[str, tuple[Callable[[str, str], bool], bool]] = {
    "stringEquals": (operator.eq, True),
    "stringLikes": (fnmatchcase, True),
    "stringNotEquals": (operator.eq, False),
    "stringNotLikes": (fnmatchcase, False),
}
"""How a condition compares a tag, and the required result.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Conditions.html
"""


class DataConfig(KeepingConfig):
    """The configuration of data-store-in-backup-plan."""

    data_classes: tuple[str, ...] = Field(
        ("customer",), description="the values of the tag DataClass that require a backup"
    )


def _kept(one: Resource, context: Context[BackupConfig]) -> Iterator[str]:
    for rule in one.items("rules") if keeps_data(context) else ():
        days = (rule.get("lifecycle") or {}).get("deleteAfter")
        if not days:
            yield f"the plan's rule {rule.get('ruleName')} keeps backups forever, at a cost."
        elif days < context.config.days:
            least = context.config.days
            yield (
                f"the plan's rule {rule.get('ruleName')} keeps backups for {int(days)} days; the"
                f" minimum is {least}."
            )


def _backed_up(one: Resource, context: Context[DataConfig]) -> Iterator[str]:
    data = tag_of(one, "DataClass")
    if not keeps_data(context) or data not in context.config.data_classes:
        return
    # A stack that gives up its vault and its backups has no backup plan either.
    if gives_up("backup-vault", context):
        return
    # AWS Backup requires versioning on buckets; bucket-versioning reports buckets without it.
    versionings = context.others.about(one, VERSIONING, "bucket", _NAMES)
    if one.type == BUCKET and not any(
        each.get("versioningConfiguration.status") == "Enabled" for each in versionings
    ):
        return
    if not holds_for_any(lambda each: _chooses(each, one), context.others.of(SELECTION)):
        yield f"its DataClass is {data}, but no AWS Backup selection includes it."


def _chooses(selection: Resource, one: Resource) -> bool:
    by_tag = any(_has(one, each, operator.eq) for each in selection.items("selectionTags"))
    return (
        (by_tag or _names(selection, "resources", one))
        and not _names(selection, "notResources", one)
        and all(
            _has(one, each, compare) is wanted
            for block in selection.items("conditions")
            for name, (compare, wanted) in _CONDITIONS.items()
            for each in block.get(name) or ()
        )
    )


def _names(selection: Resource, property_: str, one: Resource) -> bool:
    """Whether a list of ARNs or patterns matches a resource."""
    return one.urn in selection.uses.get(property_, ()) or any(
        _is_about(pattern, one) for pattern in selection.items(property_)
    )


def _is_about(pattern: str, one: Resource) -> bool:
    if arn := one.get("arn"):
        return fnmatchcase(arn, pattern)
    # Account and region of a new resource are unknown.
    service, prefix, name = _PLACES[one.type]
    parts = pattern.split(":")
    place = f"{prefix}{one.get(name)}"
    return pattern == "*" or (service in parts[2:3] and fnmatchcase(place, parts[-1]))


def _has(one: Resource, wanted: Mapping[str, str], compare: Callable[[str, str], bool]) -> bool:
    """Whether a resource has a tag whose value matches the wanted one."""
    found = tag_of(one, wanted["key"].removeprefix(_OF_TAGS))
    return compare(found or "", wanted["value"])


def _locked(one: Resource, context: Context[KeepingConfig]) -> Iterator[str]:
    locks = context.others.about(one, LOCK, "backupVaultName", ("id", "name"))
    if keeps_data(context) and not any(locks):
        yield (
            "the vault has no lock: a principal that may delete recovery points can delete its"
            " backups."
        )


RULES = (
    Rule(
        "backup-retention",
        description="Backups are kept for at least a week, and expire.",
        reason="Data errors are often noticed days later, for example after a weekend.",
        remedy="Set lifecycle.deleteAfter of each rule to 7 or more.",
        source=f"{_GUIDE}, Backup plan options and configuration: Lifecycle",
        example="rules: [{ruleName: daily, targetVaultName: one, lifecycle: {deleteAfter: 1}}]",
        judges={PLAN: ("rules.ruleName", "rules.lifecycle.deleteAfter")},
        check=_kept,
        config=BackupConfig,
    ),
    Rule(
        "data-store-in-backup-plan",
        description="Tables and buckets with customer data are in an AWS Backup plan.",
        reason="Versions and point-in-time recovery are lost if the table or bucket itself is"
        " deleted.",
        remedy="Add the ARN to resources of an AWS Backup Selection, or the tag to selectionTags.",
        source=f"{_GUIDE}, Assigning resources to a backup plan; AWS Security Hub User Guide,"
        " control"
        " DynamoDB.4",
        example="tags: {DataClass: customer}  # and no Selection that includes it",
        judges={TABLE: ("arn", "name", "tags"), BUCKET: ("arn", "id", "bucket", "tags")},
        joins={
            SELECTION: (
                *("resources", "notResources", "selectionTags.key", "selectionTags.value"),
                *(f"conditions.{name}.{part}" for name in _CONDITIONS for part in ("key", "value")),
            ),
            VERSIONING: ("bucket", "versioningConfiguration.status"),
        },
        check=_backed_up,
        config=DataConfig,
    ),
    Rule(
        "backup-vault-lock",
        description="Backups in a vault cannot be deleted before their retention ends.",
        reason="An attacker who wants a ransom deletes the backups first.",
        remedy="Add a VaultLockConfiguration for the vault.",
        source=f"{_GUIDE}, AWS Backup Vault Lock",
        example="name: customers  # and no VaultLockConfiguration",
        judges={VAULT: ("id", "name")},
        joins={LOCK: ("backupVaultName",)},
        check=_locked,
        config=KeepingConfig,
    ),
)
