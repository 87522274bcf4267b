"""The page about the old estate, compared with the program's declarations."""

import re
from itertools import chain
from pathlib import Path

import pytest

from tests.checkout import tracked
from tests.estate.estate_2022 import BUCKETS, DELIVERIES, TABLES
from tests.estate.estate_2022_access import GROUPS
from tests.estate.estate_2022_rights import CONTROLLER_ACTIONS, MANAGED, REPOSITORIES

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "estate-coverage.md").read_text()
SECTIONS = (*map(str, range(1, 14)), "15")
"""The numbers of the page's sections; section 14 is about changes."""

_CODE = re.compile(r"`([^`]+)`")


def rows(text: str) -> list[list[str]]:
    """Returns the cells of each table row, without headings."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[0] not in {"In the old estate", "Type", "---"}]


def section(number: str) -> list[list[str]]:
    (text,) = re.findall(rf"^## {number}\. .*?\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    return rows(text)


BEYOND = [row[0].strip("`") for row in rows(PAGE.partition("\n## Beyond the old estate\n")[2])]
ROWS = [row for number in SECTIONS for row in section(number)]
ENTRIES = list(chain.from_iterable(_CODE.findall(declared) for _, declared, _ in ROWS))


def declared_in(record: Path) -> set[str]:
    """Returns the resources of a stack in the page's form, `STACK TYPE NAME`."""
    stack = record.stem.removeprefix("inventory-")
    lines = (line.partition(",")[0].split(" ") for line in record.read_text().splitlines())
    return {f"{stack} {written(token)} {name}" for token, name, *_ in lines}


def written(token: str) -> str:
    """Returns a type without version or file: `aws:s3/bucket:Bucket` is `aws:s3:Bucket`."""
    return re.sub(r"/\w+:", ":", token)


DECLARED = set(chain.from_iterable(map(declared_in, tracked("tests/golden/inventory-*.txt"))))


def kinds(entries: set[str] | list[str]) -> set[str]:
    return {entry.split(" ")[1] for entry in entries}


@pytest.mark.parametrize("number", SECTIONS)
def test_each_section_of_the_old_estate_has_rows(number: str) -> None:
    assert all(len(row) == 3 for row in section(number))
    assert section(number)


def test_entries_of_the_page_are_declared() -> None:
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
"""The resources of an environment of 2022, from the records in the tests."""


@pytest.mark.parametrize("kind", RECORDED)
def test_all_resources_of_the_old_estate_are_on_the_page(kind: str) -> None:
    assert {f"staging {kind} {name}" for name in RECORDED[kind]} <= set(ENTRIES)


def test_all_access_groups_of_the_old_estate_are_on_the_page() -> None:
    assert {f"account aws:iam:Group {name}-staging" for name in GROUPS} <= set(ENTRIES)


def test_entries_that_are_not_declared_have_a_file_or_a_reason() -> None:
    for what, declared, why in ROWS:
        assert declared == "-" or _CODE.search(declared), what
        assert len(why) > len("Left out"), what


def test_each_file_named_on_the_page_exists() -> None:
    named = {one for one in _CODE.findall(PAGE) if re.fullmatch(r"[\w./-]+\.(py|md|yaml)", one)}
    assert {one for one in named if not (CHECKOUT / one).is_file()} == set()
    assert len(named) > 40


def test_each_resource_type_is_listed_once() -> None:
    """A new resource type fails here until it is on the page."""
    old = {kind for kind in kinds(ENTRIES) if kind.startswith("aws:")}
    assert old.isdisjoint(BEYOND), old & set(BEYOND)
    assert old | set(BEYOND) == {kind for kind in kinds(DECLARED) if kind.startswith("aws:")}
