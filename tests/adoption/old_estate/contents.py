"""The data in tables and buckets, and its checksums."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.account.account import Account

_ITEMS = 7
_OBJECTS = 3

TABLES = {
    "experiments": ("experimentId",),
    "plots-tables": ("experimentId", "plotUuid"),
    "samples": ("experimentId",),
    "projects": ("projectUuid",),
    "invite-access": ("experimentId", "userEmail"),
    "user-access": ("experimentId", "userId"),
}
"""The tables and their keys."""

BUCKETS = (
    "plots-tables",
    "cell-sets",
    "worker-results",
    "processed-matrix",
    "biomage-source",
    "biomage-filtered-cells",
    "biomage-originals",
    "biomage-public-datasets",
    "biomage-canaries",
)


def fill(account: Account, environment: str) -> None:
    """Put items into the tables, and objects into the buckets, some in two versions."""
    dynamodb, s3 = (account.client(account.up(), one) for one in ("dynamodb", "s3"))
    for table, keys in TABLES.items():
        for number in range(_ITEMS):
            item = {key: {"S": f"{key}-{number}"} for key in keys}
            item["samples"] = {"L": [{"S": f"sample-{table}-{number}"}]}
            dynamodb.put_item(TableName=f"{table}-{environment}", Item=item)
    for bucket in BUCKETS:
        for number in range(_OBJECTS):
            for version in range(2):
                body = f"{bucket} {number} {version}".encode() * 100
                key = f"experiments/{number}/matrix.bin"
                s3.put_object(Bucket=f"{bucket}-{environment}", Key=key, Body=body)


def checksums(account: Account, environment: str) -> Mapping[str, str]:
    """The SHA-256 of all items of each table, and of all versions of all objects of each bucket."""
    dynamodb, s3 = (account.client(account.up(), one) for one in ("dynamodb", "s3"))
    tables = {f"table/{one}-{environment}": one for one in TABLES}
    buckets = {f"bucket/{one}-{environment}": one for one in BUCKETS}
    return {
        **{name: _digest(_items(dynamodb, name.partition("/")[2])) for name in tables},
        **{name: _digest(_objects(s3, name.partition("/")[2])) for name in buckets},
    }


def _items(dynamodb: Any, table: str) -> Iterator[str]:
    for page in dynamodb.get_paginator("scan").paginate(TableName=table):
        yield from (json.dumps(item, sort_keys=True) for item in page["Items"])


def _objects(s3: Any, bucket: str) -> Iterator[str]:
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for one in page.get("Versions", ()):
            given = {"Bucket": bucket, "Key": one["Key"], "VersionId": one["VersionId"]}
            content = hashlib.sha256(s3.get_object(**given)["Body"].read()).hexdigest()
            yield f"{one['Key']} {one['VersionId']} {content}"


def _digest(lines: Iterator[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
