"""Physical names: as recorded, valid in AWS, and unique."""

import re
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.data.buckets import BUCKETS
from estate.data.tables import TABLES
from estate.messaging.queues import FIFO, QUEUES, dead_letter_name
from estate.messaging.topics import TOPICS
from estate.naming import bucket_name, patterned_name, physical_name
from settings import DataServicesSettings, StackSettings
from tests.environments import ENVIRONMENTS, KEEPING, in_sandbox, settings_of
from tests.estate import estate_2022

LONGEST_SANDBOX = "a" * 20

SANDBOXES = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?", fullmatch=True)
QUEUE_NAMES = st.from_regex(r"[A-Za-z0-9_-]{1,60}(\.fifo)?", fullmatch=True)
# Names made of common suffixes are the likeliest to collide.
WORDS = st.sampled_from(["cell", "default", "fifo", "dead-letters", *ENVIRONMENTS])
NAMES = st.lists(WORDS, min_size=1, max_size=4).map("-".join)


def topic_names(settings: StackSettings, sandbox: str, place: str = "") -> list[str]:
    """Returns the topics' names, or only those with the given placeholder in their patterns."""
    patterns = [topic.pattern for topic in TOPICS if place in topic.pattern]
    return [patterned_name(pattern, in_sandbox(settings, sandbox)) for pattern in patterns]


def queue_names(settings: StackSettings, sandbox: str, place: str = "") -> list[str]:
    """Returns the names of queues, their dead-letter queues and those of topics."""
    queues = [one.pattern_in(settings.environment) for one in QUEUES]
    topics = [topic.pattern for topic in TOPICS if topic.deliveries]
    names, setting_aside = (
        [
            patterned_name(pattern, in_sandbox(settings, sandbox))
            for pattern in patterns
            if place in pattern
        ]
        for patterns in (queues, queues + topics)
    )
    return [*names, *(dead_letter_name(name) for name in setting_aside)]


def all_names(settings: DataServicesSettings, sandbox: str) -> dict[str, list[str]]:
    return {
        "bucket": [bucket_name(bucket.name, settings) for bucket in BUCKETS],
        "table": [physical_name(table.name, settings) for table in TABLES],
        "queue": queue_names(settings, sandbox),
        "topic": topic_names(settings, sandbox),
    }


RULES = {
    # S3 bucket naming rules without dots, which break TLS; API references of SQS, SNS, DynamoDB.
    "bucket": r"(?!xn--|sthree-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9](?<!-s3alias)",
    "table": r"[A-Za-z0-9_.-]{3,255}",
    "queue": r"(?=.{1,80}$)[A-Za-z0-9_-]+(\.fifo)?",
    "topic": r"[A-Za-z0-9_-]{1,256}",
}


@pytest.mark.parametrize("suffix", [False, True])
@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("name", estate_2022.TABLES)
def test_a_tables_name_contains_environment_and_no_account(
    name: str, environment: str, suffix: bool
) -> None:
    named = physical_name(name, settings_of(environment, account_suffix=suffix))
    assert named == f"{name}-{environment}"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("sandbox", ["default", LONGEST_SANDBOX])
@pytest.mark.parametrize("suffix", [False, True])
def test_all_names_are_valid_in_aws_and_unique(
    environment: str, sandbox: str, suffix: bool
) -> None:
    for kind, names in all_names(settings_of(environment, account_suffix=suffix), sandbox).items():
        assert [name for name in names if not re.fullmatch(RULES[kind], name)] == [], kind
        assert len(set(names)) == len(names), kind


@given(
    name=NAMES,
    other=NAMES,
    environments=st.permutations(ENVIRONMENTS),
    suffixes=st.tuples(st.booleans(), st.booleans()),
)
def test_names_of_two_environments_differ(
    name: str, other: str, environments: list[str], suffixes: tuple[bool, bool]
) -> None:
    here, there = (
        settings_of(environment, account_suffix=suffix)
        for environment, suffix in zip(environments, suffixes, strict=False)
    )
    assert physical_name(name, here) != physical_name(other, there)
    assert bucket_name(name, here) != bucket_name(other, there)


@given(
    sandbox=SANDBOXES | NAMES,
    other=SANDBOXES | NAMES,
    environments=st.permutations(ENVIRONMENTS),
)
def test_queues_and_topics_of_two_environments_differ(
    sandbox: str, other: str, environments: list[str]
) -> None:
    here, there = settings_of(environments[0]), settings_of(environments[1])
    assert set(queue_names(here, sandbox)).isdisjoint(queue_names(there, other))
    assert set(topic_names(here, sandbox)).isdisjoint(topic_names(there, other))


@given(
    sandboxes=st.lists(SANDBOXES | NAMES, min_size=2, max_size=2, unique=True),
    environment=st.sampled_from(KEEPING),
)
def test_queues_and_topics_of_two_sandboxes_differ(sandboxes: list[str], environment: str) -> None:
    settings = settings_of(environment)
    for names in (queue_names, topic_names):
        here, there = (set(names(settings, sandbox, "{sandbox}")) for sandbox in sandboxes)
        assert here
        assert here.isdisjoint(there)


@given(name=QUEUE_NAMES, other=QUEUE_NAMES)
def test_a_dead_letter_queue_is_fifo_if_its_queue_is_and_not_shared(name: str, other: str) -> None:
    dead_letters = dead_letter_name(name)
    assert dead_letters.endswith(FIFO) == name.endswith(FIFO)
    assert dead_letters.count(FIFO) == name.count(FIFO)
    assert dead_letters != name
    assert (dead_letters == dead_letter_name(other)) == (name == other)


@given(sandbox=SANDBOXES | NAMES, environment=st.sampled_from(KEEPING))
def test_the_queue_pattern_of_services_excludes_dead_letter_queues(
    sandbox: str, environment: str
) -> None:
    names = queue_names(settings_of(environment), sandbox)
    reached = [name for name in names if fnmatchcase(name, f"queue-job-*-{environment}.fifo")]
    assert reached == [f"queue-job-{sandbox}-{environment}.fifo"]


@given(name=st.text() | QUEUE_NAMES, environment=st.sampled_from(ENVIRONMENTS))
def test_no_dead_letter_queue_name_matches_the_services_pattern(
    name: str, environment: str
) -> None:
    assert not fnmatchcase(dead_letter_name(name), f"queue-job-*-{environment}.fifo")
