"""The list of taggable resource types, compared to the schema of the pinned SDK."""

import pytest

from policies.engine.taggable import TAGGABLE
from simulator.plugins.aws.schema import schema_of
from tests.checkout import tracked

INVENTORIES = tuple(tracked("tests/golden/inventory-*.txt"))


def types_of_the_program() -> set[str]:
    lines = [line for file in INVENTORIES for line in file.read_text().splitlines()]
    types = {line.partition(" ")[0] for line in lines}
    return {type_.removeprefix("aws:") for type_ in types if type_.startswith("aws:")}


def has_tags(type_: str) -> bool:
    tags = schema_of(f"aws:{type_}").inputs.get("tags")
    return tags is not None and tags.name == "map"


@pytest.mark.parametrize("type_", sorted(TAGGABLE))
def test_listed_types_have_tags(type_: str) -> None:
    assert has_tags(type_)


def test_all_taggable_types_of_the_program_are_listed() -> None:
    types = types_of_the_program()
    assert types
    assert {type_ for type_ in types if has_tags(type_)} <= TAGGABLE
