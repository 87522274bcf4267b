"""Effects of changes of tables and buckets, beyond the loss of data."""

from collections.abc import Mapping
from typing import Any, cast

from delivery.gate.impact.comparisons import changed, disabled, fewer, items_removed
from delivery.gate.impact.impact import Comparison, Impact, Words, lost
from delivery.gate.step import Step

_DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
_INDEX_UPDATES = f"{_DYNAMODB}/GSI.OnlineOps.html"
_CAPACITY = f"{_DYNAMODB}/provisioned-capacity-mode.html"
_CORS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html"

_REBUILT_FOR = ("hashKey", "keySchemas", "nonKeyAttributes", "projectionType", "rangeKey")
_INDEXES = "globalSecondaryIndexes"
_UNORDERED = "nonKeyAttributes"


def indexes_removed(old: Any, new: Any) -> Words:
    """Reports global secondary indexes that are removed, while none is added."""
    gone, added = _moved(old, new)
    return f"no longer contains {', '.join(gone)}" if gone and not added else None


def indexes_renamed(old: Any, new: Any) -> Words:
    """Reports global secondary indexes that are removed, while others are added."""
    gone, added = _moved(old, new)
    return f"has {', '.join(added)} instead of {', '.join(gone)}" if gone and added else None


def indexes_rebuilt(old: Any, new: Any) -> Words:
    """Reports global secondary indexes with other keys or another projection."""
    before, after = indexes(old), indexes(new)
    changes = [
        f"changes {key} of {name}"
        for name in before.keys() & after.keys()
        for key in _REBUILT_FOR
        if _comparable(before[name], key) != _comparable(after[name], key)
    ]
    return ", ".join(sorted(changes)) or None


def _moved(old: Any, new: Any) -> tuple[list[str], list[str]]:
    before, after = indexes(old), indexes(new)
    return sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())


def indexes(given: Any) -> dict[str, Mapping[str, Any]]:
    """Returns the indexes of a table by name."""
    found = cast(list[Mapping[str, Any]], given) if isinstance(given, list) else []
    return {str(one.get("name")): one for one in found}


def rules_less(key: str) -> Comparison:
    """Returns a comparison of a key of all CORS rules."""

    def judge(old: Any, new: Any) -> Words:
        """Reports origins, methods or headers that no rule allows afterwards."""
        words = items_removed(_of_rules(old, key), _of_rules(new, key))
        return f"has {key} that {words}" if words else None

    return judge


def _of_rules(rules: Any, key: str) -> list[str]:
    given = cast(list[Mapping[str, Any]], rules) if isinstance(rules, list) else []
    return [one for rule in given for one in cast(list[str], rule.get(key) or [])]


def _comparable(index: Mapping[str, Any], key: str) -> Any:
    value = index.get(key)
    return sorted(cast(list[str], value)) if key == _UNORDERED and value else value or None


def provisioned(old: Any, new: Any) -> Words:
    """Reports a change from capacity on demand to provisioned capacity."""
    return "becomes PROVISIONED" if old == "PAY_PER_REQUEST" and new != old else None


DATA_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:dynamodb/table:Table": (
        Impact(
            Step.REBUILD_INDEX,
            _INDEXES,
            indexes_removed,
            "the index is deleted, and queries of it fail from then on",
            _INDEX_UPDATES,
        ),
        Impact(
            Step.REBUILD_INDEX,
            _INDEXES,
            indexes_renamed,
            "the index is rebuilt under another name: queries by the old name fail from then on,"
            " and those by the new name until it is filled, which takes minutes to hours",
            _INDEX_UPDATES,
        ),
        Impact(
            Step.REBUILD_INDEX,
            _INDEXES,
            indexes_rebuilt,
            "the index is rebuilt: it is deleted and filled again, which takes minutes to hours,"
            " and until then queries of it fail",
            _INDEX_UPDATES,
        ),
        Impact(
            Step.REDUCE_CAPACITY,
            "billingMode",
            provisioned,
            "requests above the provisioned capacity are refused",
            _CAPACITY,
        ),
        *(
            Impact(
                Step.REDUCE_CAPACITY,
                path,
                fewer(),
                "requests above the provisioned capacity are refused",
                _CAPACITY,
            )
            for path in ("readCapacity", "writeCapacity")
        ),
        Impact(
            Step.DISCONNECT,
            "streamEnabled",
            disabled,
            "readers of the stream receive no further changes",
            f"{_DYNAMODB}/Streams.html",
        ),
        Impact(
            Step.DISCONNECT,
            "streamViewType",
            changed,
            "the table gets another stream; readers of the old one receive no further changes",
            f"{_DYNAMODB}/Streams.html",
        ),
    ),
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": (
        *(
            Impact(
                Step.DISCONNECT,
                "corsRules",
                rules_less(key),
                "browsers refuse these requests of pages to the bucket",
                _CORS,
            )
            for key in ("allowedOrigins", "allowedMethods", "allowedHeaders")
        ),
        lost(
            Step.DISCONNECT,
            "browsers refuse all requests of pages to the bucket",
            _CORS,
            part_of=("bucket",),
        ),
    ),
}
