"""Backups that violate, that do not, and that nobody knows yet."""

from typing import Any

from policies.rules.backups import (
    BACKUP_VAULTS_ARE_LOCKED,
    BACKUPS_ARE_KEPT,
    DATA_IS_BACKED_UP,
    LOCK,
    PLAN,
    SELECTION,
)
from policies.rules.buckets import VERSIONING
from policies.rules.data_stores import VAULT
from policies.rules.resource import Resource
from policies.rules.resource_policies import BUCKET
from policies.rules.tables import TABLE
from tests.policies.cases import UNKNOWN, Case, Stack, a

ARN = "arn:aws:dynamodb:eu-west-1:1:table/plans"
CUSTOMER = {"DataClass": "customer"}
TABLES = a(TABLE, "plans", props={"arn": ARN, "name": "plans", "tags": CUSTOMER})
NEW = a(TABLE, "plans", props={"name": "plans", "tags": CUSTOMER})
TAGGED = {"key": "DataClass", "type": "STRINGEQUALS", "value": "customer"}


def plan(*rules: Any) -> Stack:
    return (a(PLAN, props={"rules": [{"ruleName": "daily", **rule} for rule in rules]}),)


def chosen(one: Resource, **props: Any) -> Stack:
    """A table, and a selection."""
    return (one, selection(**props))


def selection(uses: Any = None, **props: Any) -> Resource:
    return a(SELECTION, props=props, uses=uses or {})


def condition(operator: str, value: str) -> Any:
    return [{operator: [{"key": "aws:ResourceTag/DataClass", "value": value}]}]


def bucket(*about: Resource, data: str = "customer", status: str = "Enabled") -> Stack:
    """A bucket that keeps old versions, and what else there is."""
    props = {"bucket": "data", "tags": {"DataClass": data}}
    versioning = {"bucket": "data", "versioningConfiguration": {"status": status}}
    return (a(BUCKET, props=props), a(VERSIONING, props=versioning), *about)


def by_provider() -> Stack:
    """A table that has its tag from its provider."""
    tags = {"defaultTags": {"tags": CUSTOMER}}
    return (a(TABLE, props={"name": "plans"}, provider=tags),)


CASES = (
    Case(
        BACKUPS_ARE_KEPT,
        bad={
            "what daily makes is kept, and paid,": plan({}),
            "for ever": plan({"lifecycle": {"coldStorageAfter": 1.0}}),
            "for 3 days, not 7": plan({"lifecycle": {"deleteAfter": 3.0}}),
            "what weekly makes": plan(
                {"lifecycle": {"deleteAfter": 7.0}},
                {"ruleName": "weekly", "lifecycle": {"deleteAfter": 6.0}},
            ),
        },
        good=(plan({"lifecycle": {"deleteAfter": 7.0}}, {"lifecycle": {"deleteAfter": 90.0}}),),
        unknown=(plan({"lifecycle": {"deleteAfter": UNKNOWN}}),),
    ),
    Case(
        BACKUPS_ARE_KEPT,
        bad={"for 7 days, not 35": plan({"lifecycle": {"deleteAfter": 7.0}})},
        good=(plan({"lifecycle": {"deleteAfter": 35.0}}),),
        unknown=(plan({"lifecycle": {"deleteAfter": UNKNOWN}}),),
        config={"days": 35, "disposable_stacks": []},
        stack="development",
    ),
    Case(
        DATA_IS_BACKED_UP,
        bad={
            "its data is customer": (TABLES,),
            "no selection of AWS Backup": chosen(TABLES, resources=[f"{ARN}-2"]),
            "is about it": by_provider(),
            "no selection": bucket(),
            "of AWS Backup": chosen(NEW, resources=["arn:aws:s3:::*"]),
            "its data": chosen(NEW, resources=["arn:aws:dynamodb:eu-west-1:1:table/other"]),
            "data is customer": chosen(TABLES, selectionTags=[TAGGED | {"value": "derived"}]),
            "customer, and no": chosen(TABLES, resources=["*"], notResources=[ARN]),
            "Backup is about it": chosen(
                TABLES, resources=["*"], conditions=condition("stringEquals", "derived")
            ),
            "and no selection": chosen(
                TABLES, resources=["*"], conditions=condition("stringNotLikes", "cust*")
            ),
            "selection of AWS": chosen(
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
        bad={"its data is derived": bucket(data="derived")},
        good=((TABLES,),),
        unknown=(bucket(selection(resources=UNKNOWN), data="derived"),),
        config={"data_classes": ["derived"]},
    ),
    Case(
        BACKUP_VAULTS_ARE_LOCKED,
        bad={
            "recovery points": (a(VAULT, props={"name": "customers"}),),
            "can delete those": (
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
