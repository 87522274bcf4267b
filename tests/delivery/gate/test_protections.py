"""Tests of the detection of weakened protection."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.gate.protections.changes import PROTECTION_RESOURCES, loosened
from delivery.gate.protections.properties import PROTECTIONS
from delivery.plan.change import UNKNOWN, WITHHELD, Change, Op, State
from simulator.plugins.aws.schema import schema_of
from tests.delivery.plans import change, plan

BUCKET = "aws:s3/bucket:Bucket"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
KEY, LOGS = "aws:kms/key:Key", "aws:cloudwatch/logGroup:LogGroup"
BACKUP_LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
BACKUP_PLAN, SELECTION = "aws:backup/plan:Plan", "aws:backup/selection:Selection"
OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
EBS = "aws:ebs/encryptionByDefault:EncryptionByDefault"
METADATA = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
IMAGES = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
TRAIL = "aws:cloudtrail/trail:Trail"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
QUEUE, TABLE = "aws:sqs/queue:Queue", "aws:dynamodb/table:Table"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"

Inputs = Mapping[str, Any]


def encrypted(algorithm: str) -> Inputs:
    return {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}]}


def expiring(days: int, prefix: str = "", status: str = "Enabled") -> Inputs:
    rule = {"status": status, "filter": {"prefix": prefix}, "expiration": {"days": days}}
    return {"bucket": "cell-sets", "rules": [rule]}


def copying(**days: int | str) -> Inputs:
    """Returns a backup plan, with the retention of each rule by name."""
    rules = [{"ruleName": name, "lifecycle": {"deleteAfter": one}} for name, one in days.items()]
    return {"rules": rules}


def locking(days: int, mode: str = "COMPLIANCE") -> Inputs:
    return {"bucket": "audit", "rule": {"defaultRetention": {"mode": mode, "days": days}}}


def refusing(*actions: str, effect: str = "Deny") -> Inputs:
    statement = {"Effect": effect, "Principal": "*", "Action": list(actions), "Resource": "*"}
    return {"bucket": "cell-sets", "policy": json.dumps({"Statement": [statement]})}


WEAKER: tuple[tuple[str, Inputs, Inputs], ...] = (
    (BACKUP_LOCK, {"minRetentionDays": 90}, {"minRetentionDays": 14}),
    (BACKUP_LOCK, {"minRetentionDays": 90}, {}),
    (BACKUP_PLAN, copying(nightly=90), copying(nightly=14)),
    (BACKUP_PLAN, copying(nightly=90, yearly=3650), copying(nightly=90)),
    (BACKUP_PLAN, {"rules": [{"ruleName": "nightly"}]}, copying(nightly=90)),
    (OBJECT_LOCK, locking(365), locking(30)),
    (OBJECT_LOCK, locking(365), locking(365, "GOVERNANCE")),
    (TRAIL, {"enableLogging": True}, {"enableLogging": False}),
    (TRAIL, {"enableLogFileValidation": True}, {}),
    (TRAIL, {"isMultiRegionTrail": True}, {"isMultiRegionTrail": False}),
    (ACCOUNT_BLOCK, {"blockPublicAcls": True}, {"blockPublicAcls": False}),
    (EBS, {"enabled": True}, {"enabled": False}),
    (METADATA, {"httpTokens": "required"}, {"httpTokens": "no-preference"}),
    (PASSWORDS, {"minimumPasswordLength": 14}, {"minimumPasswordLength": 8}),
    (BLOCK, {"blockPublicAcls": True}, {"blockPublicAcls": False}),
    (BLOCK, {"restrictPublicBuckets": True}, {}),
    (BUCKET, {"forceDestroy": False}, {"forceDestroy": True}),
    (ENCRYPTION, encrypted("aws:kms"), encrypted("AES256")),
    (ENCRYPTION, encrypted("aws:kms"), {"rules": []}),
    (KEY, {"enableKeyRotation": True}, {"enableKeyRotation": False}),
    (KEY, {"deletionWindowInDays": 30}, {"deletionWindowInDays": 7}),
    (KEY, {}, {"deletionWindowInDays": 7}),
    (LIFECYCLE, expiring(14), expiring(2)),
    (LIFECYCLE, expiring(14), {"rules": [*expiring(14)["rules"], *expiring(9, "old/")["rules"]]}),
    (LIFECYCLE, expiring(14, status="Disabled"), expiring(14)),
    (LOGS, {"retentionInDays": 30}, {"retentionInDays": 7}),
    (LOGS, {"retentionInDays": 0}, {"retentionInDays": 3653}),
    (LOGS, {}, {"retentionInDays": 30}),
    (POLICY, refusing("s3:*"), refusing("s3:ListBucket")),
    (POLICY, refusing("s3:*"), refusing("s3:*", effect="Allow")),
    (POLICY, refusing("s3:*"), {"policy": UNKNOWN}),
    (QUEUE, {}, {"messageRetentionSeconds": 60}),
    (QUEUE, {"sqsManagedSseEnabled": True}, {"sqsManagedSseEnabled": False}),
    (QUEUE, {"kmsMasterKeyId": "alias/a"}, {}),
    (TABLE, {"deletionProtectionEnabled": True}, {}),
    (TABLE, {"pointInTimeRecovery": {"enabled": True}}, {}),
    (TABLE, {"pointInTimeRecovery": {"enabled": True}}, {"pointInTimeRecovery": {}}),
    (TABLE, {"serverSideEncryption": {"enabled": True}}, {"serverSideEncryption": {}}),
    (TABLE, {}, {"ttl": {"enabled": True, "attributeName": "age"}}),
    (
        VERSIONING,
        {"versioningConfiguration": {"status": "Enabled"}},
        {"versioningConfiguration": {"status": "Suspended"}},
    ),
)


def why(*changes: Change) -> list[str]:
    return [words for _, words in loosened(plan(*changes))]


@pytest.mark.parametrize(("type_", "old", "new"), WEAKER)
def test_weakening_a_protection_is_reported_and_strengthening_is_not(
    type_: str, old: Inputs, new: Inputs
) -> None:
    (words,) = why(change(type_, "a", Op.UPDATE, old, new))
    assert words
    assert why(change(type_, "a", Op.UPDATE, old, old)) == []
    if new.get("policy") != UNKNOWN:
        assert why(change(type_, "a", Op.UPDATE, new, old)) == []


def test_the_reason_describes_the_weakening() -> None:
    reasons = why(
        change(LOGS, "a", Op.UPDATE, {"retentionInDays": 30}, {"retentionInDays": 7}),
        change(POLICY, "b", Op.UPDATE, refusing("s3:*"), refusing("s3:GetObject")),
        change(LIFECYCLE, "c", Op.UPDATE, expiring(14), expiring(2)),
        change(TABLE, "d", Op.UPDATE, {"deletionProtectionEnabled": True}, {}),
    )
    assert reasons == [
        "retentionInDays decreases from 30 to 7",
        "policy denies s3:* less strictly, or not at all",
        "rules delete objects after 2 days",
        "deletionProtectionEnabled is disabled",
    ]


def test_denying_more_is_not_weaker() -> None:
    for new in (refusing("s3:*"), refusing("s3:PutObject", "s3:GetObject"), refusing("*")):
        assert why(change(POLICY, "a", Op.UPDATE, refusing("s3:GetObject"), new)) == []


def test_one_kind_of_encryption_may_replace_the_other() -> None:
    managed, own = {"sqsManagedSseEnabled": True}, {"kmsMasterKeyId": "alias/cellscope"}
    assert why(change(QUEUE, "a", Op.UPDATE, managed, own)) == []
    assert why(change(QUEUE, "a", Op.UPDATE, own, managed)) == []


def test_an_unknown_number_counts_as_lower() -> None:
    new = {"retentionInDays": UNKNOWN}
    assert why(change(LOGS, "a", Op.UPDATE, {"retentionInDays": 30}, new)) == [
        "retentionInDays is not known until deployment"
    ]


@given(st.none() | st.integers(0, 3653), st.none() | st.integers(0, 3653))
def test_a_shorter_retention_of_logs_is_reported_if_and_only_if_it_is_shorter(
    old: int | None, new: int | None
) -> None:
    sides = ({} if days is None else {"retentionInDays": days} for days in (old, new))
    never = 10_000
    expected = (new or never) < (old or never)
    assert bool(why(change(LOGS, "a", Op.UPDATE, *sides))) == expected


def test_any_change_of_a_backup_selection_is_reported() -> None:
    tables, buckets = {"resources": ["arn:aws:dynamodb:*"]}, {"resources": ["arn:aws:s3:::*"]}
    other = change(SELECTION, "a", Op.REPLACE, tables, buckets)
    assert why(other) == ["resources changes"]
    assert why(change(SELECTION, "a", Op.REPLACE, tables, {**tables, "name": "new"})) == []


def test_a_replaced_protection_is_compared_but_not_a_replaced_store() -> None:
    before = {"backupVaultName": "vault", "minRetentionDays": 90}
    # Most protections have the id of the resource that they protect.
    lock = change(
        BACKUP_LOCK, "a", Op.REPLACE, before, before | {"minRetentionDays": 14}, id_="vault"
    )
    assert why(lock) == ["minRetentionDays decreases from 90 to 14"]
    table = {"deletionProtectionEnabled": True}
    assert why(change(TABLE, "a", Op.REPLACE, table, {})) == []
    old = refusing("s3:*")
    policy = change(POLICY, "a", Op.REPLACE, old, {**old, "policy": UNKNOWN}, id_="cell-sets")
    assert why(policy) == ["policy is not known until deployment, and denies actions now"]
    assert why(policy, change(BUCKET, "a", Op.REPLACE, {}, {}, id_="cell-sets")) == []


def test_a_protection_that_moves_to_another_resource_is_reported() -> None:
    old = refusing("s3:*")
    moved = change(POLICY, "a", Op.REPLACE, old, {**old, "bucket": "other"}, id_="cell-sets")
    assert why(moved) == ["cell-sets loses this protection"]
    assert why(change(POLICY, "a", Op.REPLACE, old, old, id_="cell-sets")) == []


def test_the_reason_describes_weaker_backup_rules() -> None:
    nightly = copying(nightly=90)
    (rule,) = nightly["rules"]
    for new, words in (
        (copying(nightly=14), "rules have a retention that decreases from 90 to 14"),
        (copying(nightly=UNKNOWN), "rules have a retention that is not known until deployment"),
        (copying(yearly=90), "rules no longer include nightly"),
        ({"rules": [{**rule, "schedule": "rate(1 year)"}]}, "rules change schedule"),
        ({"rules": [{**rule, "targetVaultName": "open"}]}, "rules change targetVaultName"),
    ):
        assert why(change(BACKUP_PLAN, "a", Op.UPDATE, nightly, new)) == [words]


def test_a_trail_with_other_events_or_another_bucket_is_reported() -> None:
    whole = {"s3BucketName": "audit", "enableLogging": True}
    other = {**whole, "s3BucketName": "mine", "eventSelectors": [{"readWriteType": "ReadOnly"}]}
    (words,) = why(change(TRAIL, "a", Op.UPDATE, whole, other))
    assert words == "eventSelectors changes; s3BucketName changes"


def test_a_cache_needs_an_auth_token_or_user_groups() -> None:
    asks = {"authToken": WITHHELD}
    assert why(change(CACHE, "a", Op.UPDATE, asks, {})) == ["authToken is removed"]
    assert why(change(CACHE, "a", Op.UPDATE, asks, {"userGroupIds": ["users"]})) == []


def test_deleting_backups_and_trails_is_reported() -> None:
    reasons = why(*(change(one, "a", Op.DELETE, {}) for one in (BACKUP_PLAN, SELECTION, TRAIL)))
    assert reasons == [
        "its backups stop",
        "the resources that it selects are no longer backed up",
        "API activity is no longer recorded",
    ]
    assert why(change(TRAIL, "a", Op.FORGET, {})) == []


def test_a_deleted_protection_is_reported_unless_its_store_is_deleted_too() -> None:
    protection = change(POLICY, "a", Op.DELETE, refusing("s3:*"), id_="cell-sets")
    assert why(protection) == ["cell-sets loses this protection"]
    for op in (Op.DELETE, Op.FORGET, Op.REPLACE):
        store = change(BUCKET, "a", op, {}, {} if op is Op.REPLACE else None, id_="cell-sets")
        assert why(protection, store) == []
    # A retained protection still protects.
    assert why(change(POLICY, "a", Op.FORGET, refusing("s3:*"), id_="cell-sets")) == []
    # Other parts of a bucket have its id too.
    cors = change(
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "a",
        Op.DELETE,
        {},
        id_="cell-sets",
    )
    assert why(protection, cors) == ["cell-sets loses this protection"]


def test_a_new_lifecycle_is_reported_for_an_existing_bucket_only() -> None:
    lifecycle = change(LIFECYCLE, "a", Op.CREATE, None, expiring(14))
    assert why(lifecycle) == ["rules delete objects after 14 days"]
    assert why(lifecycle, change(BUCKET, "a", Op.CREATE, None, {"bucket": "cell-sets"})) == []


def test_defaults_of_the_account_are_reported_when_they_are_deleted() -> None:
    for type_ in (ACCOUNT_BLOCK, EBS, METADATA, PASSWORDS):
        assert len(why(change(type_, "a", Op.DELETE, {}))) == 1


def test_another_expiration_of_images_is_reported() -> None:
    assert why(change(IMAGES, "a", Op.UPDATE, {"policy": "{}"}, {"policy": '{"rules": []}'})) == [
        "policy changes"
    ]


def test_removing_retain_on_delete_of_data_is_reported() -> None:
    kept, free = State({}, {}, retained=True), State({}, {})
    for op in (Op.SAME, Op.UPDATE):
        table = Change(change(TABLE, "a").urn, op, kept, free)
        assert why(table) == ["AWS no longer retains it when it is removed from the program"]
        group = Change(change("aws:eks/nodeGroup:NodeGroup", "a").urn, op, kept, free)
        assert why(group) == []


@pytest.mark.parametrize("type_", PROTECTIONS)
def test_every_property_exists_in_the_pinned_package(type_: str) -> None:
    for protection in PROTECTIONS[type_]:
        fields = schema_of(type_).inputs
        for part in filter(None, (*protection.path.split("."), protection.unless)):
            name = re.sub(r"\[\d+\]$", "", part)
            assert name in fields or part == protection.unless, (type_, protection.path)
            found = fields.get(name)
            if found:
                found = found.element if part != name else found
                fields = found.fields
        assert not protection.unless or protection.unless in schema_of(type_).inputs


@pytest.mark.parametrize("type_", PROTECTION_RESOURCES)
def test_every_protection_resource_requires_the_property_of_its_store(type_: str) -> None:
    assert PROTECTION_RESOURCES[type_] in schema_of(type_).required
