"""Copies records from a restored DynamoDB table to the table that lost them."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from delivery.aws import Clients, clients, paginated
from delivery.command import DRY_RUN, DeliveryError, argument, command
from delivery.stack_files import ENVIRONMENTS, settings_of
from estate.data.tables import TABLES
from estate.naming import physical_name
from settings import PlatformSettings, StackSettings

Record = Mapping[str, Mapping[str, Any]]
"""A DynamoDB item: for each attribute, a mapping of its type to its value."""

_CONDITION_FAILED = "ConditionalCheckFailedException"
"""Error code of DynamoDB for a condition that is not met.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
"""


class RestoreError(DeliveryError):
    """Records cannot be copied; the message has the reason and the remedy."""


class Outcome(StrEnum):
    """The result of the comparison and the copy of a record."""

    IDENTICAL = "identical"
    COPIED = "copied"
    WOULD_BE_COPIED = "would be copied"
    DIFFERENT = "different and not changed"


class RecordResult(NamedTuple):
    """The key attributes of a record, and its outcome."""

    key: Record
    outcome: Outcome


def copy_records(
    source: str, target: str, aws: Clients, *, dry_run: bool = False
) -> Iterator[RecordResult]:
    """Copies records that `target` lacks from `source`; yields the result of each record.

    A record that differs in `target` is not changed, because it may be newer. With `dry_run`
    nothing is written. Idempotent, and safe while other clients write.

    Raises RestoreError before anything is written if the tables have different keys.
    """
    dynamodb = aws("dynamodb")
    keys = _keys(dynamodb, target)
    if keys != _keys(dynamodb, source):
        raise RestoreError(
            f"{source} and {target} have different keys, so neither is a copy of the other. Nothing"
            " was written. Name the restored table first, then the table that lost records."
        )
    for record in paginated(dynamodb, "scan", "Items", TableName=source, ConsistentRead=True):
        key = {name: record[name] for name in keys}
        present = dynamodb.get_item(TableName=target, Key=key, ConsistentRead=True).get("Item")
        if present is not None:
            outcome = Outcome.IDENTICAL if present == record else Outcome.DIFFERENT
        elif dry_run:
            outcome = Outcome.WOULD_BE_COPIED
        else:
            written = _put(dynamodb, target, record, keys[0])
            outcome = Outcome.COPIED if written else Outcome.DIFFERENT
        yield RecordResult(key, outcome)


def check_target(target: str, settings: StackSettings) -> None:
    """Raises RestoreError unless the environment declares the table `target`."""
    declared = [physical_name(one.name, settings) for one in TABLES]
    if target not in declared:
        raise RestoreError(
            f"{target} is not a table of {settings.environment}; nothing was written. Name one of"
            f" {', '.join(declared)}."
        )


def _keys(dynamodb: Any, table: str) -> list[str]:
    """Returns the names of the key attributes of a table, the partition key first."""
    schema = dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    return [one["AttributeName"] for one in sorted(schema, key=lambda one: one["KeyType"])]


def _put(dynamodb: Any, table: str, record: Record, key: str) -> bool:
    """Writes a record unless its key exists by now; returns whether it was written."""
    try:
        dynamodb.put_item(
            TableName=table,
            Item=record,
            ConditionExpression="attribute_not_exists(#key)",
            ExpressionAttributeNames={"#key": key},
        )
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == _CONDITION_FAILED:
            return False
        raise
    return True


@command(
    "copy-records",
    argument("source", metavar="FROM", help="the restored table"),
    argument("target", metavar="TO", help="the table that lost records"),
    argument("--stack", required=True, choices=ENVIRONMENTS, help="the stack of the tables"),
    DRY_RUN,
)
def copy_records_command(arguments: Namespace) -> Iterator[str]:
    """Copy missing records from a restored table; records that differ are not changed."""
    settings = settings_of(arguments.stack, PlatformSettings)
    check_target(arguments.target, settings)
    aws, dry_run = clients(settings.region), arguments.dry_run
    count = Counter[Outcome]()
    for key, outcome in copy_records(arguments.source, arguments.target, aws, dry_run=dry_run):
        count[outcome] += 1
        if outcome is not Outcome.IDENTICAL:
            values = (f"{name}={text}" for name, value in key.items() for text in value.values())
            yield f"{', '.join(values)}: {outcome}"
    copied = Outcome.WOULD_BE_COPIED if dry_run else Outcome.COPIED
    totals = (f"{count[one]} {one}" for one in (copied, Outcome.DIFFERENT, Outcome.IDENTICAL))
    yield f"{arguments.target}: {', '.join(totals)}"
