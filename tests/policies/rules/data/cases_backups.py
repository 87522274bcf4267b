"""Test stacks for the rules about backups."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.data.backups import LOCK, PLAN, SELECTION
from policies.rules.data.buckets import VERSIONING
from policies.rules.data.data_stores import VAULT
from policies.rules.data.tables import TABLE
from policies.rules.identity.resource_policies import BUCKET
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

ARN = "arn:aws:dynamodb:eu-west-1:1:table/plans"
CUSTOMER = {"DataClass": "customer"}
TABLES = a(TABLE, "plans", arn=ARN, name="plans", tags=CUSTOMER)
NEW = a(TABLE, "plans", name="plans", tags=CUSTOMER)
BY_PROVIDER = a(TABLE, name="plans", provider={"defaultTags": {"tags": CUSTOMER}})
VAULTS = a(VAULT, name="customers")
TAGGED = {"key": "DataClass", "type": "STRINGEQUALS", "value": "customer"}


def plan(*lifecycles: Any) -> Resource:
    rules = zip(("daily", "weekly"), lifecycles, strict=False)
    return a(PLAN, rules=[{"ruleName": name, "lifecycle": one} for name, one in rules])


def kept(*days: Any) -> Resource:
    return plan(*({"deleteAfter": each} for each in days))


def chosen(one: Resource, **props: Any) -> Stack:
    """Returns a table and a selection."""
    return (one, selection(**props))


def selection(uses: Any = None, **props: Any) -> Resource:
    return a(SELECTION, uses=uses or {}, **props)


def condition(operator: str, value: str) -> Any:
    return [{operator: [{"key": "aws:ResourceTag/DataClass", "value": value}]}]


def bucket(*about: Resource, data: str = "customer", status: str = "Enabled") -> Stack:
    """Returns a bucket with its versioning, and the given resources."""
    versioning = a(VERSIONING, bucket="data", versioningConfiguration={"status": status})
    return (a(BUCKET, bucket="data", tags={"DataClass": data}), versioning, *about)


CASES = (
    Case(
        "backup-retention",
        bad={
            "the plan's rule daily keeps backups forever, at a cost.": [
                plan(None),
                plan({"coldStorageAfter": 1.0}),
            ],
            "the plan's rule daily keeps backups for 3 days; the minimum is 7.": kept(3.0),
            "the plan's rule weekly keeps backups for 6 days; the minimum is 7.": kept(7.0, 6.0),
        },
        good=(kept(7.0, 90.0),),
        unknown=(kept(UNKNOWN),),
    ),
    Case(
        "backup-retention",
        bad={"the plan's rule daily keeps backups for 7 days; the minimum is 35.": kept(7.0)},
        good=(kept(35.0),),
        config={"days": 35, "disposable_stacks": []},
        stack="development",
    ),
    Case(
        "data-store-in-backup-plan",
        bad={
            "its DataClass is customer, but no AWS Backup selection includes it.": [
                TABLES,
                chosen(TABLES, resources=[f"{ARN}-2"]),
                BY_PROVIDER,
                bucket(),
                chosen(NEW, resources=["arn:aws:s3:::*"]),
                chosen(NEW, resources=["arn:aws:dynamodb:eu-west-1:1:table/other"]),
                chosen(TABLES, selectionTags=[TAGGED | {"value": "derived"}]),
                chosen(TABLES, resources=["*"], notResources=[ARN]),
                chosen(TABLES, resources=["*"], conditions=condition("stringEquals", "derived")),
                chosen(TABLES, resources=["*"], conditions=condition("stringNotLikes", "cust*")),
                chosen(
                    NEW, resources=["*"], notResources=[UNKNOWN], uses={"notResources": (NEW.urn,)}
                ),
            ]
        },
        good=(
            chosen(TABLES, resources=[ARN]),
            chosen(TABLES, resources=["arn:aws:dynamodb:*:*:table/pl*"]),
            chosen(TABLES, resources=["*"], conditions=condition("stringLikes", "cust*")),
            chosen(TABLES, resources=["*"], conditions=condition("stringNotEquals", "derived")),
            chosen(TABLES, selectionTags=[TAGGED]),
            chosen(NEW, resources=[UNKNOWN], uses={"resources": (NEW.urn,)}),
            chosen(NEW, resources=["arn:aws:dynamodb:eu-west-1:1:table/plans"]),
            chosen(NEW, resources=["*"]),
            (BY_PROVIDER, selection(selectionTags=[TAGGED])),
            bucket(selection(resources=["arn:aws:s3:::data"])),
            bucket(data="derived"),
            bucket(status="Suspended"),
            (a(TABLE, tags={"DataClass": "public"}), a(TABLE)),
        ),
        unknown=(
            chosen(TABLES, resources=[UNKNOWN]),
            chosen(TABLES, selectionTags=[TAGGED | {"value": UNKNOWN}]),
            a(TABLE, tags={"DataClass": UNKNOWN}),
        ),
    ),
    Case(
        "data-store-in-backup-plan",
        bad={"its DataClass is derived": bucket(data="derived")},
        good=(TABLES,),
        unknown=(bucket(selection(resources=UNKNOWN), data="derived"),),
        config={"data_classes": ["derived"]},
    ),
    Case(
        "data-store-in-backup-plan",
        bad={"no AWS Backup selection includes it": TABLES},
        stack_config={"any:retired": '[{"kind": "table", "name": "one"}]'},
    ),
    Case(
        "data-store-in-backup-plan",
        bad={},
        good=(TABLES,),
        stack_config={"any:retired": '[{"kind": "backup-vault"}]'},
    ),
    Case(
        "backup-vault-lock",
        bad={
            "a principal that may delete recovery points can delete its backups.": [
                VAULTS,
                (VAULTS, a(LOCK, backupVaultName="others")),
            ]
        },
        good=(
            (VAULTS, a(LOCK, backupVaultName="customers", minRetentionDays=7.0)),
            (a(VAULT), a(LOCK, backupVaultName=UNKNOWN, uses={"backupVaultName": (a(VAULT).urn,)})),
        ),
        unknown=((VAULTS, a(LOCK, backupVaultName=UNKNOWN)),),
    ),
)
