"""The last use and the cost of a resource, as far as AWS tells."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from delivery.aws import Clients
from delivery.unmanaged import last_use
from delivery.unmanaged.costs import costs
from delivery.unmanaged.last_use import LastUse
from delivery.unmanaged.resource import Resource

TABLE = Resource("AWS::DynamoDB::Table", "experiments", "experiments", "arn:table/experiments")
POLICY = Resource("AWS::IAM::ManagedPolicy", "arn:policy/p", "p", "arn:policy/p")


def at(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def event(name: str, day: int) -> dict[str, Any]:
    return {"EventName": name, "EventTime": at(day)}


class Fake:
    """Clients of one region with prepared answers."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Any, Stubber]] = {}

    def __call__(self, service: str) -> Any:
        return self._of(service)[0]

    def _of(self, service: str) -> tuple[Any, Stubber]:
        if service not in self._made:
            client = boto3.client(
                service,
                region_name="eu-west-1",
                aws_access_key_id="any",
                aws_secret_access_key="any",
            )
            stubber = Stubber(client)
            stubber.activate()
            self._made[service] = client, stubber
        return self._made[service]

    def answers(self, service: str, call: str, **answer: Any) -> None:
        self._of(service)[1].add_response(call, answer)

    def refuses(self, service: str, call: str) -> None:
        self._of(service)[1].add_client_error(call, "AccessDeniedException", "not allowed")


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(last_use, "_SECONDS", 0)
    return


def test_the_latest_event_that_is_no_look_at_a_resource_is_its_last_use() -> None:
    aws, events = Fake(), [event("DescribeTable", 30), event("ListTagsOfResource", 29)]
    aws.answers("cloudtrail", "lookup_events", Events=events, NextToken="more")
    aws.answers("cloudtrail", "lookup_events", Events=[event("UpdateTable", 12), event("X", 1)])
    assert LastUse(aws, Fake()).of(TABLE) == at(12)


def test_a_resource_is_searched_by_its_arn_if_no_event_has_its_id() -> None:
    aws = Fake()
    aws.answers("cloudtrail", "lookup_events", Events=[])
    aws.answers("cloudtrail", "lookup_events", Events=[event("UpdateTable", 3)])
    assert LastUse(aws, Fake()).of(TABLE) == at(3)


def test_the_events_of_iam_are_in_its_region() -> None:
    there = Fake()
    there.answers("cloudtrail", "lookup_events", Events=[event("AttachRolePolicy", 7)])
    assert LastUse(Fake(), there).of(POLICY) == at(7)


def test_a_refused_search_is_told_once_and_not_repeated() -> None:
    aws = Fake()
    aws.refuses("cloudtrail", "lookup_events")
    uses = LastUse(aws, Fake())
    assert [uses.of(TABLE), uses.of(TABLE)] == [None, None]
    assert "not allowed" in (uses.unreadable or "")


def test_a_user_was_used_when_its_password_or_one_of_its_keys_was() -> None:
    aws = Fake()
    found = [{"AccessKeyId": f"AKIA000000000000000{one}"} for one in (1, 2)]
    aws.answers("iam", "list_access_keys", AccessKeyMetadata=found, IsTruncated=False)
    for day in (20, 10):
        used = {"LastUsedDate": at(day), "ServiceName": "s3", "Region": "eu-west-1"}
        aws.answers("iam", "get_access_key_last_used", AccessKeyLastUsed=used)
    user = Resource("AWS::IAM::User", "ada", "ada", "arn:user/ada", used=at(15))
    assert LastUse(aws, Fake()).of(user) == at(20)


def test_the_password_counts_if_the_keys_of_a_user_are_not_readable() -> None:
    aws = Fake()
    aws.refuses("iam", "list_access_keys")
    user = Resource("AWS::IAM::User", "ada", "ada", "arn:user/ada", used=at(15))
    assert LastUse(aws, Fake()).of(user) == at(15)


def test_costs_are_summed_by_resource_over_days_and_pages() -> None:
    aws: Any = Fake()

    def days(*groups: tuple[str, str]) -> list[dict[str, Any]]:
        return [
            {"Groups": [{"Keys": [id_], "Metrics": {"UnblendedCost": {"Amount": usd}}}]}
            for id_, usd in groups
        ]

    call = "get_cost_and_usage_with_resources"
    pages = days(("i-1", "1.5"), ("i-2", "0.25")), days(("i-1", "2"))
    aws.answers("ce", call, ResultsByTime=pages[0], NextPageToken="more")
    aws.answers("ce", call, ResultsByTime=pages[1])
    clients: Clients = aws
    assert costs(clients, "242905224710", date(2026, 12, 1)) == {"i-1": 3.5, "i-2": 0.25}
