"""Names of queues and topics that environments would share."""

from dataclasses import replace

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stacks.provider
from estate.messaging.queues import QUEUES
from estate.messaging.shared_names import shared_names
from estate.messaging.topics import TOPICS
from tests.environments import platform_of


def test_no_declared_pattern_is_shared() -> None:
    assert list(shared_names()) == []


@pytest.mark.parametrize("pattern", ["jobs.fifo", "jobs-{sandbox}.fifo", "{sandbox}-jobs.fifo"])
def test_a_pattern_without_the_environment_is_one_problem(pattern: str) -> None:
    queue = replace(QUEUES[0], pattern=pattern)
    (line,) = shared_names([queue])
    assert line.startswith(f'estate/messaging/queues.py: {queue.name}, pattern = "{pattern}": its')
    assert line.endswith("Write {environment} into it.")
    (line,) = shared_names([], [replace(TOPICS[0], pattern=pattern)])
    assert line.startswith("estate/messaging/topics.py: ")


_TEXT = st.from_regex(r"[a-z-]{0,8}", fullmatch=True)


@given(before=_TEXT, after=_TEXT, between=_TEXT)
def test_a_pattern_with_the_environment_and_a_hyphen_is_not_shared(
    before: str, between: str, after: str
) -> None:
    pattern = f"q{before}-{{environment}}-{between}{{sandbox}}{after}.fifo"
    assert list(shared_names([replace(QUEUES[0], pattern=pattern)])) == []


def test_a_shared_name_ends_the_program_before_the_first_resource(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stacks.provider, "shared_names", lambda: iter(["jobs: shared"]))
    with pytest.raises(pulumi.RunError, match="jobs: shared"):
        stacks.provider.aws_provider(platform_of("staging"))
