"""The declarations match the records of the old estate."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.data.buckets import BUCKETS
from estate.data.tables import Index, KeyType, Table
from estate.messaging.queues import Queue
from estate.ownership import Owner
from settings import Environment
from tests.estate import estate_2022

BUCKET = {bucket.name: bucket for bucket in BUCKETS}


@pytest.mark.parametrize("name", estate_2022.BUCKETS)
def test_only_buckets_of_pages_have_cors_methods(name: str) -> None:
    assert bool(BUCKET[name].cors_methods) == estate_2022.BUCKETS[name].browsers


def test_pages_upload_to_originals_and_download_from_the_others() -> None:
    methods = {name: set(BUCKET[name].cors_methods) for name in estate_2022.BUCKETS}
    assert methods["biomage-originals"] == {"GET", "HEAD", "POST", "PUT"}
    for name in ("worker-results", "biomage-public-datasets"):
        assert methods[name] == {"GET", "HEAD"}


KEYS = st.sampled_from(["experimentId", "projectUuid", "userId", "plotUuid"])


@given(
    keys=st.tuples(KEYS, KEYS | st.none()),
    indexes=st.lists(st.builds(Index, st.just("i"), KEYS, KEYS | st.none())),
    numbers=st.sets(KEYS),
)
def test_a_table_lists_each_key_attribute_once_with_its_type(
    keys: tuple[str, str | None], indexes: list[Index], numbers: set[str]
) -> None:
    types = dict.fromkeys(numbers, KeyType.NUMBER)
    attributes = Table("x", *keys, indexes=tuple(indexes), key_types=types).key_attributes
    used = {*keys, *(key for index in indexes for key in (index.hash_key, index.range_key))}
    assert list(attributes) == sorted(used - {None})
    for name, kind in attributes.items():
        assert kind == ("N" if name in numbers else "S")


def test_a_queue_has_its_usual_name_in_development_unless_it_declares_another() -> None:
    usual = Queue("reviews", Owner.API, "reviews-{sandbox}-{environment}.fifo")
    other = replace(usual, development_pattern="reviews.fifo")
    assert usual.pattern_in(Environment.DEVELOPMENT) == usual.pattern
    assert other.pattern_in(Environment.DEVELOPMENT) == "reviews.fifo"
    for environment in (Environment.STAGING, Environment.PRODUCTION):
        assert other.pattern_in(environment) == usual.pattern
