"""The names that AWS accepts, by service, and names that are used twice."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter

from estate.checks.mistakes import Problem, one_of
from settings.problems import Path


@dataclass(frozen=True)
class NameRule:
    """The format of a name as a regular expression, its limits, and both in words."""

    pattern: str
    shortest: int
    longest: int
    words: str


BUCKET = NameRule(
    # Without dots, which break TLS. The prefixes and suffixes are reserved.
    r"(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]*[a-z0-9](?<!-s3alias)(?<!--ol-s3)(?<!--x-s3)",
    3,
    63,
    "lower-case letters, digits and hyphens between letters or digits, without S3's reserved"
    " prefixes and suffixes",
)
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""

TABLE = NameRule(r"[A-Za-z0-9_.-]+", 3, 255, "letters, digits, hyphens, underscores and dots")
"""The rule of tables and indexes.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
"""

QUEUE = NameRule(
    r"[A-Za-z0-9_-]+(\.fifo)?",
    1,
    80,
    "letters, digits, hyphens and underscores, and .fifo at the end of FIFO queues",
)
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"""

TOPIC = NameRule(r"[A-Za-z0-9_-]+", 1, 256, "letters, digits, hyphens and underscores")
"""https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"""

REPOSITORY = NameRule(
    r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*",
    2,
    # The role that pushes its images is `cellscope-push-<name>`, and role names have 64 characters.
    64 - len("cellscope-push-"),
    "lower-case letters and digits, with dots, hyphens or underscores between them",
)
"""https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html"""

ROLE = NameRule(r"[A-Za-z0-9_+=,.@-]+", 1, 64, "letters, digits and the characters _+=,.@-")
"""https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html"""

ALARM = NameRule(r"[A-Za-z0-9_.:/-]+", 1, 255, "letters, digits and the characters -_.:/")
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""


def misnamed(physical: str, rule: NameRule, path: Path, written: str) -> Iterator[Problem]:
    """Yields a problem if AWS refuses the physical name that results from what is written."""
    if not re.fullmatch(rule.pattern, physical):
        yield Problem(path, f"{physical} is not a valid name. Use {rule.words}.", (written,))
    elif not rule.shortest <= len(physical) <= rule.longest:
        text = f"{physical} has {len(physical)} characters. Use {rule.shortest} to {rule.longest}."
        yield Problem(path, text, (written,))


def twice(names: Iterable[str], path: Path = (), field: str = "name") -> Iterator[Problem]:
    """Yields a problem for each name that more than one record has."""
    for name, count in Counter(names).items():
        if count > 1:
            text = f"is used by {count} records. Give each its own {field}."
            yield Problem((*path, name or field), text)


def wrong_placeholders(
    pattern: str, path: Path, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Yields a problem unless the pattern has the required placeholders and no unknown ones."""
    try:
        used = {field for _, field, _, _ in Formatter().parse(pattern) if field is not None}
    except ValueError:
        yield Problem(path, "has an unpaired brace. Write {environment}.", (pattern,))
        return
    allowed = {*required, *optional}
    for name in sorted(used - allowed):
        known = one_of(f"{{{one}}}" for one in sorted(allowed))
        yield Problem(path, f"has the unknown placeholder {{{name}}}. Use {known}.", (pattern,))
    for name in required:
        # A placeholder such as {sandbox.id} has a problem already.
        if not any(re.match(rf"{name}\b", field) for field in used):
            text = f"lacks {{{name}}}, so that two stacks have the same name. Add it."
            yield Problem(path, text, (pattern,))
