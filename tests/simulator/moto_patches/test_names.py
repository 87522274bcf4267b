"""Names that are taken: of deleted queues, buckets and secrets, of aliases, of records."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from simulator.account.account import Account
from simulator.plugins.aws.servicer import AwsProvider
from tests.simulator.plugins.life import Life, RefusedError

Clock = Callable[[str], Any]
"""Sets the pace of the account's clock."""


def test_the_name_of_a_deleted_queue_is_taken_for_a_minute(account: Account, clock: Clock) -> None:
    sqs, name = account.client(account.up(), "sqs"), f"queue-{uuid.uuid4().hex}"
    clock("stopped")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    sqs.delete_queue(QueueUrl=url)
    time.sleep(0.2)
    with pytest.raises(sqs.exceptions.QueueDeletedRecently, match="You must wait 60 seconds"):
        sqs.create_queue(QueueName=name)
    sqs.create_queue(QueueName=f"{name}-other")
    clock("fast")
    time.sleep(0.15)
    assert sqs.create_queue(QueueName=name)["QueueUrl"] == url


def test_the_name_of_a_deleted_secret_is_taken(account: Account, clock: Clock) -> None:
    secrets, name = account.client(account.up(), "secretsmanager"), f"secret-{uuid.uuid4().hex}"
    refused = pytest.raises(
        secrets.exceptions.InvalidRequestException, match="already scheduled for deletion"
    )
    clock("stopped")
    secrets.create_secret(Name=name, SecretString="1")
    with pytest.raises(secrets.exceptions.ResourceExistsException):
        secrets.create_secret(Name=name, SecretString="2")
    secrets.delete_secret(SecretId=name)
    with refused:
        secrets.create_secret(Name=name, SecretString="2")
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    with refused:
        secrets.create_secret(Name=name, SecretString="2")
    clock("fast")
    time.sleep(0.1)
    secrets.create_secret(Name=name, SecretString="2")
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


def test_the_name_of_a_deleted_bucket_is_taken_for_a_while(account: Account, clock: Clock) -> None:
    s3, name = account.client(account.up(), "s3"), f"bucket-{uuid.uuid4().hex}"
    where = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    clock("stopped")
    s3.delete_bucket(Bucket=name)
    with pytest.raises(ClientError) as refused:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    assert refused.value.response["Error"]["Code"] == "OperationAborted"
    clock("fast")
    time.sleep(0.15)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    s3.delete_bucket(Bucket=name)


def test_the_alias_of_a_key_that_is_scheduled_for_deletion_is_taken(account: Account) -> None:
    kms, alias = account.client(account.up(), "kms"), f"alias/{uuid.uuid4().hex}"
    keys = [kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2)]
    kms.create_alias(AliasName=alias, TargetKeyId=keys[0])
    kms.schedule_key_deletion(KeyId=keys[0])
    with pytest.raises(kms.exceptions.AlreadyExistsException):
        kms.create_alias(AliasName=alias, TargetKeyId=keys[1])
    kms.delete_alias(AliasName=alias)
    kms.create_alias(AliasName=alias, TargetKeyId=keys[1])


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("aws:s3/bucket:Bucket", {"bucket": "taken-and-free"}),
        ("aws:secretsmanager/secret:Secret", {"name": "taken", "recoveryWindowInDays": 0}),
        ("aws:sqs/queue:Queue", {"name": "taken"}),
    ],
)
def test_the_provider_waits_for_the_name_of_a_deleted_resource(
    provider: AwsProvider, token: str, inputs: dict[str, Any]
) -> None:
    for _ in range(2):
        life = Life(provider, token)
        life.create(inputs)
        life.delete()


def test_the_provider_does_not_wait_for_thirty_days(provider: AwsProvider) -> None:
    life = Life(provider, "aws:secretsmanager/secret:Secret")
    life.create({"name": "recoverable"})
    life.delete()
    with pytest.raises(RefusedError, match="already scheduled for deletion"):
        Life(provider, life.token).create({"name": "recoverable"})


def record(value: str, name: str = "api", **more: Any) -> dict[str, Any]:
    name = f"{name}.zone.example"
    records = {"TTL": 60, "ResourceRecords": [{"Value": value}]}
    return {"Name": name, "Type": "A", **records, **more}


Change = Callable[..., Any]
"""Changes a zone, from pairs of an action and a record."""


@pytest.fixture
def change(account: Account) -> Change:
    route53 = account.client(account.up(), "route53")
    created = route53.create_hosted_zone(Name="zone.example", CallerReference=uuid.uuid4().hex)

    def make(*changes: tuple[str, dict[str, Any]]) -> Any:
        batch = [{"Action": action, "ResourceRecordSet": one} for action, one in changes]
        return route53.change_resource_record_sets(
            HostedZoneId=created["HostedZone"]["Id"], ChangeBatch={"Changes": batch}
        )

    return make


@pytest.mark.parametrize("value", ["192.0.2.1", "192.0.2.2"])
def test_a_record_that_exists_cannot_be_created(change: Change, value: str) -> None:
    change(("CREATE", record("192.0.2.1")))
    with pytest.raises(ClientError) as refused:
        change(("CREATE", record(value)))
    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == (
        "InvalidChangeBatch",
        (
            "[Tried to create resource record set [name='api.zone.example.', type='A']"
            " but it already exists]"
        ),
    )


def test_other_records_can_be_created_and_an_upsert_replaces(change: Change) -> None:
    change(("CREATE", record("192.0.2.1")), ("CREATE", record("192.0.2.1", "ui")))
    change(("UPSERT", record("192.0.2.2")))
    change(("DELETE", record("192.0.2.2")), ("CREATE", record("192.0.2.3")))
    for identifier in ("blue", "green"):
        weighted = {"SetIdentifier": identifier, "Weight": 1}
        change(("CREATE", record("192.0.2.1", "weighted", **weighted)))
    with pytest.raises(ClientError, match="set identifier='green'"):
        change(("CREATE", record("192.0.2.1", "weighted", **weighted)))
