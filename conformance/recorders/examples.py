"""Values to probe with: words, well-formed values of AWS, and what the program and tests set."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from conformance.stacks import Declared
from simulator.plugins.aws.schema import UNKNOWN
from tests.simulator.samples.all_types import SAMPLES

_ARN = "arn:aws:{}:eu-west-1:242905224710:{}"

WORDS = (
    *("", "a", "1", "zz-none", "~é §", "a" * 100_000, "{}", "true", "/a/", "10.0.0.0/16"),
    *("arn:aws:iam::242905224710:role/a", "arn:aws:s3:::a", "arn:aws:iam::1:role/a", "arn:a"),
    *("2026-12-31T00:00:00Z", "https://example.org"),
)
"""Values of which each is wrong almost everywhere: a first look whether a property has limits."""

STRINGS = (
    *("", "a", "A", "1", "ab", "zz-none", "zz_none", "Zz.none", "zz none", "zz/none", "~é §", "a-"),
    *("-a", "1a", "a" * 20, "\t", "a" * 100_000, "true", "{}", "[]", '{"Version": "2012-10-17"}'),
    *("arn:aws:iam::242905224710:role/a", "arn:aws:s3:::a", "arn:aws:iam::1:role/a", "arn:a"),
    *(_ARN.format("kms", "key/0123abcd-4567-89ef-0123-456789abcdef"), _ARN.format("sns", "a")),
    *("arn:aws:automate:eu-west-1:ec2:stop", "arn:aws:kms:nowhere:242905224710:key/a"),
    *("10.0.0.0/16", "10.0.0.1/16", "10.0.0.0/99", "0.0.0.0/0", "fd00::/8", "10.0.0.1", "fd00::1"),
    *("2026-12-31T00:00:00Z", "2026-12-31", "2026-12-31_00:00", "24h", "1h30m", "10 m", "P1D"),
    *("sun:04:00-sun:05:00", "04:00-05:00", "04:00-04:10", "cron(0 5 ? * * *)", "rate(1 day)"),
    *("https://example.org", "http://example.org/a", "ftp://example.org", "example.org", "a@b.org"),
    *("242905224710", "24290522471", "eu-west-1", "eu-west-1a", "alias/a", "alias/aws/a", "lt-0ab"),
    *(
        "1.35",
        "7.1",
        "7.x",
        "6.2",
        "5.0.6",
        "7.1.0",
        "1.0",
        "v1.35",
        "v1.20.0-eksbuild.1",
        "LATEST",
    ),
    *("Your code is {####}", "{username} {####}", "{##here##}", "Dear {username}"),
    *("/a/", "/a", "a/", "YQ==", "sg-0123456789abcdef0", "subnet-0123456789abcdef0", "a.fifo"),
    *("SubscriptionRequired", "true ", "-1", "1-2,3", "0", "0.5", "a,b", "a=b", "a:b", "a+b", "*"),
)
"""More words, and values in AWS's notations, to tell patterns and formats apart."""

CHARACTERS = "aZ0é\n !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
"""Characters to insert into a value: one letter or digit of a kind, and all punctuation."""

AT_THE_ENDS = "-./0 "
"""Characters that some patterns exclude only at the start or the end."""

NUMBERS = (-(10**9), -1, 0, 1, 2, 3, 7, 30, 60, 100, 365, 1000, 10**9)

Known = Mapping[tuple[str, str], list[Any]]


def known_values(resources: Iterable[Declared]) -> Known:
    """The scalars that stacks and samples set, by type token and property."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    inputs = [(one.token, one.inputs) for one in resources]
    inputs += [(sample.token, sample.inputs | sample.change) for sample in SAMPLES.values()]
    for token, given in inputs:
        for path, value in _scalars(given, ""):
            if value not in found[token, path] and value != UNKNOWN and "{" not in str(value)[:1]:
                found[token, path].append(value)
    return found


def _scalars(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            if not name.startswith("__"):
                yield from _scalars(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for part in value:
            yield from _scalars(part, path)
    elif value is not None:
        yield path, value
