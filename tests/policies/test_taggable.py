"""The types that rules for tags judge, against what the pinned SDK says of them."""

from pathlib import Path

import pytest

from policies.rules.taggable import TAGGABLE
from simulator.provider.schema import schema_of

INVENTORIES = tuple(Path("tests/golden").glob("inventory-*.txt"))


def made_here() -> set[str]:
    lines = [line for file in INVENTORIES for line in file.read_text().splitlines()]
    types = {line.partition(" ")[0] for line in lines}
    return {type_.removeprefix("aws:") for type_ in types if type_.startswith("aws:")}


def carries_tags(type_: str) -> bool:
    tags = schema_of(f"aws:{type_}").inputs.get("tags")
    return tags is not None and tags.name == "map"


@pytest.mark.parametrize("type_", sorted(TAGGABLE))
def test_what_is_listed_carries_tags(type_: str) -> None:
    assert carries_tags(type_)


def test_all_that_the_program_makes_with_tags_is_listed() -> None:
    made = made_here()
    assert made
    assert {type_ for type_ in made if carries_tags(type_)} <= TAGGABLE
