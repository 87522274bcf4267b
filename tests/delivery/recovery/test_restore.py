"""Secrets and keys that are pending deletion are restored if a plan would create them."""

from typing import Any

import pytest

from delivery.aws import Clients
from delivery.plan.change import Op
from delivery.recovery.restore import ForeignSecretError, restore
from estate.ownership import default_tags
from tests.delivery.plans import change, plan
from tests.environments import platform_of

SETTINGS = platform_of("staging")
SECRET, KEY = "aws:secretsmanager/secret:Secret", "aws:kms/key:Key"
OURS = default_tags(SETTINGS)
OTHERS = OURS | {"Environment": "production"}
DESCRIPTION = "Encrypts one"


def deleted_secret(aws: Clients, name: str, tags: dict[str, str]) -> None:
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    aws("secretsmanager").create_secret(Name=name, SecretString="old", Tags=listed)
    aws("secretsmanager").delete_secret(SecretId=name)


def deleted_key(aws: Clients, description: str, tags: dict[str, str]) -> str:
    listed = [{"TagKey": key, "TagValue": value} for key, value in tags.items()]
    key = aws("kms").create_key(Description=description, Tags=listed)["KeyMetadata"]["KeyId"]
    aws("kms").schedule_key_deletion(KeyId=key)
    return key


def state(aws: Clients, key: str) -> str:
    return aws("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyState"]


def restored(aws: Clients, op: Op = Op.CREATE, **inputs: Any) -> list[str]:
    type_ = SECRET if "name" in inputs else KEY
    return list(restore(plan(change(type_, "one", op, new=inputs)), SETTINGS, aws))


def test_a_declared_secret_comes_back_with_its_value(aws: Clients, deployer: Clients) -> None:
    deleted_secret(aws, "one-staging", OURS)
    assert restored(deployer, name="one-staging") == [
        "secretsmanager.Secret one was pending deletion and is restored with its value"
    ]
    found = aws("secretsmanager").get_secret_value(SecretId="one-staging")
    assert found["SecretString"] == "old"
    assert restored(deployer, name="one-staging") == []
    assert restored(deployer, name="new-staging") == []


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        (OURS | {"Sandbox": "ada-1"}, "is scheduled for deletion, and its tags are not"),
        (OURS | {"Project": "another"}, "is scheduled for deletion, and its tags are not"),
        (OTHERS, "exists, and the role that deploys may not read it"),
    ],
)
def test_a_secret_of_another_owner_stays_deleted(
    aws: Clients, deployer: Clients, tags: dict[str, str], message: str
) -> None:
    deleted_secret(aws, "one-staging", tags)
    with pytest.raises(ForeignSecretError, match=rf"one-staging {message}.* choose another name"):
        restored(deployer, name="one-staging")
    assert aws("secretsmanager").describe_secret(SecretId="one-staging")["DeletedDate"]


def test_a_secret_that_the_plan_does_not_create_stays_deleted(aws: Clients) -> None:
    deleted_secret(aws, "one-staging", OURS)
    assert restored(aws, Op.UPDATE, name="one-staging") == []
    assert aws("secretsmanager").describe_secret(SecretId="one-staging")["DeletedDate"]


def test_a_declared_key_is_enabled_again(aws: Clients, deployer: Clients) -> None:
    ours, others, another = (
        deleted_key(aws, *which)
        for which in ((DESCRIPTION, OURS), (DESCRIPTION, OTHERS), ("Encrypts two", OURS))
    )
    deleted_key(aws, DESCRIPTION, OURS | {"Sandbox": "ada-1"})
    assert restored(deployer, description=DESCRIPTION) == [
        "kms.Key one was pending deletion and is restored"
    ]
    assert [state(aws, key) for key in (ours, others, another)] == [
        "Enabled",
        *("PendingDeletion", "PendingDeletion"),
    ]


def test_a_key_on_a_later_page_is_found(aws: Clients, deployer: Clients) -> None:
    # The tagging API answers with at most 50 resources, or 100 tags, at once.
    for number in range(40):
        deleted_key(aws, f"Encrypts {number}", OURS)
    last = deleted_key(aws, DESCRIPTION, OURS)
    assert restored(deployer, description=DESCRIPTION)
    assert state(aws, last) == "Enabled"
