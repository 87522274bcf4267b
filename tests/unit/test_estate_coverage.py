"""The page about the old estate, read against what the program declares."""

import re
from itertools import chain
from pathlib import Path

import pytest

from tests.estate_2022 import BUCKETS, DELIVERIES, TABLES
from tests.estate_2022_access import GROUPS
from tests.estate_2022_rights import CONTROLLER_ACTIONS, MANAGED, REPOSITORIES

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "estate-coverage.md").read_text()
SECTIONS = (*map(str, range(1, 14)), "15")
"""Those of the old estate's facts that tell of things; the 14th tells how they changed."""

_CODE = re.compile(r"`([^`]+)`")


def rows(text: str) -> list[list[str]]:
    """The cells of each row of a text's tables, without headings."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[0] not in {"Of the old estate", "Type", "---"}]


def section(number: str) -> list[list[str]]:
    (text,) = re.findall(rf"^## {number}\. .*?\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    return rows(text)


BEYOND = [row[0].strip("`") for row in rows(PAGE.partition("\n## Beyond the old estate\n")[2])]
ROWS = [row for number in SECTIONS for row in section(number)]
ENTRIES = list(chain.from_iterable(_CODE.findall(declared) for _, declared, _ in ROWS))


def declared_in(record: Path) -> set[str]:
    """What a stack declares, each as the page writes it: `STACK TYPE NAME`."""
    stack = record.stem.removeprefix("inventory-")
    lines = (line.partition(",")[0].split(" ") for line in record.read_text().splitlines())
    return {f"{stack} {written(token)} {name}" for token, name, *_ in lines}


def written(token: str) -> str:
    """A type without its module's version or file: `aws:s3/bucket:Bucket` is `aws:s3:Bucket`."""
    return re.sub(r"/\w+:", ":", token)


DECLARED = set(
    chain.from_iterable(
        map(declared_in, (CHECKOUT / "tests" / "golden").glob("inventory-*.txt")),
    )
)


def kinds(entries: set[str] | list[str]) -> set[str]:
    return {entry.split(" ")[1] for entry in entries}


@pytest.mark.parametrize("number", SECTIONS)
def test_each_section_of_the_old_estate_has_rows(number: str) -> None:
    assert all(len(row) == 3 for row in section(number))
    assert section(number)


def test_what_a_row_says_is_declared_is_declared() -> None:
    assert set(ENTRIES) <= DECLARED, set(ENTRIES) - DECLARED
    assert len(ENTRIES) > 100


RECORDED = {
    "aws:cognito:IdentityPool": ("sign-in",),
    "aws:cognito:UserPool": ("users",),
    "aws:cognito:UserPoolClient": ("sign-in",),
    "aws:cognito:UserPoolDomain": ("users",),
    "aws:dynamodb:Table": TABLES,
    "aws:eks:FargateProfile": ("pipeline", "worker"),
    "aws:eks:NodeGroup": ("post-scaling-x86",),
    "aws:elasticache:ReplicationGroup": ("biomage-redis",),
    "aws:iam:Group": GROUPS,
    "aws:iam:Role": (*REPOSITORIES, *CONTROLLER_ACTIONS, *MANAGED, "sign-in", "state-machine-role"),
    "aws:lb:LoadBalancer": ("edge",),
    "aws:s3:Bucket": BUCKETS,
    "aws:sns:Topic": ("cloudwatch-alarms", "work-results"),
    "aws:sns:TopicSubscription": DELIVERIES,
    "aws:sqs:Queue": ("queue-job",),
    "aws:synthetics:Canary": ("canary",),
    "eks:index:Cluster": ("cluster",),
    "kubernetes:core:ServiceAccount": tuple(f"{name}-default" for name in REPOSITORIES),
}
"""What an environment of 2022 was made of, from the tests' own records of it."""


@pytest.mark.parametrize("kind", RECORDED)
def test_whatever_the_old_estate_had_is_on_the_page(kind: str) -> None:
    assert {f"staging {kind} {name}" for name in RECORDED[kind]} <= set(ENTRIES)


def test_what_is_not_declared_has_a_file_or_a_reason() -> None:
    for what, declared, why in ROWS:
        assert declared == "-" or _CODE.search(declared), what
        assert len(why) > len("Left out"), what


def test_each_file_that_the_page_names_is_there() -> None:
    named = {one for one in _CODE.findall(PAGE) if re.fullmatch(r"[\w./-]+\.(py|md|yaml)", one)}
    assert {one for one in named if not (CHECKOUT / one).is_file()} == set()
    assert len(named) > 40


def test_each_kind_of_resource_is_told_of_once() -> None:
    """A new kind fails here until the page says what it is for."""
    old = {kind for kind in kinds(ENTRIES) if kind.startswith("aws:")}
    assert old.isdisjoint(BEYOND), old & set(BEYOND)
    assert old | set(BEYOND) == {kind for kind in kinds(DECLARED) if kind.startswith("aws:")}
