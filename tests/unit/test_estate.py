"""The declarations: what exists is what the estate records."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.buckets import BUCKETS, Bucket
from estate.ownership import DataClass, Owner, ownership_tags
from estate.queues import QUEUES
from estate.tables import TABLES, Index, Table
from estate.topics import RETRIES, TOPICS
from tests import estate_2022

BUCKET = {bucket.name: bucket for bucket in BUCKETS}
TABLE = {table.name: table for table in TABLES}
QUEUE = {queue.name: queue for queue in QUEUES}
TOPIC = {topic.name: topic for topic in TOPICS}
ALL = {"bucket": BUCKETS, "table": TABLES, "queue": QUEUES, "topic": TOPICS}


@pytest.mark.parametrize("kind", ALL)
def test_no_two_things_of_one_kind_share_a_name(kind: str) -> None:
    names = [declaration.name for declaration in ALL[kind]]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", estate_2022.BUCKETS)
def test_a_bucket_keeps_objects_and_old_versions_as_long_as_the_estate_says(name: str) -> None:
    recorded = estate_2022.BUCKETS[name]
    assert BUCKET[name].noncurrent_days == recorded.noncurrent_days
    assert {(one.days, one.tag) for one in BUCKET[name].expirations} == set(recorded.expirations)


@pytest.mark.parametrize("name", estate_2022.BUCKETS)
def test_only_buckets_that_pages_use_let_browsers_in(name: str) -> None:
    assert bool(BUCKET[name].cors_methods) == estate_2022.BUCKETS[name].browsers


def test_pages_send_files_to_originals_and_fetch_from_the_others() -> None:
    methods = {name: set(BUCKET[name].cors_methods) for name in BUCKET if BUCKET[name].cors_methods}
    assert methods.pop("biomage-originals") == {"GET", "HEAD", "POST", "PUT"}
    for name in ("worker-results", "biomage-public-datasets"):
        assert methods[name] == {"GET", "HEAD"}


@pytest.mark.parametrize("bucket", BUCKETS, ids=lambda bucket: bucket.name)
def test_no_page_may_delete_from_a_bucket(bucket: Bucket) -> None:
    # The methods that S3 knows are these and DELETE (S3 API, CORSRule).
    assert set(bucket.cors_methods) <= {"GET", "HEAD", "POST", "PUT"}


@given(days=st.integers(min_value=1), reason=st.text(min_size=1))
def test_a_bucket_says_either_how_long_old_versions_stay_or_why_there_are_none(
    days: int, reason: str
) -> None:
    def bucket(days: int | None, reason: str) -> Bucket:
        return Bucket("x", Owner.API, DataClass.CUSTOMER, days, reason)

    assert bucket(days, "").noncurrent_days == days
    assert bucket(None, reason).unversioned_because == reason
    for wrong in ((days, reason), (None, "")):
        with pytest.raises(ValueError, match="bucket 'x' needs either noncurrent_days or"):
            bucket(*wrong)


@pytest.mark.parametrize("name", estate_2022.TABLES)
def test_a_table_has_the_keys_of_the_estate(name: str) -> None:
    assert (TABLE[name].hash_key, TABLE[name].range_key) == estate_2022.TABLES[name]


def test_samples_are_found_by_project_and_no_other_table_has_an_index() -> None:
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
def test_a_table_names_each_attribute_once_that_is_a_key_and_no_other(
    keys: tuple[str, str | None], indexes: list[Index]
) -> None:
    attributes = Table("x", *keys, indexes=tuple(indexes)).key_attributes
    used = {*keys, *(key for index in indexes for key in (index.hash_key, index.range_key))}
    assert list(attributes) == sorted(used - {None})


def test_the_job_queue_keeps_messages_in_order() -> None:
    queue = QUEUE["queue-job"]
    assert queue.fifo
    assert not replace(queue, pattern="queue-{environment}").fifo


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_a_queue_is_of_one_kind_on_laptops_and_elsewhere(queue) -> None:
    assert queue.fifo == queue.development_pattern.endswith(".fifo")


def test_the_api_hears_of_work_results_by_message_type() -> None:
    deliveries = TOPIC["work-results"].deliveries
    recorded = {one.name: (one.path, one.message_type) for one in deliveries}
    assert recorded == estate_2022.DELIVERIES
    assert not TOPIC["work-results"].alarms


def test_people_hear_of_alarms_and_the_api_does_not() -> None:
    assert TOPIC["cloudwatch-alarms"].alarms
    assert TOPIC["cloudwatch-alarms"].deliveries == ()


def test_delivery_is_tried_again_as_the_estate_says() -> None:
    assert dict(RETRIES) == estate_2022.RETRIES


def test_something_that_holds_no_data_is_tagged_with_its_owner_alone() -> None:
    assert ownership_tags(Owner.API) == {"Owner": "api"}
    both = {"Owner": "worker", "DataClass": "derived"}
    assert ownership_tags(Owner.WORKER, DataClass.DERIVED) == both
