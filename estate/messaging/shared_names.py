"""Finds names of queues and topics that two environments would share."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import permutations

from estate.messaging.queues import QUEUES, Queue
from estate.messaging.topics import TOPICS, Topic
from settings import Environment

_ID = "sandbox-id"
"""A sandbox's id, as far as patterns matter."""


def shared_names(
    queues: Sequence[Queue] = QUEUES, topics: Sequence[Topic] = TOPICS
) -> Iterator[str]:
    """Yields a line for each pattern whose names in one environment include those of another.

    Rights contain `*` for the sandbox, so such a name would also give rights on the other's.
    """
    for queue in queues:
        yield from _problems(f"estate/messaging/queues.py: {queue.name}", _of_queue(queue))
    for topic in topics:
        patterns = dict.fromkeys(Environment, topic.pattern)
        yield from _problems(f"estate/messaging/topics.py: {topic.name}", patterns)


def _of_queue(queue: Queue) -> dict[Environment, str]:
    return {environment: queue.pattern_in(environment) for environment in Environment}


def _problems(where: str, patterns: dict[Environment, str]) -> Iterator[str]:
    for one, other in permutations(patterns, 2):
        every = patterns[one].format(environment=one, sandbox="*")
        if fnmatchcase(patterns[other].format(environment=other, sandbox=_ID), every):
            yield (
                f'{where}, pattern = "{patterns[one]}": its names in {one} include those of'
                f" {other}. Write {{environment}} into it."
            )
            return
