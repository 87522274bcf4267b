"""Resource types that moto lacks, stored as durable records instead.

A record is created, read, updated and deleted like any other resource, and its drift is found. But
no service works behind its ARN.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

from simulator.account.account import RECORDS_FILE
from simulator.plugins.aws.resource import Aws, ResourceType
from simulator.plugins.aws.shapes import Props


def read_record(token: str, id_: str) -> Props | None:
    """Returns the record of a resource; None if there is none."""
    with _database() as database:
        row = database.execute(
            "SELECT properties FROM records WHERE token = ? AND id = ?", (token, id_)
        ).fetchone()
    return json.loads(row[0]) if row else None


def write_record(token: str, id_: str, properties: Props) -> None:
    """Store the record of a resource; replaces an existing one."""
    with _database() as database:
        database.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?)", (token, id_, json.dumps(properties))
        )


def delete_record(token: str, id_: str) -> None:
    """Delete the record of a resource."""
    with _database() as database:
        database.execute("DELETE FROM records WHERE token = ? AND id = ?", (token, id_))


def recorded(
    token: str,
    identify: Callable[[Props], str],
    arn: Callable[[Aws, str], str],
    name: str | None = None,
    *,
    may_be_there: bool = False,
    defaults: Props | None = None,
) -> ResourceType:
    """The row of a resource type that is stored as records; `identify` returns a new one's id.

    With `may_be_there` a create may overwrite an existing record, for settings that always exist in
    AWS.
    """

    def create(aws: Aws, inputs: Props) -> str:
        id_ = identify(inputs)
        if not may_be_there and read_record(token, id_) is not None:
            raise FileExistsError(f"{token} {id_} exists already")
        # Written at once, as AWS does, so that a killed engine leaves no half of it.
        write_record(token, id_, {**inputs, "arn": arn(aws, id_), "region": aws.region})
        return id_

    def update(aws: Aws, id_: str, old: Props, new: Props) -> None:
        write_record(token, id_, {**new, "arn": arn(aws, id_), "region": aws.region})

    return ResourceType(
        token=token,
        create=create,
        read=lambda aws, id_: read_record(token, id_),
        update=update,
        delete=lambda aws, id_, state: delete_record(token, id_),
        name=name,
        defaults=defaults or {},
        recorded=True,
    )


@contextmanager
def _database() -> Generator[sqlite3.Connection]:
    path = Path(os.environ[RECORDS_FILE])
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=30)) as database, database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS records"
            " (token TEXT, id TEXT, properties TEXT, PRIMARY KEY (token, id))"
        )
        yield database
