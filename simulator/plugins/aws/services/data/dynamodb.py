"""Amazon DynamoDB: tables. A table's id is its name."""

from typing import Any

from simulator.plugins.aws.calls import changed, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, properties, tag_map, words
from simulator.plugins.aws.waiting import GONE, await_state, retried

_TABLE = "aws:dynamodb/table:Table"
_INDEX_NAMES = {"name": "IndexName", "type": "AttributeType", "keySchemas": "KeySchema"}

_BUSY = ("CREATING", "UPDATING")

_NOT_YET = [("ContinuousBackupsUnavailableException", "")]
"""The refusal of UpdateContinuousBackups that the official provider retries for 20 minutes.

https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/dynamodb/table.go, as
are the timeouts here: 30 minutes for a creation, 60 for an update, 10 for a deletion.
"""


def _key(hash_key: str, range_key: str | None) -> list[dict[str, str]]:
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    return keys + ([{"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else [])


def _attributes(inputs: Props) -> list[dict[str, str]]:
    return [
        {"AttributeName": attribute["name"], "AttributeType": attribute["type"]}
        for attribute in inputs.get("attributes") or []
    ]


def _throughput(inputs: Props) -> dict[str, Any]:
    if inputs.get("billingMode") == "PAY_PER_REQUEST":
        return {}
    units = {"ReadCapacityUnits": "readCapacity", "WriteCapacityUnits": "writeCapacity"}
    return {"ProvisionedThroughput": {unit: inputs.get(name, 1) for unit, name in units.items()}}


def _index(index: Props) -> dict[str, Any]:
    keys = [
        {"AttributeName": key["attributeName"], "KeyType": key["keyType"]}
        for key in index.get("keySchemas") or []
    ]
    kept = {"NonKeyAttributes": index["nonKeyAttributes"]} if index.get("nonKeyAttributes") else {}
    return {
        "IndexName": index["name"],
        "KeySchema": keys or _key(index["hashKey"], index.get("rangeKey")),
        "Projection": {"ProjectionType": index["projectionType"], **kept},
    }


def _encryption(inputs: Props) -> dict[str, Any]:
    wanted = inputs.get("serverSideEncryption") or {"enabled": False}
    key = {"KMSMasterKeyId": wanted["kmsKeyArn"]} if wanted.get("kmsKeyArn") else {}
    return {
        "Enabled": wanted["enabled"],
        **({"SSEType": "KMS", **key} if wanted["enabled"] else {}),
    }


def _create(aws: Aws, inputs: Props) -> str:
    indexes = [_index(index) for index in inputs.get("globalSecondaryIndexes") or []]
    stream = {"StreamEnabled": True, "StreamViewType": inputs.get("streamViewType")}
    aws("dynamodb").create_table(
        TableName=inputs["name"],
        AttributeDefinitions=_attributes(inputs),
        KeySchema=_key(inputs["hashKey"], inputs.get("rangeKey")),
        BillingMode=inputs["billingMode"],
        DeletionProtectionEnabled=inputs.get("deletionProtectionEnabled", False),
        SSESpecification=_encryption(inputs),
        **_throughput(inputs),
        **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
        **({"StreamSpecification": stream} if inputs.get("streamEnabled") else {}),
    )
    return inputs["name"]


def _read_index(description: Props) -> Props:
    index = properties(
        schema_of(_TABLE).inputs["globalSecondaryIndexes"].element.fields,
        {**description, **description["Projection"]},
        _INDEX_NAMES,
    )
    return {
        key: value for key, value in index.items() if key not in ("readCapacity", "writeCapacity")
    }


def _read(aws: Aws, name: str) -> Props:
    dynamodb = aws("dynamodb")
    table = dynamodb.describe_table(TableName=name)["Table"]
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = backups["PointInTimeRecoveryDescription"]
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    keys = {key["KeyType"]: key["AttributeName"] for key in table["KeySchema"]}
    encryption = table.get("SSEDescription") or {}
    return {
        "arn": table["TableArn"],
        "attributes": [
            {"name": attribute["AttributeName"], "type": attribute["AttributeType"]}
            for attribute in table["AttributeDefinitions"]
        ],
        "billingMode": table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
        "deletionProtectionEnabled": table.get("DeletionProtectionEnabled", False),
        "globalSecondaryIndexes": [
            _read_index(index) for index in table.get("GlobalSecondaryIndexes") or []
        ],
        "hashKey": keys["HASH"],
        "name": table["TableName"],
        "pointInTimeRecovery": {
            "enabled": recovery["PointInTimeRecoveryStatus"] == "ENABLED",
            "recoveryPeriodInDays": recovery.get("RecoveryPeriodInDays"),
        },
        "rangeKey": keys.get("RANGE"),
        "region": aws.region,
        "serverSideEncryption": {"enabled": encryption.get("Status") == "ENABLED"},
        "streamArn": table.get("LatestStreamArn"),
        "streamEnabled": table.get("StreamSpecification", {}).get("StreamEnabled", False),
        "tags": tag_map(dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]),
        "ttl": {
            "attributeName": ttl.get("AttributeName", ""),
            "enabled": ttl["TimeToLiveStatus"] == "ENABLED",
        },
    }


def _state(aws: Aws, name: str, index: str = "") -> str:
    """The status of a table, or of one of its indexes."""
    table = aws("dynamodb").describe_table(TableName=name)["Table"]
    if not index:
        return table["TableStatus"]
    indexes: list[Props] = table.get("GlobalSecondaryIndexes") or []
    return next((one["IndexStatus"] for one in indexes if one["IndexName"] == index), GONE)


def _await_table(aws: Aws, name: str, verb: str, minutes: int) -> None:
    what = f"waiting for DynamoDB Table ({name}) {verb}"
    await_state(aws, what, lambda: _state(aws, name), "ACTIVE", _BUSY, minutes)


def _await_index(aws: Aws, name: str, index: str, wanted: str = "ACTIVE") -> None:
    what = f"waiting for DynamoDB Table ({name}) GSI ({index})"
    busy = ("ACTIVE", "DELETING", *_BUSY)
    await_state(aws, what, lambda: _state(aws, name, index), wanted, busy, 60)


def _delete(aws: Aws, name: str, state: Props) -> None:
    busy = [("ResourceInUseException", "")]
    retried(aws, 10, busy, lambda: aws("dynamodb").delete_table(TableName=name))
    what = f"waiting for DynamoDB Table ({name}) delete"
    await_state(aws, what, lambda: _state(aws, name), GONE, ("ACTIVE", "DELETING"), 10)


def _update(aws: Aws, name: str, old: Props, new: Props) -> None:
    dynamodb = aws("dynamodb")
    if old:
        _update_table(aws, name, old, new)
    else:
        _await_table(aws, name, "create", 30)
        for index in new.get("globalSecondaryIndexes") or []:
            _await_index(aws, name, index["name"])
    if changed(old, new, "pointInTimeRecovery"):
        wanted = new.get("pointInTimeRecovery") or {"enabled": False}
        days = wanted.get("recoveryPeriodInDays")
        specification = {
            "PointInTimeRecoveryEnabled": wanted["enabled"],
            **({"RecoveryPeriodInDays": days} if days else {}),
        }
        retried(
            *(aws, 20, _NOT_YET),
            lambda: dynamodb.update_continuous_backups(
                TableName=name, PointInTimeRecoverySpecification=specification
            ),
        )
    if changed(old, new, "ttl"):
        ttl = new.get("ttl") or {**old["ttl"], "enabled": False}
        dynamodb.update_time_to_live(
            TableName=name,
            TimeToLiveSpecification={
                "AttributeName": ttl["attributeName"],
                "Enabled": ttl.get("enabled", False),
            },
        )


def _update_table(aws: Aws, name: str, old: Props, new: Props) -> None:
    dynamodb = aws("dynamodb")
    table: dict[str, Any] = {}
    if changed(old, new, "billingMode", "readCapacity", "writeCapacity"):
        table |= {"BillingMode": new["billingMode"], **_throughput(new)}
    if changed(old, new, "deletionProtectionEnabled"):
        table["DeletionProtectionEnabled"] = new.get("deletionProtectionEnabled", False)
    if changed(old, new, "serverSideEncryption"):
        table["SSESpecification"] = _encryption(new)
    if changed(old, new, "streamEnabled", "streamViewType"):
        enabled = bool(new.get("streamEnabled"))
        view = {"StreamViewType": new.get("streamViewType")} if enabled else {}
        table["StreamSpecification"] = {"StreamEnabled": enabled, **view}
    if table:
        dynamodb.update_table(TableName=name, **table)
        _await_table(aws, name, "update", 60)
    for change in _index_changes(old, new):
        # DynamoDB accepts one index change per call (UpdateTable, GlobalSecondaryIndexUpdates).
        dynamodb.update_table(
            TableName=name,
            AttributeDefinitions=_attributes(new),
            GlobalSecondaryIndexUpdates=[change],
        )
        ((verb, index),) = change.items()
        _await_index(aws, name, index["IndexName"], GONE if verb == "Delete" else "ACTIVE")
        _await_table(aws, name, "update", 60)


def _index_changes(old: Props, new: Props) -> list[dict[str, Any]]:
    before = {index["name"]: index for index in old.get("globalSecondaryIndexes") or []}
    after = {index["name"]: index for index in new.get("globalSecondaryIndexes") or []}
    gone = [name for name, index in before.items() if after.get(name) != index]
    made = [index for name, index in after.items() if before.get(name) != index]
    return [{"Delete": {"IndexName": name}} for name in gone] + [
        {"Create": _index(index)} for index in made
    ]


RESOURCE_TYPES = (
    ResourceType(
        token=_TABLE,
        name="name",
        create=_create,
        read=unless_gone(_read),
        update=_update,
        retag=tagging("dynamodb", "resourceArn", arn="table/"),
        delete=_delete,
        defaults={"billingMode": "PROVISIONED"},
        unordered=words("attributes globalSecondaryIndexes nonKeyAttributes"),
    ),
)
