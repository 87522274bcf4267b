"""The rules of queues and topics."""

import re
from collections.abc import Iterable, Iterator

from estate.checks.mistakes import Problem
from estate.checks.names import QUEUE, TOPIC, NameRule, misnamed, twice, wrong_placeholders
from estate.messaging.queues import FIFO, Queue, dead_letter_name
from estate.messaging.topics import Topic
from settings import Environment

_LONGEST_SANDBOX = "s" * 20
"""A sandbox id of the greatest length (settings/sandbox.py)."""

_MOST_RECEIVES = 1000
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"""


def wrong_queues(queues: tuple[Queue, ...]) -> Iterator[Problem]:
    """Yields the problems of the queues in every environment and sandbox."""
    yield from twice(one.name for one in queues)
    for one in queues:
        yield from _wrong_pattern(one)
        if not 1 <= one.max_receives <= _MOST_RECEIVES:
            text = f"is out of range. Use 1 to {_MOST_RECEIVES}."
            yield Problem((one.name, "max_receives"), text, (one.max_receives,))
        development = one.development_pattern
        if development is not None and development.endswith(FIFO) != one.fifo:
            text = f"must end with {FIFO} if and only if pattern does. Write both the same way."
            yield Problem((one.name, "development_pattern"), text, (development,))
    for environment in (Environment.DEVELOPMENT, Environment.STAGING):
        patterns = [(one.name, one.pattern_in(environment)) for one in queues]
        yield from _same_names(patterns, environment)


def _wrong_pattern(queue: Queue) -> Iterator[Problem]:
    path = (queue.name, "pattern")
    # Each sandbox has its own queues, next to those of staging.
    yield from wrong_placeholders(queue.pattern, path, ("environment", "sandbox"))
    yield from _misnamed_pattern(queue.pattern, path, QUEUE)
    if queue.development_pattern is not None:
        path = (queue.name, "development_pattern")
        known = ("environment", "sandbox")
        yield from wrong_placeholders(queue.development_pattern, path, (), known)
        yield from _misnamed_pattern(queue.development_pattern, path, QUEUE)


def wrong_topics(topics: tuple[Topic, ...], queues: tuple[Queue, ...]) -> Iterator[Problem]:
    """Yields the problems of the topics, whose dead-letter queues must not be those of queues."""
    yield from twice(one.name for one in topics)
    for one in topics:
        path = (one.name, "pattern")
        yield from wrong_placeholders(one.pattern, path, ("environment",), ("sandbox",))
        yield from _misnamed_pattern(one.pattern, path, TOPIC)
        if one.deliveries:
            yield from _misnamed_pattern(dead_letter_name(one.pattern), path, QUEUE)
        for delivery in one.deliveries:
            own = (one.name, delivery.name)
            if not delivery.name.strip():
                yield Problem((one.name, "deliveries"), "has one without a name. Write its name.")
            if not re.fullmatch(r"/\S*", delivery.path):
                text = 'is not a path of the API. Begin it with "/", and write no spaces.'
                yield Problem((*own, "path"), text, (delivery.path,))
            if not delivery.message_type.strip():
                text = "is empty. Write the value of the message attribute `type`."
                yield Problem((*own, "message_type"), text, (delivery.message_type,))
    yield from twice((each.name for one in topics for each in one.deliveries), ("deliveries",))
    patterns = [(one.name, one.pattern) for one in topics]
    yield from _same_names(patterns, Environment.STAGING)
    # A topic's dead-letter queue is named after the topic, and a queue's after the queue.
    patterns = [(one.name, one.pattern) for one in topics if one.deliveries]
    others = [(f"the queue {one.name}", one.pattern) for one in queues]
    yield from _same_names(patterns, Environment.STAGING, others)


def _misnamed_pattern(pattern: str, path: tuple[str, ...], rule: NameRule) -> Iterator[Problem]:
    """Yields a problem if AWS refuses the name, or that of its dead-letter queue."""
    name = _longest(pattern, Environment.DEVELOPMENT)
    if name is None:
        return
    if rule is QUEUE:
        yield from misnamed(dead_letter_name(name), QUEUE, path, pattern)
    else:
        yield from misnamed(name, TOPIC, path, pattern)


def _longest(pattern: str, environment: Environment) -> str | None:
    """Returns the longest name of a pattern; None if the placeholders have a problem already."""
    try:
        return pattern.format(environment=environment, sandbox=_LONGEST_SANDBOX)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        return None


def _same_names(
    pairs: Iterable[tuple[str, str]],
    environment: Environment,
    others: Iterable[tuple[str, str]] = (),
) -> Iterator[Problem]:
    seen = {_longest(pattern, environment): name for name, pattern in others}
    for name, pattern in pairs:
        physical = _longest(pattern, environment)
        first = seen.setdefault(physical, name)
        if physical is not None and first != name:
            text = f"has the same name in {environment} as {first}. Change one of the patterns."
            yield Problem((name, "pattern"), text, (pattern,))
