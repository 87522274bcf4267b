"""Names that are taken: of deleted queues, of secrets scheduled for deletion, of records."""

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from simulator.account.account import Account
from simulator.account.clock import CLOCK_PATH
from simulator.plugins.aws.servicer import AwsProvider
from tests.simulator.plugins.life import Life


@pytest.fixture
def clock(account: Account) -> Iterator[Callable[[str], requests.Response]]:
    """Sets the pace of the account's clock; at the end it is fast, as before."""

    def run(pace: str) -> requests.Response:
        return requests.put(f"{account.up().url}{CLOCK_PATH}", data=pace, timeout=10)

    yield run
    run("fast")


def test_the_name_of_a_deleted_queue_is_taken_for_a_minute(
    account: Account, clock: Callable[[str], requests.Response]
) -> None:
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


def test_the_provider_waits_for_the_name_of_a_deleted_queue(provider: AwsProvider) -> None:
    inputs = {"name": f"queue-{uuid.uuid4().hex}"}
    for _ in range(2):
        life = Life(provider, "aws:sqs/queue:Queue")
        life.create(inputs)
        life.delete()


def test_the_clock_answers_its_pace_and_refuses_others(
    account: Account, clock: Callable[[str], requests.Response]
) -> None:
    assert requests.get(f"{account.up().url}{CLOCK_PATH}", timeout=10).json()["pace"] == "fast"
    assert clock("real").json()["pace"] == "real"
    refused = clock("slow")
    assert refused.status_code == 400
    assert "fast, real, stopped" in refused.text
    assert requests.get(f"{account.up().url}{CLOCK_PATH}", timeout=10).json()["pace"] == "real"


def test_the_name_of_a_secret_that_is_scheduled_for_deletion_is_taken(account: Account) -> None:
    secrets, name = account.client(account.up(), "secretsmanager"), f"secret-{uuid.uuid4().hex}"
    secrets.create_secret(Name=name, SecretString="1")
    with pytest.raises(secrets.exceptions.ResourceExistsException):
        secrets.create_secret(Name=name, SecretString="2")
    secrets.delete_secret(SecretId=name)
    with pytest.raises(secrets.exceptions.InvalidRequestException, match="already scheduled for"):
        secrets.create_secret(Name=name, SecretString="2")
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    secrets.create_secret(Name=name, SecretString="2")
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


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
