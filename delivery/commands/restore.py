"""Copies records from a restored DynamoDB table to the table that lost them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from delivery.aws import Clients, listed
from estate.data.tables import TABLES
from estate.naming import physical_name
from settings import StackSettings

Record = Mapping[str, Mapping[str, Any]]
"""A DynamoDB item: for each attribute, a mapping of its type to its value."""

_LOST_THE_RACE = "ConditionalCheckFailedException"
"""Error code of DynamoDB for a condition that is not met (DynamoDB API, PutItem)."""


class RestoreError(Exception):
    """Records cannot be copied; the message has the reason and the remedy."""


def copy_records(source: str, target: str, aws: Clients, *, dry_run: bool = False) -> Iterator[str]:
    """Copies records that `target` lacks from `source`; yields a line for each, and a total.

    A record that differs in `target` is reported by its key and not changed, because it may be
    newer. With `dry_run` nothing is written. Idempotent, and safe while other clients write.

    Raises RestoreError before anything is written if the tables have different keys.
    """
    dynamodb = aws("dynamodb")
    keys = _keys(dynamodb, target)
    if keys != _keys(dynamodb, source):
        raise RestoreError(
            f"{source} and {target} have different keys, so neither is a copy of the other. Nothing"
            " was written. Name the restored table first, then the table that lost records."
        )
    verb = "would be copied" if dry_run else "copied"
    count = Counter[str]()
    for record in listed(dynamodb, "scan", "Items", TableName=source, ConsistentRead=True):
        key = {name: record[name] for name in keys}
        present = dynamodb.get_item(TableName=target, Key=key, ConsistentRead=True).get("Item")
        if present == record:
            count["identical"] += 1
            continue
        missing = present is None and (dry_run or _put(dynamodb, target, record, keys[0]))
        what = verb if missing else "differs, not changed"
        count[what] += 1
        yield f"{_in_words(key)}: {what}"
    copied, left, same = count[verb], count["differs, not changed"], count["identical"]
    yield f"{target}: {copied} {verb}, {left} different and not changed, {same} identical"


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
        if error.response.get("Error", {}).get("Code") == _LOST_THE_RACE:
            return False
        raise
    return True


def _in_words(key: Record) -> str:
    return ", ".join(f"{name}={text}" for name, value in key.items() for text in value.values())
