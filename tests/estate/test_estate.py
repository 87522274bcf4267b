"""The declarations match the records of the old estate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.data.buckets import BUCKETS, Bucket
from estate.data.tables import TABLES, Index, Table
from estate.messaging.queues import QUEUES
from estate.messaging.topics import TOPICS
from estate.ownership import DataClass, Owner
from tests.estate import estate_2022

BUCKET = {bucket.name: bucket for bucket in BUCKETS}
ALL = {"bucket": BUCKETS, "table": TABLES, "queue": QUEUES, "topic": TOPICS}


@pytest.mark.parametrize("kind", ALL)
def test_names_are_unique_within_each_resource_type(kind: str) -> None:
    names = [declaration.name for declaration in ALL[kind]]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", estate_2022.BUCKETS)
def test_only_buckets_of_pages_have_cors_methods(name: str) -> None:
    assert bool(BUCKET[name].cors_methods) == estate_2022.BUCKETS[name].browsers


def test_pages_upload_to_originals_and_download_from_the_others() -> None:
    methods = {name: set(BUCKET[name].cors_methods) for name in BUCKET if BUCKET[name].cors_methods}
    assert methods.pop("biomage-originals") == {"GET", "HEAD", "POST", "PUT"}
    for name in ("worker-results", "biomage-public-datasets"):
        assert methods[name] == {"GET", "HEAD"}


@given(days=st.integers(min_value=1), reason=st.text(min_size=1))
def test_a_bucket_has_either_a_version_retention_or_a_reason_for_none(
    days: int, reason: str
) -> None:
    def bucket(days: int | None, reason: str) -> Bucket:
        return Bucket("x", Owner.API, DataClass.CUSTOMER, days, reason)

    assert bucket(days, "").noncurrent_days == days
    assert bucket(None, reason).unversioned_because == reason
    for wrong in ((days, reason), (None, "")):
        with pytest.raises(ValueError, match="bucket 'x' must have either noncurrent_days or"):
            bucket(*wrong)


KEYS = st.sampled_from(["experimentId", "projectUuid", "userId", "plotUuid"])


@given(
    keys=st.tuples(KEYS, KEYS | st.none()),
    indexes=st.lists(st.builds(Index, st.just("i"), KEYS, KEYS, st.just(("samples",)))),
)
def test_a_table_lists_each_key_attribute_once(
    keys: tuple[str, str | None], indexes: list[Index]
) -> None:
    attributes = Table("x", *keys, indexes=tuple(indexes)).key_attributes
    used = {*keys, *(key for index in indexes for key in (index.hash_key, index.range_key))}
    assert list(attributes) == sorted(used - {None})


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_a_queue_is_fifo_in_development_if_it_is_elsewhere(queue) -> None:
    assert queue.fifo == queue.development_pattern.endswith(".fifo")
