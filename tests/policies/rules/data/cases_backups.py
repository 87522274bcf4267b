"""Test stacks for the rules about backups."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.data.backups import (
    BACKUP_VAULTS_ARE_LOCKED,
    BACKUPS_ARE_KEPT,
    DATA_IS_BACKED_UP,
    LOCK,
    PLAN,
    SELECTION,
)
from policies.rules.data.buckets import VERSIONING
from policies.rules.data.data_stores import VAULT
from policies.rules.data.tables import TABLE
from policies.rules.identity.resource_policies import BUCKET
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

ARN = "arn:aws:dynamodb:eu-west-1:1:table/plans"
CUSTOMER = {"DataClass": "customer"}
TABLES = a(TABLE, "plans", props={"arn": ARN, "name": "plans", "tags": CUSTOMER})
NEW = a(TABLE, "plans", props={"name": "plans", "tags": CUSTOMER})
TAGGED = {"key": "DataClass", "type": "STRINGEQUALS", "value": "customer"}


def plan(*rules: Any) -> Stack:
    return (a(PLAN, props={"rules": [{"ruleName": "daily", **rule} for rule in rules]}),)


def chosen(one: Resource, **props: Any) -> Stack:
    """Returns a table and a selection."""
    return (one, selection(**props))


def selection(uses: Any = None, **props: Any) -> Resource:
    return a(SELECTION, props=props, uses=uses or {})


def condition(operator: str, value: str) -> Any:
    return [{operator: [{"key": "aws:ResourceTag/DataClass", "value": value}]}]


def bucket(*about: Resource, data: str = "customer", status: str = "Enabled") -> Stack:
    """Returns a bucket with its versioning, and the given resources."""
    props = {"bucket": "data", "tags": {"DataClass": data}}
    versioning = {"bucket": "data", "versioningConfiguration": {"status": status}}
    return (a(BUCKET, props=props), a(VERSIONING, props=versioning), *about)


def by_provider() -> Stack:
    """Returns a table that gets its tag from its provider."""
    tags = {"defaultTags": {"tags": CUSTOMER}}
    return (a(TABLE, props={"name": "plans"}, provider=tags),)


CASES = (
    Case(
        BACKUPS_ARE_KEPT,
        bad={
            "the plan's rule daily keeps backups forever, at a cost.": plan({}),
            "plan's rule daily keeps backups forever, at a cost.": plan(
                {"lifecycle": {"coldStorageAfter": 1.0}}
            ),
            "the plan's rule daily keeps backups for 3 days; the minimum is 7.": plan(
                {"lifecycle": {"deleteAfter": 3.0}}
            ),
            "the plan's rule weekly keeps backups for 6 days; the minimum is 7.": plan(
                {"lifecycle": {"deleteAfter": 7.0}},
                {"ruleName": "weekly", "lifecycle": {"deleteAfter": 6.0}},
            ),
        },
        good=(plan({"lifecycle": {"deleteAfter": 7.0}}, {"lifecycle": {"deleteAfter": 90.0}}),),
        unknown=(plan({"lifecycle": {"deleteAfter": UNKNOWN}}),),
    ),
    Case(
        BACKUPS_ARE_KEPT,
        bad={
            "the plan's rule daily keeps backups for 7 days; the minimum is 35.": plan(
                {"lifecycle": {"deleteAfter": 7.0}}
            )
        },
        good=(plan({"lifecycle": {"deleteAfter": 35.0}}),),
        unknown=(plan({"lifecycle": {"deleteAfter": UNKNOWN}}),),
        config={"days": 35, "disposable_stacks": []},
        stack="development",
    ),
    Case(
        DATA_IS_BACKED_UP,
        bad={
            "its DataClass is customer, but no AWS Backup selection includes it.": (TABLES,),
            "DataClass is customer, but no AWS Backup selection includes it.": chosen(
                TABLES, resources=[f"{ARN}-2"]
            ),
            "is customer, but no AWS Backup selection includes it.": by_provider(),
            "customer, but no AWS Backup selection includes it.": bucket(),
            "but no AWS Backup selection includes it.": chosen(NEW, resources=["arn:aws:s3:::*"]),
            "no AWS Backup selection includes it.": chosen(
                NEW, resources=["arn:aws:dynamodb:eu-west-1:1:table/other"]
            ),
            "AWS Backup selection includes it.": chosen(
                TABLES, selectionTags=[TAGGED | {"value": "derived"}]
            ),
            "Backup selection includes it.": chosen(TABLES, resources=["*"], notResources=[ARN]),
            "selection includes it.": chosen(
                TABLES, resources=["*"], conditions=condition("stringEquals", "derived")
            ),
            "its DataClass is customer, but no AWS Backup selection includes": chosen(
                TABLES, resources=["*"], conditions=condition("stringNotLikes", "cust*")
            ),
            "its DataClass is customer, but no AWS Backup selection": chosen(
                NEW, resources=["*"], notResources=[UNKNOWN], uses={"notResources": (NEW.urn,)}
            ),
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
            (*by_provider(), selection(selectionTags=[TAGGED])),
            bucket(selection(resources=["arn:aws:s3:::data"])),
            bucket(data="derived"),
            bucket(status="Suspended"),
            (a(TABLE, props={"tags": {"DataClass": "public"}}), a(TABLE)),
        ),
        unknown=(
            chosen(TABLES, resources=[UNKNOWN]),
            chosen(TABLES, selectionTags=[TAGGED | {"value": UNKNOWN}]),
            (a(TABLE, props={"tags": {"DataClass": UNKNOWN}}),),
        ),
    ),
    Case(
        DATA_IS_BACKED_UP,
        bad={
            "its DataClass is derived, but no AWS Backup selection includes it.": bucket(
                data="derived"
            )
        },
        good=((TABLES,),),
        unknown=(bucket(selection(resources=UNKNOWN), data="derived"),),
        config={"data_classes": ["derived"]},
    ),
    Case(
        BACKUP_VAULTS_ARE_LOCKED,
        bad={
            "recovery points": (a(VAULT, props={"name": "customers"}),),
            "a principal that may delete recovery points can delete its backups.": (
                a(VAULT, props={"name": "customers"}),
                a(LOCK, props={"backupVaultName": "others"}),
            ),
        },
        good=(
            (
                a(VAULT, props={"name": "customers"}),
                a(LOCK, props={"backupVaultName": "customers", "minRetentionDays": 7.0}),
            ),
            (
                a(VAULT),
                a(
                    LOCK,
                    props={"backupVaultName": UNKNOWN},
                    uses={"backupVaultName": (a(VAULT).urn,)},
                ),
            ),
        ),
        unknown=(
            (a(VAULT, props={"name": "customers"}), a(LOCK, props={"backupVaultName": UNKNOWN})),
        ),
    ),
)
