"""Tests of the bootstrap: parts are created once, and repaired if they differ."""

import json
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from botocore.exceptions import ClientError

from components.account.account_policies import secret_key_policy, state_bucket_policy
from delivery.aws import Clients
from delivery.bootstrap.bootstrap import BootstrapError, bootstrap, next_steps
from delivery.bootstrap.part import PartState
from settings import AccountSettings

BUCKET = "cellscope-state-242905224710"
ALIAS = "alias/iac-secret-key"
TAGS = {"Environment": "account", "ManagedBy": "pulumi", "Owner": "iac", "Project": "cellscope"}


def made(settings: AccountSettings, aws: Clients) -> list[PartState]:
    return [result.state for result in bootstrap(settings, aws)]


def keys(aws: Clients) -> list[str]:
    """Returns the ids of the customer managed keys."""
    kms = aws("kms")
    ids = [one["KeyId"] for one in kms.list_keys()["Keys"]]
    found = [kms.describe_key(KeyId=one)["KeyMetadata"] for one in ids]
    return [one["KeyId"] for one in found if one["KeyManager"] == "CUSTOMER"]


def test_the_state_bucket_is_versioned_encrypted_private_and_tls_only(
    settings: AccountSettings, aws: Clients
) -> None:
    made(settings, aws)
    s3 = aws("s3")
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    encryption = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]
    (rule,) = encryption["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms"}
    block = s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}
    assert len(block) == 4
    ownership = s3.get_bucket_ownership_controls(Bucket=BUCKET)["OwnershipControls"]
    assert ownership["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    policy = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    assert policy == state_bucket_policy(f"arn:aws:s3:::{BUCKET}")
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}
    assert "Expiration" not in rule
    tags = {one["Key"]: one["Value"] for one in s3.get_bucket_tagging(Bucket=BUCKET)["TagSet"]}
    assert tags == TAGS | {"DataClass": "operations"}


def test_the_key_has_rotation_alias_policy_and_tags(
    settings: AccountSettings, aws: Clients
) -> None:
    made(settings, aws)
    (key,) = keys(aws)
    kms = aws("kms")
    assert kms.describe_key(KeyId=ALIAS)["KeyMetadata"]["KeyId"] == key
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    assert policy == secret_key_policy(settings)
    tags = kms.list_resource_tags(KeyId=key)["Tags"]
    assert {one["TagKey"]: one["TagValue"] for one in tags} == TAGS


def test_a_second_run_changes_nothing(settings: AccountSettings, aws: Clients) -> None:
    first = [result.part for result in bootstrap(settings, aws)]
    (key,) = keys(aws)
    assert list(bootstrap(settings, aws)) == [(part, PartState.UP_TO_DATE) for part in first]
    assert keys(aws) == [key]


def encrypt(aws: Clients, default: dict[str, str], **more: Any) -> None:
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True, **more}
    aws("s3").put_bucket_encryption(
        Bucket=BUCKET, ServerSideEncryptionConfiguration={"Rules": [rule]}
    )


@pytest.mark.parametrize("blocked", ["SSE-C", "NONE"])
def test_encryption_settings_of_others_are_no_difference(
    settings: AccountSettings, aws: Clients, blocked: str
) -> None:
    made(settings, aws)
    encrypt(
        aws,
        {"SSEAlgorithm": "aws:kms"},
        BlockedEncryptionTypes={"EncryptionType": [blocked]},
    )
    assert set(made(settings, aws)) == {PartState.UP_TO_DATE}


def test_a_dry_run_reports_missing_parts_and_creates_nothing(
    settings: AccountSettings, aws: Clients
) -> None:
    states = {result.state for result in bootstrap(settings, aws, dry_run=True)}
    assert states == {PartState.WOULD_BE_CREATED}
    assert aws("s3").list_buckets()["Buckets"] == []
    assert keys(aws) == []


@pytest.mark.parametrize("steps", [1, 5, 9, 10, 12])
def test_a_run_completes_an_interrupted_run(
    settings: AccountSettings, aws: Clients, steps: int
) -> None:
    list(islice(bootstrap(settings, aws), steps))
    assert made(settings, aws)[:steps] == [PartState.UP_TO_DATE] * steps
    assert len(keys(aws)) == 1
    assert set(made(settings, aws)) == {PartState.UP_TO_DATE}


BY_ACCOUNT = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::242905224710:root"},
    "Action": "kms:*",
    "Resource": "*",
}
"""The statement of a new key, which lets the policies of the account decide."""

SPOILED: dict[str, Callable[[Clients], Any]] = {
    f"encryption of {BUCKET}": lambda aws: encrypt(aws, {"SSEAlgorithm": "AES256"}),
    f"versioning of {BUCKET}": lambda aws: aws("s3").put_bucket_versioning(
        Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"}
    ),
    f"policy of {BUCKET}": lambda aws: aws("s3").put_bucket_policy(
        Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": []})
    ),
    f"tags of {BUCKET}": lambda aws: aws("s3").put_bucket_tagging(
        Bucket=BUCKET, Tagging={"TagSet": []}
    ),
    f"policy of {ALIAS}": lambda aws: aws("kms").put_key_policy(
        KeyId=keys(aws)[0],
        PolicyName="default",
        Policy=json.dumps({"Version": "2012-10-17", "Statement": [BY_ACCOUNT]}),
    ),
}


@pytest.mark.parametrize("part", SPOILED)
def test_a_changed_part_is_repaired_and_no_other_part_changes(
    settings: AccountSettings, aws: Clients, part: str
) -> None:
    made(settings, aws)
    SPOILED[part](aws)
    results = [*bootstrap(settings, aws, dry_run=True), *bootstrap(settings, aws)]
    assert [one.part for one in results if one.state is not PartState.UP_TO_DATE] == [part, part]
    assert set(made(settings, aws)) == {PartState.UP_TO_DATE}


def test_credentials_of_another_account_are_refused_before_any_change(
    settings: AccountSettings, aws: Clients
) -> None:
    other = settings.model_copy(update={"account_id": "111111111111"})
    with pytest.raises(BootstrapError, match=r"account 242905224710, but .* is for 111111111111"):
        list(bootstrap(other, aws))
    assert aws("s3").list_buckets()["Buckets"] == []


def organized(aws: Clients, answer: str | None) -> Clients:
    """Returns clients of an account in another organization, in none, or that may not read it."""
    organizations = aws("organizations")
    codes = {None: "AWSOrganizationsNotInUseException", "denied": "AccessDeniedException"}

    class Organizations:
        exceptions = organizations.exceptions

        def describe_organization(self) -> dict[str, Any]:
            if answer in codes:
                kind = getattr(self.exceptions, codes[answer], ClientError)
                raise kind({"Error": {"Code": codes[answer]}}, "DescribeOrganization")
            return {"Organization": {"Id": answer}}

    return lambda service: Organizations() if service == "organizations" else aws(service)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("o-abcdefghij", "belongs to o-abcdefghij. Nothing was changed. Write o-abcdefghij, or"),
        (None, "belongs to no organization. Nothing was changed. Remove the key"),
        ("denied", "cannot be checked: .*AccessDenied"),
    ],
)
def test_another_organization_is_refused_before_any_change(
    settings: AccountSettings, aws: Clients, answer: str | None, reason: str
) -> None:
    with pytest.raises(BootstrapError, match=f"cellscope:organizationId .*{reason}"):
        list(bootstrap(settings, organized(aws, answer)))
    assert aws("s3").list_buckets()["Buckets"] == []


def test_an_account_without_an_organization_needs_none(
    settings: AccountSettings, aws: Clients
) -> None:
    alone = settings.model_copy(update={"organization_id": None})
    assert PartState.CREATED in made(alone, organized(aws, "denied"))


def test_a_bucket_name_that_another_account_owns_is_an_error(
    settings: AccountSettings, aws: Clients
) -> None:
    class Foreign:
        def head_bucket(self, **_: Any) -> None:
            answer = {"ResponseMetadata": {"HTTPStatusCode": 403}, "Error": {"Code": "403"}}
            raise ClientError(answer, "HeadBucket")

    def clients(service: str) -> Any:
        return Foreign() if service == "s3" else aws(service)

    with pytest.raises(BootstrapError, match=f"bucket {BUCKET} cannot be read"):
        list(bootstrap(settings, clients))
    assert keys(aws) == []


def test_a_key_pending_deletion_is_not_replaced(settings: AccountSettings, aws: Clients) -> None:
    made(settings, aws)
    (key,) = keys(aws)
    aws("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    with pytest.raises(BootstrapError, match=r"PendingDeletion.*cancel-key-deletion"):
        list(bootstrap(settings, aws))
    assert keys(aws) == [key]


def test_the_next_steps_name_the_bucket(settings: AccountSettings) -> None:
    steps = next_steps(settings)
    assert f"pulumi login 's3://{BUCKET}?region=eu-west-1&awssdk=v2'" in steps
