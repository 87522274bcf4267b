"""Records of a restored table, copied back into the table that lost them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from delivery.aws import Clients, listed
from estate.naming import physical_name
from estate.tables import TABLES
from settings import StackSettings

Record = Mapping[str, Mapping[str, Any]]
"""An item as DynamoDB's API has it: by attribute, a value under the name of its type."""

_LOST_THE_RACE = "ConditionalCheckFailedException"
"""What DynamoDB answers where a condition does not hold (DynamoDB API, PutItem)."""


class RestoreError(Exception):
    """Why no record can be copied, and what helps."""


def copy_records(source: str, target: str, aws: Clients, *, dry_run: bool = False) -> Iterator[str]:
    """Copy the records of table `source` that table `target` lacks; a line for each, and a sum.

    A record that differs in `target` is told by its key and left alone: it may be newer. With
    `dry_run` nothing is written. Safe to run again, and while others write.

    Raises RestoreError, before anything is written, for tables that do not have the same keys.
    """
    dynamodb = aws("dynamodb")
    keys = _keys(dynamodb, target)
    if keys != _keys(dynamodb, source):
        raise RestoreError(
            f"{source} and {target} do not have the same keys, so neither is a copy of the other."
            " Nothing was written. Name the restored table first."
        )
    verb = "would be copied" if dry_run else "copied"
    count = Counter[str]()
    for record in listed(dynamodb, "scan", "Items", TableName=source, ConsistentRead=True):
        key = {name: record[name] for name in keys}
        present = dynamodb.get_item(TableName=target, Key=key, ConsistentRead=True).get("Item")
        if present == record:
            count["the same"] += 1
            continue
        missing = present is None and (dry_run or _put(dynamodb, target, record, keys[0]))
        what = verb if missing else "differs, left alone"
        count[what] += 1
        yield f"{_in_words(key)}: {what}"
    copied, left, same = count[verb], count["differs, left alone"], count["the same"]
    yield f"{target}: {copied} {verb}, {left} left alone that differ, {same} the same"


def check_target(target: str, settings: StackSettings) -> None:
    """Raise RestoreError unless `target` is a table that the environment declares."""
    declared = [physical_name(one.name, settings) for one in TABLES]
    if target not in declared:
        raise RestoreError(
            f"{target} is no table of {settings.environment}; nothing was written. Those are"
            f" {', '.join(declared)}."
        )


def _keys(dynamodb: Any, table: str) -> list[str]:
    """The names of a table's key attributes, the partition's first."""
    schema = dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
    return [one["AttributeName"] for one in sorted(schema, key=lambda one: one["KeyType"])]


def _put(dynamodb: Any, table: str, record: Record, key: str) -> bool:
    """Write a record unless somebody has just written it; answers whether that was done."""
    try:
        dynamodb.put_item(
            TableName=table,
            Item=record,
            ConditionExpression="attribute_not_exists(#key)",
            ExpressionAttributeNames={"#key": key},
        )
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == _LOST_THE_RACE:
            return False
        raise
    return True


def _in_words(key: Record) -> str:
    return ", ".join(f"{name}={text}" for name, value in key.items() for text in value.values())
