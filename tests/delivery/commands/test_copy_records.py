"""Tests of copying lost records from a restored table."""

from typing import Any

import pytest

from delivery.__main__ import main
from delivery.aws import Clients
from delivery.commands.copy_records import Outcome, RestoreError, copy_records
from estate.identity.engineer_rights import DATA_RIGHTS

LIVE, RESTORED = "user-access-staging", "user-access-staging-restored"


def table(aws: Clients, name: str, *keys: str) -> None:
    kinds = zip(keys, ("HASH", "RANGE"), strict=False)
    aws("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in kinds],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        BillingMode="PAY_PER_REQUEST",
    )
    aws("dynamodb").get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 0.02})


def put(aws: Clients, name: str, user: str, role: str) -> None:
    item = {"experimentId": {"S": "e1"}, "userId": {"S": user}, "role": {"S": role}}
    aws("dynamodb").put_item(TableName=name, Item=item)


def outcomes(aws: Clients, *, dry_run: bool = False) -> dict[str, Outcome]:
    """Copies the records; returns the outcome of each user."""
    results = copy_records(RESTORED, LIVE, aws, dry_run=dry_run)
    return {one.key["userId"]["S"]: one.outcome for one in results}


def roles(aws: Clients) -> dict[str, str]:
    """Returns the role of each user in the live table."""
    items = aws("dynamodb").scan(TableName=LIVE)["Items"]
    return {one["userId"]["S"]: one["role"]["S"] for one in items}


@pytest.fixture
def lost(aws: Clients) -> Clients:
    """An account whose live table lost ada, changed grace, kept mary and gained rosalind."""
    for name in (LIVE, RESTORED):
        table(aws, name, "experimentId", "userId")
        put(aws, name, "mary", "explorer")
    put(aws, RESTORED, "ada", "owner")
    put(aws, RESTORED, "grace", "owner")
    put(aws, LIVE, "grace", "admin")
    put(aws, LIVE, "rosalind", "owner")
    return aws


def test_missing_records_are_copied_and_different_ones_are_not_changed(lost: Clients) -> None:
    rest = {"grace": Outcome.DIFFERENT, "mary": Outcome.IDENTICAL}
    assert outcomes(lost) == rest | {"ada": Outcome.COPIED}
    assert roles(lost) == {
        "ada": "owner",
        "grace": "admin",
        "mary": "explorer",
        "rosalind": "owner",
    }
    assert outcomes(lost) == rest | {"ada": Outcome.IDENTICAL}


def test_a_dry_run_writes_nothing(lost: Clients) -> None:
    before = roles(lost)
    assert outcomes(lost, dry_run=True)["ada"] is Outcome.WOULD_BE_COPIED
    assert roles(lost) == before


class _SlowReader:
    """A DynamoDB client during whose `get_item` another client writes the record."""

    def __init__(self, aws: Clients) -> None:
        self._aws, self._dynamodb = aws, aws("dynamodb")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._dynamodb, name)

    def get_item(self, **request: Any) -> Any:
        found = self._dynamodb.get_item(**request)
        if "Item" not in found:
            put(self._aws, LIVE, request["Key"]["userId"]["S"], "newcomer")
        return found


def test_a_concurrently_written_record_is_not_overwritten(lost: Clients) -> None:
    slow = _SlowReader(lost)
    assert outcomes(lambda _: slow)["ada"] is Outcome.DIFFERENT
    assert roles(lost)["ada"] == "newcomer"


def test_a_table_of_several_pages_is_copied_completely(aws: Clients) -> None:
    for name in (LIVE, RESTORED):
        table(aws, name, "experimentId", "userId")
    for number in range(4):
        put(aws, RESTORED, str(number), "x" * 390_000)
    assert "LastEvaluatedKey" in aws("dynamodb").scan(TableName=RESTORED)
    assert [*outcomes(aws).values()] == [Outcome.COPIED] * 4
    assert [*outcomes(aws).values()] == [Outcome.IDENTICAL] * 4


def test_a_table_with_other_keys_is_refused(lost: Clients) -> None:
    table(lost, "projects-staging-restored", "projectUuid")
    with pytest.raises(RestoreError, match="have different keys"):
        list(copy_records("projects-staging-restored", LIVE, lost))
    assert "ada" not in roles(lost)


@pytest.mark.usefixtures("in_the_account")
def test_the_command_prints_the_copied_and_different_records(
    lost: Clients, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["copy-records", "--stack", "staging"]
    for options, verb in ((["--dry-run"], "would be copied"), ([], "copied")):
        assert main([*command, *options, RESTORED, LIVE]) == 0
        assert capsys.readouterr().out.splitlines() == [
            f"experimentId=e1, userId=ada: {verb}",
            "experimentId=e1, userId=grace: different and not changed",
            f"user-access-staging: 1 {verb}, 1 different and not changed, 1 identical",
        ]
    assert roles(lost)["ada"] == "owner"
    assert main([*command, "no-such-table", LIVE]) == 2


def test_a_table_of_another_environment_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    other = LIVE.replace("staging", "production")
    assert main(["copy-records", "--stack", "staging", RESTORED, other]) == 2
    error = capsys.readouterr().err
    assert f"{other} is not a table of staging; nothing was written." in error
    assert LIVE in error


def test_engineers_may_copy_old_versions_but_not_delete_them() -> None:
    may = {action for right in DATA_RIGHTS for action in right.actions}
    assert {"s3:GetObjectVersion", "s3:ListBucketVersions", "s3:PutObject"} <= may
    assert "s3:DeleteObjectVersion" not in may
