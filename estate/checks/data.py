"""The rules of buckets and tables."""

from collections.abc import Iterator

from estate.checks.mistakes import Problem, one_of
from estate.checks.names import BUCKET, TABLE, misnamed, twice
from estate.data.buckets import Bucket, Expiration
from estate.data.tables import Index, KeyType, Projection, Table
from estate.naming import bucket_name, physical_name
from settings import StackSettings

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
"""https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html"""

_MOST_INDEXES = 20
_MOST_INCLUDED = 100
_LONGEST_ATTRIBUTE = 255
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html"""


def wrong_buckets(buckets: tuple[Bucket, ...], settings: StackSettings) -> Iterator[Problem]:
    """Yields the problems of the buckets of an environment."""
    yield from twice(one.name for one in buckets)
    for one in buckets:
        yield from misnamed(bucket_name(one.name, settings), BUCKET, (one.name, "name"), one.name)
        yield from wrong_retention(one)


def wrong_retention(bucket: Bucket) -> Iterator[Problem]:
    """Yields the problems of a bucket's versions, expirations and CORS methods."""
    days, reason = bucket.noncurrent_days, bucket.unversioned_because
    if (days is None) != bool(reason.strip()):
        text = "must have either noncurrent_days or unversioned_because. Set one of the two."
        yield Problem((bucket.name,), text)
    if days is not None and days < 1:
        text = "is below 1. Write the number of days that old versions are kept."
        yield Problem((bucket.name, "noncurrent_days"), text, (days,))
    yield from _wrong_expirations(bucket)
    for method in bucket.cors_methods:
        if method not in _METHODS:
            text = f"is not an HTTP method of CORS. Use {one_of(_METHODS)}."
            yield Problem((bucket.name, "cors_methods"), text, (method,))
    yield from twice(bucket.cors_methods, (bucket.name, "cors_methods"), "method")


def _wrong_expirations(bucket: Bucket) -> Iterator[Problem]:
    for index, one in enumerate(bucket.expirations):
        path = (bucket.name, "expirations", index)
        if one.days < 1:
            yield Problem((*path, "days"), "is below 1. Write a number of days.", (one.days,))
        if one.tag and not all(part.strip() for part in one.tag):
            text = "is incomplete. Write the key and the value of the tag."
            yield Problem((*path, "tag"), text, ([*one.tag],))
    tags = [_tag(one) for one in bucket.expirations]
    yield from twice(tags, (bucket.name, "expirations"), "tag")


def _tag(expiration: Expiration) -> str:
    return "=".join(expiration.tag) if expiration.tag else "without tag"


def wrong_tables(tables: tuple[Table, ...], settings: StackSettings) -> Iterator[Problem]:
    """Yields the problems of the tables of an environment."""
    yield from twice(one.name for one in tables)
    for one in tables:
        yield from misnamed(physical_name(one.name, settings), TABLE, (one.name, "name"), one.name)
        yield from _wrong_keys(one)
        yield from _wrong_indexes(one)


def _wrong_keys(table: Table) -> Iterator[Problem]:
    keys = table.key_attributes
    for index in (table, *table.indexes):
        path = (table.name,) if index is table else (table.name, index.name)
        if index.hash_key == index.range_key:
            text = "is also the hash key. Name another attribute, or none."
            yield Problem((*path, "range_key"), text, (index.range_key,))
        for field, name in (("hash_key", index.hash_key), ("range_key", index.range_key)):
            yield from _wrong_attribute(name, (*path, field))
    yield from _wrong_attribute(table.ttl, (table.name, "ttl"))
    for name in table.key_types:
        if name not in keys:
            text = f"is not a key of the table or an index: {one_of(keys)}. Remove it."
            yield Problem((table.name, "key_types", name), text)
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
    if table.ttl is not None and keys.get(table.ttl, KeyType.NUMBER) is not KeyType.NUMBER:
        text = "is a key that is no number, so that no item expires. Name another attribute."
        yield Problem((table.name, "ttl"), text, (table.ttl,))


def _wrong_attribute(name: str | None, path: tuple[str, ...]) -> Iterator[Problem]:
    if name is not None and not 1 <= len(name) <= _LONGEST_ATTRIBUTE:
        text = f"is not the name of an attribute. Use 1 to {_LONGEST_ATTRIBUTE} characters."
        yield Problem(path, text, (name,))


def _wrong_indexes(table: Table) -> Iterator[Problem]:
    yield from twice((index.name for index in table.indexes), (table.name, "indexes"))
    if len(table.indexes) > _MOST_INDEXES:
        text = f"has more than {_MOST_INDEXES}. Remove some, or use another table."
        yield Problem((table.name, "indexes"), text, (len(table.indexes),))
    for index in table.indexes:
        path = (table.name, index.name)
        yield from misnamed(index.name, TABLE, (*path, "name"), index.name)
        yield from _wrong_includes(index, (*path, "includes"), table)
    included = sum(len(_included(index)) for index in table.indexes)
    if included > _MOST_INCLUDED:
        text = f"include more than {_MOST_INCLUDED} attributes together. Use Projection.ALL."
        yield Problem((table.name, "indexes"), text, (included,))


def _wrong_includes(index: Index, path: tuple[str, ...], table: Table) -> Iterator[Problem]:
    keys = {table.hash_key, table.range_key, index.hash_key, index.range_key}
    if not index.includes:
        yield Problem(path, "is empty. Use Projection.KEYS_ONLY.")
    yield from twice(_included(index), path, "attribute")
    for name in _included(index):
        if name in keys:
            text = "is a key, which every index contains. Remove it."
            yield Problem(path, text, (name,))
        else:
            yield from _wrong_attribute(name, path)


def _included(index: Index) -> tuple[str, ...]:
    return () if isinstance(index.includes, Projection) else index.includes
