"""DynamoDB tables and their global secondary indexes have states, and refuse calls in some.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.exceptions import (
    ResourceInUseException,
    ResourceNotFoundException,
    ValidationException,
)
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import GlobalSecondaryIndex, Table
from moto.dynamodb.responses import DynamoHandler

from simulator.account.clock import CLOCK
from simulator.moto_patches.states import passes

_TABLE_SECONDS = 30
_INDEX_SECONDS = 60
"""AWS documents the states but no times; an index of an empty table takes about a minute."""

_VERBS = {"CREATING": "created", "UPDATING": "updated", "DELETING": "deleted"}

_USES = """
    batch_get_item batch_write_item delete_item get_item put_item query scan transact_get_items
    transact_write_items update_item
"""
"""Calls that a table answers only when it is ACTIVE or UPDATING."""

_create = DynamoDBBackend.create_table
_update = DynamoDBBackend.update_table
_delete = DynamoDBBackend.delete_table
_change_indexes = DynamoDBBackend.update_table_global_indexes
_describe = Table.describe
_set_ttl = DynamoDBBackend.update_time_to_live
_set_backups = DynamoDBBackend.update_continuous_backups


def _status(table: Any) -> str:
    return vars(table).get("status", "ACTIVE")


def _refuse_unless_active(table: Any) -> None:
    if verb := _VERBS.get(_status(table)):
        raise ResourceInUseException(
            "Attempt to change a resource which is still in use: Table is being"
            f" {verb}: {table.name}"
        )


def _create_slowly(self: DynamoDBBackend, *arguments: Any, **named: Any) -> Table:
    table = _create(self, *arguments, **named)
    for resource in (table, *table.global_indexes):
        passes(resource, "CREATING", "ACTIVE", _TABLE_SECONDS)
    return table


def _update_slowly(self: DynamoDBBackend, name: str, *arguments: Any, **named: Any) -> Table:
    _refuse_unless_active(self.get_table(name))
    table = _update(self, name, *arguments, **named)
    passes(table, "UPDATING", "ACTIVE", _TABLE_SECONDS)
    return table


def _delete_slowly(self: DynamoDBBackend, name: str) -> Table:
    table: Any = self.get_table(name)
    if _status(table) == "DELETING":
        return table
    _refuse_unless_active(table)
    if table.deletion_protection_enabled:
        return _delete(self, name)  # which refuses
    table.status = "DELETING"
    CLOCK.after(_TABLE_SECONDS, partial(_delete, self, name))
    return table


def _change_indexes_slowly(
    self: DynamoDBBackend, table: Table, global_index_updates: list[dict[str, Any]]
) -> None:
    """Create and delete indexes; a deleted index remains for a while."""
    before = {index.name: index for index in table.global_indexes}
    deletions = [change for change in global_index_updates if "Delete" in change]
    _change_indexes(self, table, global_index_updates)
    for change in deletions:
        index: GlobalSecondaryIndex = before[change["Delete"]["IndexName"]]
        index.status = "DELETING"
        table.global_indexes.append(index)
        CLOCK.after(_INDEX_SECONDS, partial(_remove_index, table, index))
    for index in table.global_indexes:
        if index.name not in before:
            passes(index, "CREATING", "ACTIVE", _INDEX_SECONDS)


def _remove_index(table: Table, index: GlobalSecondaryIndex) -> None:
    table.global_indexes = [one for one in table.global_indexes if one is not index]


def _described(self: Table, base_key: str = "TableDescription") -> dict[str, Any]:
    described = _describe(self, base_key)
    described[base_key]["TableStatus"] = _status(self)
    return described


def _set_ttl_if_active(self: DynamoDBBackend, table_name: str, ttl_spec: dict[str, Any]) -> None:
    _refuse_unless_active(self.get_table(table_name))
    _set_ttl(self, table_name, ttl_spec)


def _set_backups_if_created(
    self: DynamoDBBackend, table_name: str, *arguments: Any, **named: Any
) -> dict[str, Any]:
    if _status(self.get_table(table_name)) == "CREATING":
        raise JsonRESTError(
            "ContinuousBackupsUnavailableException",
            "Backups are being enabled for the table. Please retry later",
        )
    return _set_backups(self, table_name, *arguments, **named)


def _used(body: dict[str, Any]) -> Iterator[str]:
    """The names or ARNs of the tables that a call reads or writes."""
    if "TableName" in body:
        yield body["TableName"]
    yield from body.get("RequestItems", {})
    for item in body.get("TransactItems", ()):
        yield from (operation["TableName"] for operation in item.values())


def _refused_too_early(call: Callable[[DynamoHandler], Any]) -> Callable[[DynamoHandler], Any]:
    def answer(self: DynamoHandler) -> Any:
        body: dict[str, Any] = self.body
        for name in _used(body):
            table = self.dynamodb_backend.tables.get(name.rpartition("/")[2])
            if table and _status(table) in ("CREATING", "DELETING"):
                raise ResourceNotFoundException
            for index in table.global_indexes if table else ():
                if index.name == body.get("IndexName") and index.status == "CREATING":
                    raise ValidationException(
                        f"Cannot read from backfilling global secondary index: {index.name}"
                    )
        return call(self)

    return answer


def install() -> None:
    """Patch moto in this process."""
    DynamoDBBackend.create_table = _create_slowly
    DynamoDBBackend.update_table = _update_slowly
    DynamoDBBackend.delete_table = _delete_slowly
    DynamoDBBackend.update_table_global_indexes = _change_indexes_slowly
    DynamoDBBackend.update_time_to_live = _set_ttl_if_active
    DynamoDBBackend.update_continuous_backups = _set_backups_if_created
    Table.describe = _described
    for name in _USES.split():
        setattr(DynamoHandler, name, _refused_too_early(getattr(DynamoHandler, name)))
