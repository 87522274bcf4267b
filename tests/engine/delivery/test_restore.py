"""The runbook's restore procedures, run command by command on the deployed platform."""

import json
import re
import shlex
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from simulator.account.account import CHECKOUT
from tests.engine.conftest import Platform

RUNBOOK = (CHECKOUT / "docs" / "runbook.md").read_text()
LOST = "experiments-staging"
RESTORED = f"{LOST}-restored"
BUCKET = "biomage-originals-staging"
POINT = "arn:aws:backup:eu-west-1:242905224710:recovery-point:1EB3B5E7-9EB0-435A-A80B-108B488B0D45"

Record = dict[str, dict[str, str]]


def blocks(procedure: str) -> list[str]:
    """The commands of a procedure, block by block."""
    (text,) = re.findall(rf"^## {re.escape(procedure)}\n(.*?)(?=^## |\Z)", RUNBOOK, re.M | re.S)
    return re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)


RESTORE, COPY, SPOILT, TIDY, AFTER_DELETION = blocks("Restore lost records of a table")
VERSION, MARKS, UNMARK = blocks("Restore deleted or overwritten objects")
VAULT = blocks("Restore from the AWS Backup vault")


class Person:
    """Someone who follows the runbook, with a folder for files and the shell's variables."""

    def __init__(self, platform: Platform, folder: Path, environment: Mapping[str, str]) -> None:
        self.platform, self.folder, self._environment = platform, folder, environment
        self._set: dict[str, str] = {}

    def types(self, block: str, **values: str) -> str:
        """Run a block, with values for its placeholders; returns the output."""
        # A given value replaces the runbook's example value.
        ours = "|".join(["export AWS_PROFILE", *values])
        block = re.sub(rf"^(?:{ours})=(?:\$\([^)]*\)|.*)$", "", block, flags=re.M)
        assert "=..." not in block, "a value is missing"
        self._set |= values
        self._set |= dict(re.findall(r"^(\w+)=([^$\s]+)", block, re.M))
        script = f"{self._begins()}\n{block}"
        done = self.platform.run(
            *("bash", "-euo", "pipefail", "-c", script), environment=self._environment
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def is_refused(self, command: str, **values: str) -> str:
        """Run a block that must fail; returns the error."""
        with pytest.raises(AssertionError) as refused:
            self.types(command, **values)
        return str(refused.value)

    def _begins(self) -> str:
        lines = [
            f"cd {shlex.quote(str(self.folder))}",
            f"export PYTHONPATH={shlex.quote(str(CHECKOUT))}",
            f'PATH={shlex.quote(str(Path(sys.executable).parent))}:"$PATH"',
            *(f"{name}={shlex.quote(value)}" for name, value in self._set.items()),
        ]
        return "\n".join(lines)


@pytest.fixture
def administrator(deployed: Platform, tmp_path: Path) -> Person:
    return Person(deployed, tmp_path, deployed.engine.environment())


@pytest.fixture
def engineer(deployed: Platform, tmp_path: Path) -> Iterator[Person]:
    with deployed.member_environment("an.engineer", "engineer-staging-access") as environment:
        yield Person(deployed, tmp_path, environment)


def experiment(name: str, **more: str) -> Record:
    return {"experimentId": {"S": name}, **{key: {"S": value} for key, value in more.items()}}


KEPT = experiment("kept", createdDate="2026-11-01")
DELETED = experiment("deleted", createdDate="2026-11-02")
SPOILED = experiment("spoiled", createdDate="2026-11-03")
WRONG = experiment("spoiled", createdDate="never")
NEWER = experiment("newer", createdDate="2026-11-23")


def in_order(*found: Record) -> list[Record]:
    return sorted(found, key=json.dumps)


def records(platform: Platform, table: str = LOST) -> list[Record]:
    return in_order(*platform.aws("dynamodb").scan(TableName=table)["Items"])


@contextmanager
def backed_up(platform: Platform, table: str, *before: Record) -> Generator[str]:
    """A backup of a table with some records; the table is emptied at the end."""
    dynamodb = platform.aws("dynamodb")
    assert records(platform, table) == []
    for record in before:
        dynamodb.put_item(TableName=table, Item=record)
    made = dynamodb.create_backup(TableName=table, BackupName="before")["BackupDetails"]
    try:
        yield made["BackupArn"]
    finally:
        dynamodb.delete_backup(BackupArn=made["BackupArn"])
        if f"{table}-restored" in dynamodb.list_tables()["TableNames"]:
            dynamodb.delete_table(TableName=f"{table}-restored")
        keys = [one["AttributeName"] for one in described(platform, table)["KeySchema"]]
        for record in records(platform, table):
            key = {name: record[name] for name in keys}
            dynamodb.delete_item(TableName=table, Key=key)


def described(platform: Platform, table: str) -> dict[str, Any]:
    return platform.aws("dynamodb").describe_table(TableName=table)["Table"]


def recovers(platform: Platform, table: str) -> bool:
    """Whether point-in-time recovery of a table is enabled."""
    answer = platform.aws("dynamodb").describe_continuous_backups(TableName=table)
    point = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    return point["PointInTimeRecoveryStatus"] == "ENABLED"


def tags(platform: Platform, table: str) -> dict[str, str]:
    arn = described(platform, table)["TableArn"]
    found = platform.aws("dynamodb").list_tags_of_resource(ResourceArn=arn)["Tags"]
    return {tag["Key"]: tag["Value"] for tag in found}


def test_lost_records_are_restored_and_newer_ones_kept(
    deployed: Platform, administrator: Person
) -> None:
    dynamodb = deployed.aws("dynamodb")
    with backed_up(deployed, LOST, KEPT, DELETED, SPOILED) as backup:
        dynamodb.delete_item(TableName=LOST, Key={"experimentId": DELETED["experimentId"]})
        dynamodb.put_item(TableName=LOST, Item=WRONG)
        dynamodb.put_item(TableName=LOST, Item=NEWER)
        administrator.types(AFTER_DELETION, table=LOST, backup=backup)

        compare, copy = COPY.splitlines()
        printed = administrator.types(compare)
        assert "experimentId=deleted: would be copied" in printed
        assert "experimentId=spoiled: different and not changed" in printed
        assert records(deployed) == in_order(KEPT, NEWER, WRONG)
        administrator.types(copy)
        assert records(deployed) == in_order(DELETED, KEPT, NEWER, WRONG)

        administrator.types(SPOILT.replace('"..."', '"spoiled"'))
        assert records(deployed) == in_order(DELETED, KEPT, NEWER, SPOILED)

        administrator.types(TIDY)
        assert RESTORED not in dynamodb.list_tables()["TableNames"]
        assert list(administrator.folder.iterdir()) == []


def test_point_in_time_restored_table_is_a_copy_without_the_listed_settings(
    deployed: Platform, administrator: Person
) -> None:
    with backed_up(deployed, LOST, KEPT):
        administrator.types(RESTORE, before="2026-11-23T09:30:00Z")
        new, old = described(deployed, RESTORED), described(deployed, LOST)
        assert new["RestoreSummary"]["SourceTableArn"] == old["TableArn"]
        assert new["KeySchema"] == old["KeySchema"]
        for table, whole in ((LOST, True), (RESTORED, False)):
            assert described(deployed, table)["DeletionProtectionEnabled"] == whole
            assert recovers(deployed, table) == whole
            assert bool(tags(deployed, table)) == whole
        assert f"{LOST}: 0 copied, 0 different and not changed, 1 identical" in administrator.types(
            COPY
        )
        administrator.types(TIDY)


@pytest.fixture
def emptied(deployed: Platform) -> Iterator[None]:
    """Delete all objects of a bucket, with old versions."""
    s3 = deployed.aws("s3")
    yield
    answer = s3.list_object_versions(Bucket=BUCKET)
    for one in (*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())):
        s3.delete_object(Bucket=BUCKET, Key=one["Key"], VersionId=one["VersionId"])


def listed(printed: str) -> list[tuple[str, str]]:
    """The versions in the runbook's list with their sizes, the oldest first."""
    lines = sorted(line.split("\t") for line in printed.splitlines())
    return [(version, size) for _, _, version, size, _ in lines]


@pytest.mark.usefixtures("emptied")
@pytest.mark.parametrize("lost_by", ["deleting", "overwriting"])
def test_old_object_version_is_restored(deployed: Platform, engineer: Person, lost_by: str) -> None:
    s3, key = deployed.aws("s3"), "a sample/barcodes+1.tsv.gz"
    good = s3.put_object(Bucket=BUCKET, Key=key, Body=b"good")["VersionId"]
    if lost_by == "deleting":
        s3.delete_object(Bucket=BUCKET, Key=key)
    else:
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"spoilt")
    find, copy = VERSION.split("version=...")
    versions = listed(engineer.types(find, key=key))
    assert (good, "4") in versions
    assert {size for _, size in versions} - {"4"} == {"None" if lost_by == "deleting" else "6"}
    engineer.types(copy.partition("\n")[2], version=good)
    assert s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"good"
    assert len(listed(engineer.types(find, key=key))) == 3


@pytest.mark.usefixtures("emptied")
def test_many_deleted_objects_are_restored_and_others_are_not(
    deployed: Platform, administrator: Person
) -> None:
    s3 = deployed.aws("s3")
    for key in ("run/a b", "run/c", "run/kept", "other/d"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=key.encode())
    for key in ("run/a b", "run/c", "other/d"):
        s3.delete_object(Bucket=BUCKET, Key=key)

    def there() -> set[str]:
        return {one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ())}

    administrator.types(MARKS, bucket=BUCKET, prefix="run/", since="2999-01-01T00:00")
    administrator.types(UNMARK)
    assert there() == {"run/kept"}
    administrator.types(MARKS, prefix="run/", since="2026-01-01T00:00")
    administrator.types(UNMARK)
    assert there() == {"run/kept", "run/a b", "run/c"}


@pytest.mark.parametrize("number", range(len(VAULT)))
def test_vault_commands_are_valid_but_restore_nothing_in_the_simulator(
    administrator: Person, number: int
) -> None:
    values = {"point": POINT, "job": "1", "role": "arn:aws:iam::242905224710:role/backups-staging"}
    commands = re.split(r"^(?=aws )", VAULT[number], flags=re.M)
    for command in commands[1:]:
        error = administrator.is_refused(f"{commands[0]}{command}", **values)
        assert re.search(r"An error occurred \(404\) when calling the \w+ operation", error), error


def test_resources_named_in_vault_commands_exist(deployed: Platform) -> None:
    text = "\n".join((*VAULT, RUNBOOK))
    (role,) = set(re.findall(r"^role=arn:aws:iam::\d+:role/(\S+)$", text, re.M))
    assert deployed.aws("iam").get_role(RoleName=role)["Role"]["Arn"] in text
    (vault,) = set(re.findall(r"--backup-vault-name (\S+)", text))
    deployed.aws("backup").describe_backup_vault(BackupVaultName=vault)
    for bucket in set(re.findall(r"^bucket=(\S+)$|destinationBucketName=([\w-]+)", text, re.M)):
        deployed.aws("s3").head_bucket(Bucket="".join(bucket))
    for table in set(re.findall(r"^table=([\w-]+)$|^resource=\S+:table/(\S+)$", text, re.M)):
        assert described(deployed, "".join(table))
