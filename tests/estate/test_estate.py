"""The declarations match the records of the old estate."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.data.buckets import BUCKETS, Bucket
from estate.data.tables import TABLES, Index, Table
from estate.messaging.queues import QUEUES
from estate.messaging.topics import RETRIES, TOPICS
from estate.ownership import DataClass, Owner, ownership_tags
from tests.estate import estate_2022

BUCKET = {bucket.name: bucket for bucket in BUCKETS}
TABLE = {table.name: table for table in TABLES}
QUEUE = {queue.name: queue for queue in QUEUES}
TOPIC = {topic.name: topic for topic in TOPICS}
ALL = {"bucket": BUCKETS, "table": TABLES, "queue": QUEUES, "topic": TOPICS}


@pytest.mark.parametrize("kind", ALL)
def test_names_are_unique_within_each_resource_type(kind: str) -> None:
    names = [declaration.name for declaration in ALL[kind]]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", estate_2022.BUCKETS)
def test_a_bucket_has_the_recorded_retention(name: str) -> None:
    recorded = estate_2022.BUCKETS[name]
    assert BUCKET[name].noncurrent_days == recorded.noncurrent_days
    assert {(one.days, one.tag) for one in BUCKET[name].expirations} == set(recorded.expirations)


@pytest.mark.parametrize("name", estate_2022.BUCKETS)
def test_only_buckets_of_pages_have_cors_methods(name: str) -> None:
    assert bool(BUCKET[name].cors_methods) == estate_2022.BUCKETS[name].browsers


def test_pages_upload_to_originals_and_download_from_the_others() -> None:
    methods = {name: set(BUCKET[name].cors_methods) for name in BUCKET if BUCKET[name].cors_methods}
    assert methods.pop("biomage-originals") == {"GET", "HEAD", "POST", "PUT"}
    for name in ("worker-results", "biomage-public-datasets"):
        assert methods[name] == {"GET", "HEAD"}


@pytest.mark.parametrize("bucket", BUCKETS, ids=lambda bucket: bucket.name)
def test_no_page_may_delete_from_a_bucket(bucket: Bucket) -> None:
    # S3's only other CORS method is DELETE (S3 API, CORSRule).
    assert set(bucket.cors_methods) <= {"GET", "HEAD", "POST", "PUT"}


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


@pytest.mark.parametrize("name", estate_2022.TABLES)
def test_a_table_has_the_recorded_keys(name: str) -> None:
    assert (TABLE[name].hash_key, TABLE[name].range_key) == estate_2022.TABLES[name]


def test_only_the_table_samples_has_an_index() -> None:
    indexes = {
        name: [(index.name, index.hash_key, index.range_key, index.includes)]
        for name in estate_2022.TABLES
        for index in TABLE[name].indexes
    }
    assert indexes == {estate_2022.INDEXED_TABLE: [estate_2022.INDEX]}


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


def test_the_job_queue_is_fifo() -> None:
    queue = QUEUE["queue-job"]
    assert queue.fifo
    assert not replace(queue, pattern="queue-{environment}").fifo


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_a_queue_is_fifo_in_development_if_it_is_elsewhere(queue) -> None:
    assert queue.fifo == queue.development_pattern.endswith(".fifo")


def test_the_api_subscribes_to_work_results_by_message_type() -> None:
    deliveries = TOPIC["work-results"].deliveries
    recorded = {one.name: (one.path, one.message_type) for one in deliveries}
    assert recorded == estate_2022.DELIVERIES
    assert not TOPIC["work-results"].alarms


def test_people_receive_alarms_and_the_api_does_not() -> None:
    assert TOPIC["cloudwatch-alarms"].alarms
    assert TOPIC["cloudwatch-alarms"].deliveries == ()


def test_deliveries_have_the_recorded_retry_policy() -> None:
    assert dict(RETRIES) == estate_2022.RETRIES


def test_resources_without_data_have_only_an_owner_tag() -> None:
    assert ownership_tags(Owner.API) == {"Owner": "api"}
    both = {"Owner": "worker", "DataClass": "derived"}
    assert ownership_tags(Owner.WORKER, DataClass.DERIVED) == both
